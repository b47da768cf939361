"""Pairing: two sides bound for a time."""

from __future__ import annotations

from typing import Literal, Self

from django.utils.translation import gettext as _
from pydantic import Field, model_validator

from .base import Step


class Pairing(Step):
    """Applicants are paired with who offers the opening, who takes `least` to `most` of them in a round.

    `meets`: a pair that leaves no record for so many days is reminded (0: never).
    """

    kind: Literal["pairing"]
    least: int = Field(default=1, ge=1)
    most: int = Field(default=1, ge=1)
    meets: int = Field(default=0, ge=0, le=366)

    @model_validator(mode="after")
    def _least_is_not_above_most(self) -> Self:
        if self.least > self.most:
            raise ValueError(_("least 不能大于 most"))
        return self
