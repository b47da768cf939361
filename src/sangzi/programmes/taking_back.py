"""What becomes of those who wished for an opening that is taken back, or were to have it."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from sangzi.kernel.errors import Conflict
from sangzi.kernel.models import Account

from .ending import BEFORE_WORK, end
from .holding import held
from .models import (
    UNDECIDED,
    Application,
    ApplicationState,
    Opening,
    Placement,
    PlacementState,
    Wish,
    WishState,
)
from .preparing import forget_prepared
from .telling import tell_applicant

HOPING = (WishState.HOPING, WishState.WAITING)


def take_back_wishes(opening: Opening, *, now: datetime, by: Account | None) -> None:
    """End what hangs on an opening that is withdrawn. Raises `Conflict` where somebody is at work there."""
    living = Placement.objects.filter(opening=opening, until=None)
    if living.exclude(state__in=(*BEFORE_WORK, PlacementState.FINISHED)).exists():
        raise Conflict(_("“%(opening)s”已有人在岗，不能撤下。") % {"opening": opening.title}, opening=opening.pk)
    reason = _("名额“%(opening)s”已撤下：%(reason)s") % {"opening": opening.title, "reason": opening.reason}
    for placement in living.filter(state__in=BEFORE_WORK).select_related("application__round"):
        if placement.application is not None:
            _end(placement.application, reason, now, by)
    forget_prepared(opening)
    missed = list(_wishing(opening).values_list("application", flat=True))
    _wishing(opening).update(state=WishState.MISSED, line=None)
    left = Application.objects.filter(pk__in=missed).exclude(wishes__state__in=HOPING)
    for application in left.select_related("round").order_by("pk"):
        _end(application, reason, now, by)


def _wishing(opening: Opening) -> QuerySet[Wish]:
    wishes = Wish.objects.filter(opening=opening, state__in=HOPING)
    return wishes.filter(application__state__in=UNDECIDED)


def _end(application: Application, reason: str, now: datetime, by: Account | None) -> None:
    """Without any wish left there is nothing to decide."""
    ended = end(held(application), ApplicationState.CLOSED, reason, now=now, by=by, act="end", line=False)
    tell_applicant(ended, "closed", now=now, by=by)
