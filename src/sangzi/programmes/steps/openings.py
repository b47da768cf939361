"""Openings: somebody offers something with a capacity."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from pydantic import Field

from sangzi.kernel.fields import Field as FormField

from .base import Step

Offerer = Literal["unit", "village", "person", "partner"]


class Openings(Step):
    """Units, villages, persons or partners offer something: posts, seats, a mentor's time, a bed, a need, a grant line.

    `most` bounds one opening's capacity. `dated`: each day has a capacity of its own and a booking takes at most
    `longest` days. `money`: an opening carries a sum. `review`: what persons and partners offer is looked at first.
    `vets`: fields in which people are named, and the register in which each of these must stand.
    """

    kind: Literal["openings"]
    offers: str
    offers_en: str
    by: tuple[Offerer, ...] = Field(default=("unit",), min_length=1)
    most: int = Field(default=1000, ge=1)
    dated: bool = False
    longest: int = Field(default=1, ge=1, le=366)
    money: bool = False
    review: bool = False
    fields: tuple[FormField, ...] = ()
    vets: Mapping[str, str] = Field(default_factory=dict)
