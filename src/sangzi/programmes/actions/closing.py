"""Closing applications at which nothing happens any more."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from sangzi.kernel import audit
from sangzi.kernel.models import Account

from ..again import again
from ..ending_many import end_many
from ..ending_rounds import being_ended
from ..lots import LOT
from ..models import ENDED, Application, ApplicationState, Round, RoundState
from ..telling import tell_closed

SLEEPING = (
    ApplicationState.DRAFT,
    ApplicationState.RETURNED,
    ApplicationState.SUBMITTED,
    ApplicationState.ADMITTED,
)
ALIVE = (*SLEEPING, ApplicationState.WAITING, ApplicationState.OFFERED)


@again
@transaction.atomic
def close_dormant(*, round: Round, days: int, now: datetime, by: Account | None) -> int:  # noqa: A002
    """Close applications of a round at which nothing happened for `days` days, tell them why; how many.

    A thousand at most, since others may wait meanwhile: until there is none left it is called again.
    """
    sleeping = Application.objects.filter(round=round, state__in=SLEEPING, changed__lt=now - timedelta(days=days))
    reason = _("%(days)d天没有进展，自动关闭") % {"days": days}
    closed = _close_some(round, sleeping, reason, now=now, by=by)
    if closed:
        detail = {"closed": closed, "days": days}
        audit.append(
            chain=round.unit_id, act="programmes.close_dormant", about=f"round:{round.pk}", by=by, detail=detail
        )
    return closed


@again
@transaction.atomic
def close_late(*, round: Round, now: datetime, by: Account | None) -> int:  # noqa: A002
    """Close what came in at the very moment in which its round was cancelled or closed; how many, at most as many."""
    closed = _close_some(round, _late(round), round.ended, now=now, by=by, placed=True)
    if closed:
        detail = {"closed": closed}
        audit.append(chain=round.unit_id, act="programmes.close_late", about=f"round:{round.pk}", by=by, detail=detail)
    return closed


def left_behind() -> list[Round]:
    """Rounds that are over and in which an application still waits, while nobody is at it. Two queries."""
    cancelled = Q(state=RoundState.CANCELLED, applications__state__in=(*ALIVE, ApplicationState.PLACED))
    closed = Q(state=RoundState.CLOSED, applications__state__in=ALIVE)
    rows = Round.objects.filter(cancelled | closed).exclude(pk__in=being_ended())
    return list(rows.distinct().select_related("unit").order_by("pk"))


def _close_some(
    round_: Round, rows: QuerySet[Application], reason: str, *, now: datetime, by: Account | None, placed: bool = False
) -> int:
    """Close the first that have not ended, as many as are ended in one transaction, and tell those; how many."""
    alive = rows.exclude(state__in=ENDED).order_by("pk")
    keys = list(alive.values_list("pk", flat=True)[:LOT])
    chosen = Application.objects.filter(pk__in=keys)
    closed = end_many(chosen, ApplicationState.CLOSED, reason, now=now, by=by, placed=placed)
    if closed:
        tell_closed(round_, keys, reason, now=now, by=by)
    return closed


def _late(round_: Round) -> QuerySet[Application]:
    late = Application.objects.filter(round=round_)
    return late if round_.state == RoundState.CANCELLED else late.exclude(state=ApplicationState.PLACED)
