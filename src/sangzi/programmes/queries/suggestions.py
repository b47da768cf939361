"""What can be asked about suggestions: whom a need finds, how many, whom it asked, and which needs find oneself."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import F, Q
from django.utils import timezone

from sangzi.people.access import findable, own_entries, visible_entries
from sangzi.people.models import Person
from sangzi.people.skills import fits, said_of_skills, says_so
from sangzi.units.access import Grant, Scope
from sangzi.units.models import Assignment, Unit

from ..access.public import public_openings
from ..definitions import suggesting
from ..models import Application, Approach, Opening, RoundState
from ..steps.openings import Suggest
from ..suggesting import (
    DONE_WITH,
    Line,
    Suggested,
    Why,
    best_for,
    common_unit,
    nearest_and_best,
    suggest_of,
    text_of,
    wants_help,
    why_of,
    worth,
)

FEW = 5
MANY = 500  # needs that are looked at for one person, the newest


@dataclass(frozen=True)
class FittingNeed:
    """A need that somebody could help with, and what speaks for it."""

    opening: Opening
    points: int
    why: Why


@dataclass(frozen=True)
class Found:
    """Whom a reader may ask, the best first; and how many the unit that runs the round finds, 0 where it is no more."""

    suggested: list[Suggested]
    elsewhere: int


def found_for(opening: Opening, scope: Scope, today: date) -> Found:
    """Whom an opening finds for who works there: those they may see, and the number of all who could be asked."""
    found = suggested_for(opening, scope, today)
    elsewhere = 0 if scope.covers(opening.round.unit) else how_many_for(opening, today)
    return Found(found, elsewhere if elsewhere > len(found) else 0)


def suggested_for(opening: Opening, scope: Scope, today: date) -> list[Suggested]:
    """Whom a reader may ask to help, the best first; nobody whom they may not see. Five queries. Reads the round."""
    suggest = suggest_of(opening)
    if suggest is None:
        return []
    return best_for(opening, findable(visible_entries(scope), suggest.registers, today), today)


def how_many_for(opening: Opening, today: date) -> int:
    """How many the unit that runs the round could ask: for whoever posted the need, who is told no more."""
    whole = Scope((Grant(opening.round.unit.path, Assignment.Role.OFFICER),))
    return len(suggested_for(opening, whole, today))


def approaches_of(opening: Opening) -> list[Approach]:
    """Whom somebody asked to help with it, home along, those who would first. One query."""
    found = list(Approach.objects.filter(opening=opening).select_related("person__home").order_by("-asked", "-pk"))
    turn = [Approach.State.WILLING, Approach.State.ASKED, Approach.State.DECLINED, Approach.State.WITHDRAWN]
    return sorted(found, key=lambda one: turn.index(Approach.State(one.state)))


def needs_for(person: Person, now: datetime, *, most: int = FEW) -> list[FittingNeed]:
    """What is needed now and fits what a person says of their skills, the best and nearest first.

    Only needs that share a known word with what the person wrote, from the newest 500. A handful of queries.
    """
    today = timezone.localdate(now)
    groups = _by_suggest(_needs(person, today, now))
    named = sorted({key for suggest in groups for key in suggest.registers})
    rows = findable(own_entries(person), named, today).order_by("pk") if named else ()
    lines = [Line(one.pk, person.pk, one.register, one.fields, person.home.path) for one in rows]
    found = [
        (points, opening, line)
        for suggest, openings in groups.items()
        for line in lines
        if line.register in suggest.registers
        for points, opening in _ranked(line, openings, suggest, most)
    ]
    once: dict[int, tuple[int, Opening, Line]] = {}
    for one in sorted(found, key=lambda one: (-one[0], one[1].pk)):
        once.setdefault(one[1].pk, one)
    return _explained(list(once.values())[:most])


def _needs(person: Person, today: date, now: datetime) -> list[Opening]:
    """Public needs that still want help, without those the person offers, was asked about or applied for."""
    open_ = public_openings().filter(
        Q(until=None) | Q(until__gte=today),
        Q(round__apply_until=None) | Q(round__apply_until__gt=now),
        round__state=RoundState.OPEN,
        round__programme__in=suggesting(),
        taken__lt=F("capacity"),
    )
    applied = Application.objects.filter(person=person).exclude(state__in=DONE_WITH)
    known = Q(offered_by=person) | Q(approaches__person=person) | Q(wishes__application__in=applied)
    found = open_.exclude(pk__in=Opening.objects.filter(known).values("pk")).select_related("round__unit", "unit")
    return [one for one in found.order_by("-pk")[:MANY] if wants_help(one, today)]


def _by_suggest(openings: Sequence[Opening]) -> dict[Suggest, list[Opening]]:
    groups: dict[Suggest, list[Opening]] = defaultdict(list)
    for opening in openings:
        suggest = suggest_of(opening)
        if suggest is not None:
            groups[suggest].append(opening)
    return groups


def _ranked(line: Line, openings: Sequence[Opening], suggest: Suggest, most: int) -> list[tuple[int, Opening]]:
    """The needs that fit a line, with their points."""
    skills, texts = said_of_skills(line.register, line.fields), [text_of(one, suggest) for one in openings]
    fit = fits(texts, skills)
    some = [at for at, text in enumerate(texts) if fit[at] > 0 and says_so(text, skills)]
    found = nearest_and_best(
        line.home, [openings[at].unit.path for at in some], worth(fit[some], suggest.alike), suggest.near, most
    )
    return [(score, openings[some[at]]) for at, score in zip(found.col.tolist(), found.score.tolist(), strict=True)]


def _explained(chosen: Sequence[tuple[int, Opening, Line]]) -> list[FittingNeed]:
    shared = {common_unit(opening.unit.path, line.home) for _points, opening, line in chosen}
    units = Unit.objects.exclude(parent=None).in_bulk(shared) if shared else {}
    found = []
    for points, opening, line in chosen:
        suggest = suggest_of(opening)
        if suggest is not None:
            why = why_of(text_of(opening, suggest), opening, suggest, line, units)
            found.append(FittingNeed(opening, points, why))
    return found
