"""Who may be the same person: what speaks for it and against it, weighed as Fellegi and Sunter do.

Every sign (name, phone, birth date, home) agrees in one of a few ways; each way weighs the binary logarithm of how
much likelier it is between two notes of one person than between two persons who came to be compared. The weights were
estimated on one half of a labelled set and are measured on the other (docs/registers.md). A. B. Sunter and I. P.
Fellegi, "A theory for record linkage", JASA 64 (1969). Distances are RapidFuzz's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .readings import plain, read_alike, sound_alike

COUNTY_STEPS = 4  # nation, province, prefecture, county
LIKELY = 4.0
SURE = 8.0
BIGGEST_BLOCK = 60  # more than that share a sign that says nothing (a school's telephone)


@dataclass(frozen=True)
class Traits:
    """What is compared of a person. `home` is the path of the home unit as keys, the root first."""

    key: int
    name: str
    initials: str = ""
    phone: str = ""
    born: date | None = None
    home: tuple[int, ...] = ()


class Agreement(NamedTuple):
    """One way in which a sign agrees, or does not."""

    sign: str
    weight: float
    said: str | Promise = ""


SAME_NAME, SAME_SHORT_NAME = Agreement("name", 6.5, _("姓名相同")), Agreement("name", 3.5, _("姓名相同"))
READ_ALIKE = Agreement("name", 4.0, _("姓名读音相同"))
SOUND_ALIKE = Agreement("name", 1.5, _("姓名读音相近"))
ONE_SIGN_APART = Agreement("name", -1.0, _("姓名只差一个字"))
OTHER_NAME = Agreement("name", -9.0)
SAME_PHONE = Agreement("phone", 4.5, _("电话相同"))
PHONE_MISTYPED = Agreement("phone", 5.0, _("电话只差一位"))
OTHER_PHONE = Agreement("phone", -2.5)
SAME_BIRTH = Agreement("born", 5.5, _("出生日期相同"))
BIRTH_MISTYPED = Agreement("born", 4.0, _("出生日期相近"))
OTHER_BIRTH = Agreement("born", -8.0)
SAME_HOME = Agreement("home", 2.0, _("家乡相同"))
SAME_COUNTY = Agreement("home", 0.0, _("同一个县"))
OTHER_HOME = Agreement("home", -1.0)
NOTHING_SAID = Agreement("", 0.0)


@dataclass(frozen=True)
class Comparison:
    """Two persons side by side: how each sign agrees, and what all weigh together."""

    agreements: tuple[Agreement, ...]

    @property
    def weight(self) -> float:
        return sum(agreement.weight for agreement in self.agreements)

    @property
    def likely(self) -> bool:
        return self.weight >= LIKELY

    @property
    def sure(self) -> bool:
        return self.weight >= SURE

    @property
    def reasons(self) -> list[str]:
        """What speaks for it, in words."""
        return [str(agreement.said) for agreement in self.agreements if agreement.said]


class Pair(NamedTuple):
    """Two who may be one, by their keys."""

    one: int
    other: int
    comparison: Comparison


def compare(one: Traits, other: Traits) -> Comparison:
    """Two persons side by side. Cost: a few small string distances."""
    return Comparison(
        (
            _names(one.name, other.name),
            _phones(one.phone, other.phone),
            _births(one.born, other.born),
            _homes(one.home, other.home),
        )
    )


def blocks(traits: Traits) -> Iterator[tuple[str, object]]:
    """What two must share at least one of to be compared at all: a phone, a day of birth, initials at home."""
    if traits.phone:
        yield "phone", traits.phone
        yield "phone-end", (traits.phone[-4:], traits.initials[:1], traits.home[:COUNTY_STEPS])
    if traits.born:
        yield "born", (traits.born, traits.initials[:1])
    yield "initials", (traits.initials, traits.home[:COUNTY_STEPS])


def likely_pairs(people: Iterable[Traits]) -> list[Pair]:
    """Pairs who are likely one, the likeliest first. Cost: the sum of the squares of the blocks, which are small."""
    held: dict[tuple[str, object], list[Traits]] = {}
    for traits in people:
        for block in blocks(traits):
            held.setdefault(block, []).append(traits)
    seen: set[tuple[int, int]] = set()
    found: list[Pair] = []
    for together in held.values():
        if len(together) <= BIGGEST_BLOCK:
            found += _pairs_in(together, seen)
    return sorted(found, key=lambda pair: (-pair.comparison.weight, pair.one, pair.other))


def _pairs_in(block: list[Traits], seen: set[tuple[int, int]]) -> Iterator[Pair]:
    for one, other in combinations(sorted(block, key=lambda traits: traits.key), 2):
        if (one.key, other.key) not in seen:
            seen.add((one.key, other.key))
            comparison = compare(one, other)
            if comparison.likely:
                yield Pair(one.key, other.key, comparison)


def _names(one: str, other: str) -> Agreement:
    one, other = plain(one), plain(other)
    tests: tuple[tuple[Callable[[str, str], bool], Agreement], ...] = (
        (_same, SAME_NAME if len(one) > 2 else SAME_SHORT_NAME),
        (read_alike, READ_ALIKE),
        (sound_alike, SOUND_ALIKE),
        (_one_apart, ONE_SIGN_APART),
    )
    return next((agreement for holds, agreement in tests if holds(one, other)), OTHER_NAME)


def _same(one: str, other: str) -> bool:
    return one == other


def _one_apart(one: str, other: str) -> bool:
    """One character wrong, missing, too many, or two in the wrong order; of short names that would say nothing."""
    from rapidfuzz.distance import OSA

    return max(len(one), len(other)) > 2 and OSA.distance(one, other, score_cutoff=1) <= 1


def _phones(one: str, other: str) -> Agreement:
    if not one or not other:
        return NOTHING_SAID
    if one == other:
        return SAME_PHONE
    from rapidfuzz.distance import OSA

    return PHONE_MISTYPED if OSA.distance(one, other, score_cutoff=1) <= 1 else OTHER_PHONE


def _births(one: date | None, other: date | None) -> Agreement:
    if one is None or other is None:
        return NOTHING_SAID
    if one == other:
        return SAME_BIRTH
    parts = zip((one.year, one.month, one.day), (other.year, other.month, other.day), strict=True)
    turned = (one.year, one.month, one.day) == (other.year, other.day, other.month)
    return BIRTH_MISTYPED if turned or sum(a != b for a, b in parts) == 1 else OTHER_BIRTH


def _homes(one: tuple[int, ...], other: tuple[int, ...]) -> Agreement:
    if not one or not other:
        return NOTHING_SAID
    shorter = min(len(one), len(other))
    if one[:shorter] == other[:shorter] and shorter >= COUNTY_STEPS:
        return SAME_HOME if len(one) == len(other) else SAME_COUNTY
    return SAME_COUNTY if one[:COUNTY_STEPS] == other[:COUNTY_STEPS] else OTHER_HOME
