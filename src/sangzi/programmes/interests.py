"""Whom a judge must not judge, as far as the data shows it; and which entries a stage has."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from sangzi.people.models import Person
from sangzi.units.models import Assignment
from sangzi.units.paths import keys

from .definitions import frozen
from .models import Application, ApplicationState, Judge, Round
from .steps import Judging

IN_CONTEST = (ApplicationState.SUBMITTED, ApplicationState.ADMITTED)


def entries(round_: Round, step: Judging, stage: str) -> QuerySet[Application]:
    """The entries that are judged in a stage: all that came in and passed the screening, later those that were kept."""
    names = [one.key for one in step.stages]
    at = names.index(stage)
    before = names[at - 1] if at else ""
    looked_at = frozen(round_.definition).screening is not None
    states = (ApplicationState.ADMITTED,) if looked_at or before else IN_CONTEST
    return Application.objects.filter(round=round_, state__in=states, stage=before)


def is_closed(round_: Round, step: Judging, stage: str) -> bool:
    """Whether a stage was closed: some entry stands in it or beyond."""
    names = [one.key for one in step.stages]
    return Application.objects.filter(round=round_, stage__in=names[names.index(stage) :]).exists()


def open_stage(round_: Round, step: Judging) -> str:
    """The key of the stage that is judged now; empty when all are closed."""
    return next((one.key for one in step.stages if not is_closed(round_, step, one.key)), "")


def interests(judge: Judge, applications: Iterable[Application]) -> dict[int, str]:
    """Why a judge is recused from entries, by entry: it is their own, their team's, their unit's, of their home.

    Ties to the unit that runs the contest, or to one above it, are ties to everybody and count for none.
    Needs unit, person with home and for_unit of the applications.
    """
    person = Person.objects.select_related("home").filter(account=judge.account_id).first()
    paths = _paths(judge, person)
    teams = set(person.memberships.values_list("application_id", flat=True)) if person else set()
    found: dict[int, str] = {}
    for one in applications:
        own = person is not None and one.person_id == person.pk
        if own or one.pk in teams or one.by_id == judge.account_id:
            found[one.pk] = _("本人参加或经手")
        elif any(_akin(path, other) for path in paths for other in _places(one)):
            found[one.pk] = _("同一单位或家乡")
    return found


def _paths(judge: Judge, person: Person | None) -> list[str]:
    """Where the judge works and comes from, as far as it lies below the unit that runs the contest or beside it."""
    works = Assignment.objects.filter(Q(until=None), account=judge.account_id).values_list("unit__path", flat=True)
    found = [*works, *([person.home.path] if person else [])]
    above = judge.round.unit.path
    return [path for path in found if not above.startswith(path)]


def _places(application: Application) -> list[str]:
    units = [application.unit, application.for_unit, application.person.home if application.person else None]
    above = set(keys(application.round.unit.path))
    return [unit.path for unit in units if unit is not None and unit.pk not in above]


def _akin(one: str, other: str) -> bool:
    return one.startswith(other) or other.startswith(one)
