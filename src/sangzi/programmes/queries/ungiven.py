"""Rounds that are closed while people still wait for seats: those to be tried, and those tried and not published."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Final, Literal, NamedTuple

from django.db.models import Count, Exists, OuterRef, Q, Subquery
from django.utils import timezone

from sangzi.units.models import Unit

from ..allotment import method_of
from ..keeping import BLOBS, is_stuck
from ..models import Application, ApplicationState, Round, RoundState, Run, RunState
from .rounds import definition_of

UNASKED: Final = ("by-hand", "first-come")
"""Methods by which nothing is computed for all at once."""
Kind = Literal["try", "tried"]


class Ungiven(NamedTuple):
    """A round whose seats are not given. `number`: of the run to be published, or how many wait for seats."""

    kind: Kind
    round: Round
    number: int


def ungiven_at(unit: Unit, now: datetime) -> list[Ungiven]:
    """What a unit's own rounds wait for, once nobody can apply any more and everybody was looked at.

    Three queries, and one for each run that a worker is at: that one asks nobody for anything, unless it got stuck.
    """
    rounds = [one for one in _closed(unit, now) if _is_computed(one)]
    return list(_waiting(rounds)) if rounds else []


def _closed(unit: Unit, now: datetime) -> Iterator[Round]:
    there = Application.objects.filter(round=OuterRef("pk"))
    admitted = there.filter(state=ApplicationState.ADMITTED)
    open_ones = there.filter(state__in=(ApplicationState.SUBMITTED, ApplicationState.RETURNED))
    run = Run.objects.filter(round=OuterRef("pk")).exclude(state__in=(RunState.ASIDE, RunState.REFUSED))
    over = Q(apply_until__lte=now) | Q(apply_until=None, closes__lt=timezone.localdate(now))
    rows = Round.objects.filter(over, Exists(admitted), ~Exists(open_ones), unit=unit, state=RoundState.OPEN)
    latest = Subquery(run.order_by("-number").values("pk")[:1])
    return rows.annotate(unscored=Exists(admitted.filter(score=None)), latest=latest).order_by("pk").iterator()


def _is_computed(round_: Round) -> bool:
    """Whether its seats are given by a run that could be tried now."""
    step, openings = definition_of(round_).allotment, definition_of(round_).openings
    if step is None or method_of(round_) in UNASKED or (openings is not None and openings.dated):
        return False
    scored = step.method == "by-score" or bool(step.fit and step.fit.score)
    return not (scored and round_.unscored)  # type: ignore[attr-defined]  # annotated


def _waiting(rounds: list[Round]) -> Iterator[Ungiven]:
    latest = [one.latest for one in rounds]  # type: ignore[attr-defined]  # annotated
    runs = {run.round_id: run for run in Run.objects.filter(pk__in=latest).defer(*BLOBS)}
    waiting = Application.objects.filter(round__in=rounds, state=ApplicationState.ADMITTED).order_by()
    people = dict(waiting.values_list("round").annotate(Count("pk")))
    for one in rounds:
        run = runs.get(one.pk)
        if run is not None and run.state == RunState.MADE:
            yield Ungiven("tried", one, run.number)
        elif run is None or run.state == RunState.PUBLISHED or is_stuck(run):
            yield Ungiven("try", one, people[one.pk])
