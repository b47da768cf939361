"""Leaving the line of an opening that is over: nobody waits for what will not come, and everybody is told."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _

from sangzi.kernel.models import Account

from ..again import again
from ..ending import end
from ..holding import held
from ..models import Application, ApplicationState, Wish, WishState
from ..telling import tell_applicant
from ..trail import noted, today_of

AT_A_TIME = 2_000


def waiting_in_vain(now: datetime) -> list[Application]:
    """Applications in the line of an opening whose last day, or for a stay that began, has passed. One query."""
    keys = _in_vain(now).values("application")
    rows = Application.objects.filter(pk__in=keys, state=ApplicationState.WAITING)
    return list(rows.order_by("pk")[:AT_A_TIME])


@again
@transaction.atomic
def leave_line(*, application: Application, now: datetime, by: Account | None) -> bool:
    """Take an application out of lines that lead nowhere; it ends where it waits in no other. False: nothing to do."""
    there = held(application)
    if there.state != ApplicationState.WAITING:
        return False
    mine = Wish.objects.filter(application=there, state=WishState.WAITING)
    over = list(_in_vain(now).filter(application=there).select_related("opening").order_by("rank"))
    if not over:
        return False
    mine.filter(pk__in=[wish.pk for wish in over]).update(state=WishState.MISSED, line=None)
    titles = "、".join(wish.opening.title for wish in over)
    if mine.exists():
        Application.objects.filter(pk=there.pk).update(revision=F("revision") + 1)
        there.revision += 1
        noted(there, "leave_line", by=by, now=now, openings=[wish.opening_id for wish in over])
    else:
        reason = _("“%(opening)s”已经结束，没有等到空位") % {"opening": titles}
        end(there, ApplicationState.UNPLACED, reason, now=now, by=by, act="leave_line")
    tell_applicant(there, "line-over", now=now, by=by, opening=titles)
    return True


def _in_vain(now: datetime) -> QuerySet[Wish]:
    today = today_of(now)
    over = Q(opening__until__lt=today) | Q(application__since__lt=today)
    return Wish.objects.filter(over, state=WishState.WAITING, application__state=ApplicationState.WAITING)
