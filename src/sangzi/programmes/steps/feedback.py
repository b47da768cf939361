"""Feedback: both sides say how it was."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from sangzi.kernel.fields import Field as FormField

from .base import Step


class Feedback(Step):
    """Questions to who was placed and to who offered the opening, within `days` of the end. Empty: the usual two.

    A file among the answers is for whoever sent it and for the organisers; the other side learns how many there are.
    """

    kind: Literal["feedback"]
    days: int = Field(default=30, ge=1, le=366)
    to_applicant: tuple[FormField, ...] = ()
    to_offerer: tuple[FormField, ...] = ()
