"""When a round takes applications: from a time to a time, in local time, while it is open."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from sangzi.kernel.errors import BadInput, Conflict

from .models import Round, RoundState


def begins(round_: Round) -> datetime:
    """When applications begin to come in: as the round says, or with its first day."""
    return round_.apply_from or timezone.make_aware(datetime.combine(round_.opens, time()))


def ends(round_: Round) -> datetime | None:
    """When applications end: as the round says, or with its last day; None where neither is set."""
    if round_.apply_until or round_.closes is None:
        return round_.apply_until
    return timezone.make_aware(datetime.combine(round_.closes + timedelta(days=1), time()))


def moment_of(at: datetime) -> str:
    """A local time in words."""
    return date_format(timezone.localtime(at), "DATETIME_FORMAT")


def is_taking(round_: Round, now: datetime) -> bool:
    """Whether applications are taken now."""
    end = ends(round_)
    return round_.state == RoundState.OPEN and begins(round_) <= now and (end is None or now < end)


def refuse_ended(round_: Round) -> None:
    """Raise `Conflict` unless the round is open."""
    told = {"round": round_.title, "reason": round_.ended}
    if round_.state == RoundState.CANCELLED:
        raise Conflict(_("批次“%(round)s”已取消：%(reason)s") % told, round=round_.pk)
    if round_.state == RoundState.CLOSED:
        raise Conflict(_("批次“%(round)s”已经结束；请改选进行中的批次。") % told, round=round_.pk)
    if round_.state == RoundState.DRAFT:
        raise Conflict(_("批次“%(round)s”还在筹备，没有开始；请等发布后再办理。") % told, round=round_.pk)


def refuse_outside_window(round_: Round, now: datetime) -> None:
    """Raise where applications are not taken now, and say from when or until when they are."""
    refuse_ended(round_)
    end = ends(round_)
    if now < begins(round_):
        raise BadInput(
            _("批次“%(round)s”从%(begins)s开始报名；请到时再来，草稿可以先存。")
            % {"round": round_.title, "begins": moment_of(begins(round_))},
            field="round",
        )
    if end is not None and now >= end:
        raise BadInput(
            _("批次“%(round)s”的报名已于%(ends)s截止；请改选其他批次，或联系主办单位。")
            % {"round": round_.title, "ends": moment_of(end)},
            field="round",
        )
