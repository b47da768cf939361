"""Pairs of persons in a unit and below who are likely one, to be looked at; and what was decided of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from sangzi.kernel.errors import BadInput
from sangzi.kernel.wording import title_of
from sangzi.units.models import Unit

from .definitions import registers
from .doubles import Pair, likely_pairs
from .models import Entry, Merge, NotDoubles, Person
from .queries import Card, person_card, traits_of

MOST_COMPARED = 30_000
SHOWN = 40


@dataclass(frozen=True)
class Side:
    """One of two who look alike: masked, with the registers it stands in."""

    card: Card
    registers: list[str]
    has_account: bool


@dataclass(frozen=True)
class Lookalike:
    """Two who may be one, and what speaks for it."""

    one: Side
    other: Side
    reasons: list[str]
    sure: bool

    @property
    def sides(self) -> tuple[Side, Side]:
        return self.one, self.other


def lookalikes(persons: QuerySet[Person], unit: Unit, *, size: int = SHOWN) -> tuple[list[Lookalike], int]:
    """The likeliest pairs at home in a unit and below, and how many there are in all. Four queries.

    Raises `BadInput` where there are too many persons to compare at once.
    """
    here = persons.filter(home__path__within=unit.path).select_related("home").order_by("pk")
    found = {person.pk: person for person in here[: MOST_COMPARED + 1]}
    if len(found) > MOST_COMPARED:
        raise BadInput(
            _("%(unit)s和下级的人员超过%(most)d名，一次比不完；请换一个下级单位查看。")
            % {"unit": unit.short, "most": MOST_COMPARED}
        )
    apart = _told_apart(found)
    pairs = [pair for pair in likely_pairs(map(traits_of, found.values())) if (pair.one, pair.other) not in apart]
    return _shown(pairs[:size], found), len(pairs)


def merges_in(persons: QuerySet[Person], unit: Unit, *, size: int = SHOWN) -> list[Merge]:
    """The latest merges that concern persons at home in a unit and below. One query."""
    merges = Merge.objects.filter(kept__in=persons.filter(home__path__within=unit.path).values("pk"))
    return list(merges.select_related("kept__home", "double__home", "by", "undone_by").order_by("-pk")[:size])


def _told_apart(persons: Iterable[int]) -> set[tuple[int, int]]:
    known = set(persons)
    told = NotDoubles.objects.values_list("one_id", "other_id")
    return {pair for pair in told if pair[0] in known}


def _shown(pairs: list[Pair], persons: dict[int, Person]) -> list[Lookalike]:
    wanted = {key for pair in pairs for key in (pair.one, pair.other)}
    stands: dict[int, list[str]] = defaultdict(list)
    lines = (
        Entry.objects.filter(Q(until=None), person__in=wanted).order_by("register").values_list("person_id", "register")
    )
    for person, register in lines:
        stands[person or 0].append(title_of(registers()[register]) if register in registers() else register)
    sides = {key: Side(person_card(persons[key]), stands[key], persons[key].account_id is not None) for key in wanted}
    return [
        Lookalike(sides[pair.one], sides[pair.other], pair.comparison.reasons, pair.comparison.sure) for pair in pairs
    ]
