"""Close: the round ends."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from .base import Step


class Close(Step):
    """An application at which nothing happens for `dormant` days is closed with that reason.

    `purge`: so many days after the end, what was filled in is deleted and only counts stay (None: kept).
    """

    kind: Literal["close"]
    dormant: int = Field(default=90, ge=1, le=1000)
    purge: int | None = Field(default=None, ge=0, le=3650)
