"""Allotment: a rule decides who gets which opening."""

from __future__ import annotations

from typing import Annotated, Final, Literal

from pydantic import Field

from .base import Part, Step

Method = Literal["first-come", "lottery", "serial", "by-score", "stable", "optimal", "by-hand"]
FITTED: Final = ("stable", "optimal")
"""Methods that look at everybody and at the rules on placements at once."""
MOST_POINTS = 100_000
Points = Annotated[int, Field(strict=True, ge=0, le=MOST_POINTS)]


class Fit(Part):
    """What a placement is worth, in whole points that are added up.

    `placed`: for being placed at all. `wishes`: for the first wish, the second and so on; the last number is for all
    later ones. `near`: for an opening in the home unit itself, in the unit above it and so on; further away nothing.
    `score`: for each point that the judges gave. `grassroots`: for an opening at county level or below.
    `look`: whoever named nothing that is still offered is looked at with so many openings around home.
    """

    placed: int = Field(default=1, strict=True, ge=1, le=MOST_POINTS)
    wishes: tuple[Points, ...] = ()
    near: tuple[Points, ...] = ()
    score: Points = 0
    grassroots: Points = 0
    look: int = Field(default=0, strict=True, ge=0, le=100)


class Allotment(Step):
    """`method` of `engines.matching`, or by hand. Who gets an offer has `accept_hours` to accept it (0: none needed).

    `fit`: what `optimal` makes as great as can be, and how strong a claim is to `stable`. `waiting`: who got nothing
    waits in the order of the method and moves up by itself. `classes`: fields of choice of the application by which a
    result is reported beside the whole pool; they are counted and never weighed.
    """

    kind: Literal["allotment"]
    method: Method = "by-hand"
    fit: Fit | None = None
    accept_hours: int = Field(default=0, ge=0, le=24 * 60)
    waiting: bool = True
    classes: tuple[str, ...] = ()
