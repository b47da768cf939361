"""An indicator as it is declared: what a figure means, over facts, in one of the seven shapes that plans use."""

from __future__ import annotations

from typing import Literal, Self

from django.utils.translation import gettext as _
from pydantic import BaseModel, ConfigDict, Field, model_validator

from sangzi.kernel import definitions

Shape = Literal["count", "coverage", "each", "share", "pairing", "growth", "frequency"]
Reading = Literal["stock", "year", "total"]
Level = Literal["nation", "province", "prefecture", "county", "township", "village"]

LEVELS: dict[str, int] = {"nation": 0, "province": 1, "prefecture": 2, "county": 3, "township": 4, "village": 5}
RATIOS = ("coverage", "each", "share", "pairing", "growth", "frequency")


class Term(BaseModel):
    """A fact, narrowed to one of its tags."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    fact: str
    tag: str


class Indicator(definitions.Definition):
    """How a figure is computed.

    count: the measure, read as a stock, since the year's beginning, or in total.
    coverage, each: units of level `over` in which the measure is at least `at_least`, over all such units.
    share: measure over denominator, divided after rolling up.
    pairing: members of a population with a partner, over the population.
    growth: this year's amount so far against the same months of last year.
    frequency: months of this year with at least `at_least`, over the months gone by.
    """

    shape: Shape
    measure: Term
    denominator: Term | None = None
    over: Level | None = None
    at_least: int = Field(default=1, ge=1)
    reading: Reading = "stock"
    unit: str
    unit_en: str
    words: tuple[str, ...] = Field(min_length=1)
    summary: str
    summary_en: str
    source: str

    @model_validator(mode="after")
    def _shape_has_what_it_needs(self) -> Self:
        if (self.shape in ("coverage", "each")) != (self.over is not None):
            raise ValueError(_("over 要与 coverage、each 一起用，别的形态不用"))
        if (self.shape in ("share", "pairing")) != (self.denominator is not None):
            raise ValueError(_("denominator 要与 share、pairing 一起用，别的形态不用"))
        return self

    @property
    def is_ratio(self) -> bool:
        return self.shape in RATIOS
