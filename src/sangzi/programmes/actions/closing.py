"""Closing applications at which nothing happens any more."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from sangzi.kernel import audit
from sangzi.kernel.models import Account

from ..ending_many import end_many
from ..models import Application, ApplicationState, Round
from ..telling import tell_closed

SLEEPING = (
    ApplicationState.DRAFT,
    ApplicationState.RETURNED,
    ApplicationState.SUBMITTED,
    ApplicationState.ADMITTED,
)


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
