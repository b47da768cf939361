"""Closing applications at which nothing happens any more."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from sangzi.kernel import audit
from sangzi.kernel.models import Account

from ..again import again
from ..ending_many import LOT, end_many
from ..ending_rounds import being_ended
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
    closed = end_many(_some(sleeping), ApplicationState.CLOSED, reason, now=now, by=by)
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
    """Close what came in at the very moment in which its round was cancelled or closed; how many, at most as many."""
    closed = end_many(_some(_late(round)), ApplicationState.CLOSED, round.ended, now=now, by=by, placed=True)
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
    """Rounds that are over and in which an application still waits, while nobody is at it. Two queries."""
    cancelled = Q(state=RoundState.CANCELLED, applications__state__in=(*ALIVE, ApplicationState.PLACED))
    closed = Q(state=RoundState.CLOSED, applications__state__in=ALIVE)
    rows = Round.objects.filter(cancelled | closed).exclude(pk__in=being_ended())
    return list(rows.distinct().select_related("unit").order_by("pk"))


def _some(rows: QuerySet[Application]) -> QuerySet[Application]:
    """The first that have not ended, as many as are ended in one transaction."""
    alive = rows.exclude(state__in=ENDED).order_by("pk")
    return Application.objects.filter(pk__in=list(alive.values_list("pk", flat=True)[:LOT]))


def _late(round_: Round) -> QuerySet[Application]:
    late = Application.objects.filter(round=round_)
    return late if round_.state == RoundState.CANCELLED else late.exclude(state=ApplicationState.PLACED)
