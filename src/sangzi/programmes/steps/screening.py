"""Screening: who does not meet the conditions is told so, with the reason."""

from __future__ import annotations

from typing import Literal, Self

from django.utils.translation import gettext as _
from pydantic import Field, model_validator

from .base import Part, Step


class Within(Part):
    """A date of the form lies at most `years` before the first day of the round, or `ahead` years after it."""

    field: str
    years: int = Field(default=0, ge=0, le=100)
    ahead: int = Field(default=0, ge=0, le=100)

    @model_validator(mode="after")
    def _spans_time(self) -> Self:
        if not self.years and not self.ahead:
            raise ValueError(_("years 和 ahead 至少写一个"))
        return self


class Screening(Step):
    """Conditions that the machine checks, and whether somebody looks as well.

    Ages are full years on the first day of the round. `home`: the applicant's home lies in the round's unit.
    `listed_in`: the applicant stands in that register. `again_after`: months since the last placement in the programme.
    `within`: dates of the form that lie near enough to the first day of the round, for example graduation.
    `by_hand`: staff decide, within `days`; without it, who meets the conditions is admitted at once.
    """

    kind: Literal["screening"]
    least_age: int | None = Field(default=None, ge=0, le=120)
    most_age: int | None = Field(default=None, ge=0, le=120)
    home: bool = False
    listed_in: str = ""
    again_after: int = Field(default=0, ge=0, le=120)
    within: tuple[Within, ...] = ()
    by_hand: bool = True
    days: int = Field(default=10, ge=1, le=180)

    @model_validator(mode="after")
    def _ages_make_sense(self) -> Self:
        if self.least_age is not None and self.most_age is not None and self.least_age > self.most_age:
            raise ValueError(_("least_age 不能大于 most_age"))
        return self
