"""Allotment: a rule decides who gets which opening."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from .base import Step

Method = Literal["first-come", "lottery", "serial", "by-score", "by-hand"]


class Allotment(Step):
    """`method` of `engines.matching`, or by hand. Who gets an offer has `accept_hours` to accept it (0: none needed).

    `waiting`: who got nothing waits in the order of the method and moves up by itself.
    """

    kind: Literal["allotment"]
    method: Method = "by-hand"
    accept_hours: int = Field(default=0, ge=0, le=24 * 60)
    waiting: bool = True
