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
from ..models import Application, ApplicationState, Round, RoundState
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
    """Close the applications of a round at which nothing happened for `days` days, tell them why; how many."""
    sleeping = Application.objects.filter(round=round, state__in=SLEEPING, changed__lt=now - timedelta(days=days))
    reason = _("%(days)d天没有进展，自动关闭") % {"days": days}
    closed = end_many(sleeping, ApplicationState.CLOSED, reason, now=now, by=by)
    if closed:
        tell_closed(round, reason, now=now, by=by)
        audit.append(
            chain=round.unit_id,
            act="programmes.close_dormant",
            about=f"round:{round.pk}",
            by=by,
            detail={"closed": closed, "days": days},
        )
    return closed


@again
@transaction.atomic
def close_late(*, round: Round, now: datetime, by: Account | None) -> int:  # noqa: A002
    """Close what came in at the very moment in which its round was cancelled or closed; how many."""
    closed = end_many(_late(round), ApplicationState.CLOSED, round.ended, now=now, by=by, placed=True)
    if closed:
        tell_closed(round, round.ended, now=now, by=by)
        audit.append(
            chain=round.unit_id,
            act="programmes.close_late",
            about=f"round:{round.pk}",
            by=by,
            detail={"closed": closed},
        )
    return closed


def left_behind() -> list[Round]:
    """Rounds that are over and in which an application still waits. One query."""
    cancelled = Q(state=RoundState.CANCELLED, applications__state__in=(*ALIVE, ApplicationState.PLACED))
    closed = Q(state=RoundState.CLOSED, applications__state__in=ALIVE)
    return list(Round.objects.filter(cancelled | closed).distinct().select_related("unit").order_by("pk"))


def _late(round_: Round) -> QuerySet[Application]:
    late = Application.objects.filter(round=round_)
    return late if round_.state == RoundState.CANCELLED else late.exclude(state=ApplicationState.PLACED)
