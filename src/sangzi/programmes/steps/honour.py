"""Honour: results are shown publicly, may be objected to, and are honoured."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from .base import Step


class Honour(Step):
    """Public notice of `notice` working days with objections; then honours of these `levels`.

    Each honour leaves a record of the kind `record`; whoever holds one is entered in the register `enters`.
    """

    kind: Literal["honour"]
    notice: int = Field(default=5, ge=0, le=60)
    levels: tuple[str, ...] = ()
    record: str = ""
    enters: str = ""
