"""Where the sample organisation works: one province in the size of life, a few cities elsewhere sparsely.

Every county has an effort of its own, so that some do well and some lag. What a unit has and does is drawn from it.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from django.db.models import QuerySet

from sangzi.units.models import Level, Unit
from sangzi.units.paths import keys

from .chance import Chance, stream

FULL = "220000"  # 吉林省
SPARSE = ("330400", "330200", "130500", "130481", "130284")  # 嘉兴市, 宁波市, 邢台市, 武安市, 滦州市
SPARSELY = 0.12  # how much of a full county's work a sparse one has
LAGGING = 0.13  # the share of counties that are far behind
KOREAN = "2224"  # the prefecture in which a third of the people bear Korean names
STEEPNESS = 4.0
SMALLEST, LARGEST = 0.3, 2.0  # how many times the usual number of townships a county counts as
KNOWN_EFFORT = {"222403": 1.0}  # 敦化市, where most sample accounts work, is neither the best nor the worst


class Spot(NamedTuple):
    """A unit as the sample needs it."""

    pk: int
    parent: int
    level: int
    name: str
    short: str
    code: str


@dataclass(frozen=True)
class County:
    """A county, or a city without counties, with everything below it.

    `effort` is 1 where all goes as it should, `size` is 1 where there are as many townships as usual in the region,
    `weight` is 1 where the sample is as large as life.
    """

    seat: Spot
    effort: float
    size: float
    weight: float
    townships: list[Spot] = field(default_factory=list)
    villages: list[Spot] = field(default_factory=list)

    @property
    def homes(self) -> list[Spot]:
        """Where its people live: the lowest units there are."""
        return self.villages or self.townships or [self.seat]

    @property
    def offices(self) -> list[Spot]:
        """Its townships, or itself where it has none."""
        return self.townships or [self.seat]

    @property
    def korean(self) -> bool:
        return self.seat.code.startswith(KOREAN)

    def many(self, chance: Chance, each: float) -> int:
        """How many of something that a good county has `each` of."""
        return int(chance.poisson(each * self.effort * self.size * self.weight))


@dataclass(frozen=True)
class Terrain:
    """Counties in the order of the tree, the units above them, and the nation."""

    nation: Spot
    provinces: list[Spot]
    prefectures: list[Spot]
    counties: list[County]
    scale: float

    def weight(self, spot: Spot) -> float:
        """How much of life's size a unit has here."""
        return _weight(spot.code, self.scale)


def likely(usual: float, effort: float) -> float:
    """The chance of something that a unit of effort 1 has with the chance `usual`."""
    odds = math.log(usual / (1 - usual)) + STEEPNESS * (effort - 1)
    return 1 / (1 + math.exp(-odds))


def survey(seed: int, scale: float) -> Terrain:
    """The present tree where the sample works. Two queries and one for each region."""
    nation = _spots(Unit.objects.filter(level=Level.NATION))[0]
    regions = list(Unit.objects.filter(code__in=(FULL, *SPARSE), closed=None).order_by("code"))
    counties = [county for region in regions for county in _counties(region, seed, scale)]
    above = {key for region in regions for key in keys(region.path)}
    upper = _spots(Unit.objects.filter(pk__in=above | {county.seat.parent for county in counties}))
    return Terrain(
        nation,
        [spot for spot in upper if spot.level == Level.PROVINCE],
        [spot for spot in upper if spot.level == Level.PREFECTURE and spot not in _seats(counties)],
        counties,
        scale,
    )


def _seats(counties: list[County]) -> set[Spot]:
    return {county.seat for county in counties}


def _spots(units: QuerySet[Unit]) -> list[Spot]:
    rows = units.order_by("path").values_list("pk", "parent_id", "level", "name", "short", "code")
    return [Spot(pk, parent or 0, level, name, short, code) for pk, parent, level, name, short, code in rows]


def _counties(region: Unit, seed: int, scale: float) -> Iterator[County]:
    """The counties of a region with their townships and villages; townships right under a city make it one itself."""
    live = Unit.objects.filter(path__within=region.path, closed=None, kind=Unit.Kind.AREA)
    spots = _spots(live)
    below: dict[int, list[Spot]] = defaultdict(list)
    for spot in spots:
        below[spot.parent].append(spot)
    towns = {spot: [child for child in below[spot.pk] if child.level == Level.TOWNSHIP] for spot in spots}
    seats = [spot for spot in spots if spot.level == Level.COUNTY or (spot.level == Level.PREFECTURE and towns[spot])]
    usual = max(sum(len(towns[seat]) for seat in seats) / max(len(seats), 1), 1)
    chance = stream(seed, "effort", region.code)
    climate: dict[int, float] = defaultdict(lambda: float(chance.normal(0, 0.05)))
    for seat in seats:
        effort = _effort(chance, climate[seat.parent])
        yield County(
            seat,
            effort=KNOWN_EFFORT.get(seat.code, effort),
            size=min(max(len(towns[seat]) / usual, SMALLEST), LARGEST),
            weight=_weight(region.code, scale),
            townships=towns[seat],
            villages=[village for township in towns[seat] for village in below[township.pk]],
        )


def _weight(code: str, scale: float) -> float:
    return scale * (1 if code[:2] == FULL[:2] else SPARSELY)


def _effort(chance: Chance, climate: float) -> float:
    good = float(chance.normal(1.0, 0.1)) + climate
    return max(0.35, min(good, 1.25) * (0.5 if chance.random() < LAGGING else 1.0))
