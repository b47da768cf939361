"""Many applications that end together: a round that is cancelled or closed, drafts that nobody went on with."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.db import transaction
from django.db.models import Count, F, QuerySet

from sangzi.kernel.facts import SCALE
from sangzi.kernel.models import Account
from sangzi.kernel.round_trips import changing, inserted, write

from . import seats
from .definitions import frozen
from .ending import BEFORE_WORK, end, evidence_end
from .holding import held, hold_those
from .lots import LOT, lots
from .models import (
    ENDED,
    Application,
    ApplicationState,
    Milestone,
    Opening,
    Placement,
    PlacementState,
    Round,
    Wish,
    WishState,
)
from .trail import count, passed, placed, today_of


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

    Whoever calls writes the audit line and tells the applicants. A few statements for a thousand applications; pairs
    and stays are ended one by one.
    """
    rows = applications.exclude(state__in=ENDED)
    if not placed:
        rows = rows.exclude(state__in=(ApplicationState.OFFERED, ApplicationState.PLACED))
    ended = 0
    for lot in _lots(rows):
        ended += _end_lot(lot, state, reason, now=now, by=by)
    return ended


def _lots(rows: QuerySet[Application]) -> Iterator[list[Application]]:
    """The applications, held with whoever applied; those of a round share it, since its definition is long."""
    keys = list(rows.order_by("pk").values_list("pk", flat=True))
    rounds: dict[int, Round] = {}
    for lot in lots(keys, LOT):
        hold_those(Application.objects.filter(pk__in=lot))
        found = list(rows.filter(pk__in=lot).order_by("pk"))
        rounds |= Round.objects.select_related("unit").in_bulk({one.round_id for one in found} - rounds.keys())
        for one in found:
            one.round = rounds[one.round_id]
        yield found


def _end_lot(lot: list[Application], state: ApplicationState, reason: str, *, now: datetime, by: Account | None) -> int:
    keys = [application.pk for application in lot]
    given = Placement.objects.filter(application__in=keys, until=None, state__in=BEFORE_WORK)
    given = given.select_related("opening__unit", "opening__offered_by")
    rounds = {application.round_id: application.round for application in lot}
    for row in given:
        row.opening.round = rounds[row.opening.round_id]
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
    openings = Opening.objects.select_for_update(no_key=True).filter(pk__in=list(freed)).order_by("pk")
    left = [(pk, taken - freed[pk]) for pk, taken in openings.values_list("pk", "taken")]
    there.update(state=PlacementState.DECLINED, until=F("since"), reason=reason[:300])
    write([changing(Opening, ("taken",), left)])
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
    stones = [passed(application, "close", state, now=now, by=by, note=reason) for application in applications]
    write([inserted(Milestone, stones)])
