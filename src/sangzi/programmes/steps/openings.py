"""Openings: somebody offers something with a capacity."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from pydantic import Field

from sangzi.kernel.fields import Field as FormField

from .base import Part, Step

Offerer = Literal["unit", "village", "person", "partner"]


class Suggest(Part):
    """Who may be asked to help with what is offered: people who entered themselves into a register and fit.

    What is said in the title, the summary and the fields `reads` is held against what people say of their skills: the
    best fit is worth `alike` points, the others in proportion. `near` are points by how many units above that of the
    opening the first one is in which somebody is at home. `when` is a field of choices, and `time` what it is worth
    that somebody has time then, where the register has the same choices. The best `most` are named; nothing else
    counts.
    """

    registers: tuple[str, ...] = Field(min_length=1)
    reads: tuple[str, ...] = ()
    most: int = Field(default=10, ge=1, le=50)
    alike: int = Field(default=1000, ge=1, le=1_000_000)
    near: tuple[int, ...] = (150, 100, 50)
    when: str = ""
    time: int = Field(default=50, ge=0, le=1_000_000)


class Openings(Step):
    """Units, villages, persons or partners offer something: posts, seats, a mentor's time, a bed, a need, a grant line.

    `most` bounds one opening's capacity. `dated`: each day has a capacity of its own and a booking takes at most
    `longest` days. `money`: an opening carries a sum. `review`: what persons and partners offer is looked at first.
    `nameless`: it is for somebody who is not to be known; a telephone number, an identity number or an address of mail
    in what is offered is refused, and so is a name that is introduced as one. `vets`: fields in which people are named,
    and the register in which each of these must stand. `suggest`: who may be asked to help.
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
    nameless: bool = False
    fields: tuple[FormField, ...] = ()
    vets: Mapping[str, str] = Field(default_factory=dict)
    suggest: Suggest | None = None
