"""Applications: somebody bids for openings."""

from __future__ import annotations

from typing import Literal, Self

from django.utils.translation import gettext as _
from pydantic import Field, model_validator

from sangzi.kernel.fields import Field as FormField

from .base import Step

Applicant = Literal["person", "team", "partner", "unit", "village"]


class Applications(Step):
    """Persons, teams, partners, units, or villages through their secretary, bid for openings.

    `wishes`: how many openings one application may name, in order. `each`: how many applications one applicant may
    have in a round. A team has `least` to `most` members. `nominated`: somebody else enters the candidate.
    """

    kind: Literal["applications"]
    by: tuple[Applicant, ...] = Field(default=("person",), min_length=1)
    wishes: int = Field(default=1, ge=1, le=20)
    each: int = Field(default=1, ge=1, le=100)
    least: int = Field(default=2, ge=1)
    most: int = Field(default=10, ge=1, le=100)
    nominated: bool = False
    fields: tuple[FormField, ...] = ()

    @model_validator(mode="after")
    def _least_is_not_above_most(self) -> Self:
        if self.least > self.most:
            raise ValueError(_("least 不能大于 most"))
        return self
