"""Many applications that end together: a round that is cancelled or closed, drafts that nobody went on with."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Count, F, QuerySet

from sangzi.kernel.facts import SCALE
from sangzi.kernel.models import Account
from sangzi.people.models import Person

from . import seats
from .definitions import frozen
from .ending import BEFORE_WORK, end, evidence_end
from .holding import held
from .models import (
    ENDED,
    Application,
    ApplicationState,
    Milestone,
    Opening,
    Placement,
    PlacementState,
    Wish,
    WishState,
)
from .trail import count, passed, placed, today_of

LOT = 2_000


@transaction.atomic
def end_many(
    applications: QuerySet[Application],
    state: ApplicationState,
    reason: str,
    *,
    now: datetime,
    by: Account | None,
    placed: bool = False,
) -> int:
    """End all that have not ended, with one reason; how many. `placed`: also those that have a seat, which is freed.

    Whoever calls writes the audit line and tells the applicants. A few statements for two thousand applications; pairs
    and stays are ended one by one.
    """
    rows = applications.exclude(state__in=ENDED)
    if not placed:
        rows = rows.exclude(state__in=(ApplicationState.OFFERED, ApplicationState.PLACED))
    ended = 0
    for lot in _lots(rows):
        ended += _end_lot(lot, state, reason, now=now, by=by)
    return ended


def _lots(rows: QuerySet[Application]) -> list[list[Application]]:
    keys = list(rows.order_by("pk").values_list("pk", flat=True))
    lots = (keys[at : at + LOT] for at in range(0, len(keys), LOT))
    found = Application.objects.select_related("round")
    return [list(found.filter(pk__in=lot).order_by("pk")) for lot in lots]


def _end_lot(lot: list[Application], state: ApplicationState, reason: str, *, now: datetime, by: Account | None) -> int:
    keys = [application.pk for application in lot]
    persons = Person.objects.select_for_update(no_key=True).filter(applications__in=keys)
    list(persons.order_by("pk").values_list("pk"))
    list(Application.objects.select_for_update(no_key=True).filter(pk__in=keys).order_by("pk").values_list("pk"))
    given = Placement.objects.filter(application__in=keys, until=None, state__in=BEFORE_WORK)
    given = given.select_related("opening__round", "opening__unit", "opening__offered_by")
    one_by_one = {row.application_id for row in given if _alone(row)}
    for application in lot:
        if application.pk in one_by_one:
            end(held(application), state, reason, now=now, by=by, act="end", line=False)
    rest = [application for application in lot if application.pk not in one_by_one]
    _give_back([row for row in given if row.application_id not in one_by_one], reason)
    _close(rest, state, reason, now, by)
    return len(lot)


def _alone(placement: Placement) -> bool:
    """Whether a placement moves more than one seat and one head."""
    definition = frozen(placement.opening.round.definition)
    return definition.pairing is not None or seats.is_dated(placement.opening)


def _give_back(given: list[Placement], reason: str) -> None:
    keys = [placement.pk for placement in given]
    uncounted = [move for placement in given for move in placed(placement, -SCALE)]
    there = Placement.objects.filter(pk__in=keys, until=None, state__in=BEFORE_WORK)
    freed = dict(there.order_by().values_list("opening").annotate(Count("pk")))
    there.update(state=PlacementState.DECLINED, until=F("since"), reason=reason[:300])
    for opening in sorted(freed):
        Opening.objects.filter(pk=opening).update(taken=F("taken") - freed[opening])
    count(uncounted, crowd=True)


def _close(
    applications: list[Application], state: ApplicationState, reason: str, now: datetime, by: Account | None
) -> None:
    keys = [application.pk for application in applications]
    told = {"state": state, "reason": reason[:300], "changed": now, "revision": F("revision") + 1}
    Application.objects.filter(pk__in=keys).update(**told)
    kept = [application for application in applications if application.evidence]
    for application in kept:
        application.evidence_until = evidence_end(application, today_of(now))
    Application.objects.bulk_update(kept, ["evidence_until"])
    Wish.objects.filter(application__in=keys).update(state=WishState.MISSED, line=None)
    milestones = (passed(application, "close", state, now=now, by=by, note=reason) for application in applications)
    Milestone.objects.bulk_create(milestones)
