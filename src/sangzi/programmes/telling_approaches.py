"""Telling somebody that they are asked to help or are not any more, and whoever asked what they answered."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy, gettext_noop

from sangzi.kernel.models import Account
from sangzi.notices import kinds
from sangzi.notices.actions import tell

from .models import Approach, ApproachState
from .telling import Words

KIND = kinds.declare("programmes.approach", gettext_lazy("请我帮忙"))
ASKED = Words(
    gettext_noop("“%(opening)s”想请您帮忙"),
    gettext_noop("%(unit)s邀请您。愿不愿意都请答复一下；不答复也不会有任何影响。"),
)
WITHDRAWN = Words(
    gettext_noop("“%(opening)s”的邀请已经撤回"), gettext_noop("%(unit)s撤回了邀请，您不用再答复。谢谢您！")
)
WILLING = Words(gettext_noop("有人愿意帮忙：“%(opening)s”"), gettext_noop("请到这条需求的页面查看答复并联系。"))
DECLINED = Words(gettext_noop("有人谢绝了邀请：“%(opening)s”"), gettext_noop("可以再邀请别人。"))


def tell_asked(approach: Approach, *, now: datetime, by: Account) -> None:
    """Tell the person, once."""
    _tell_person(approach, ASKED, f"approach:{approach.pk}", now=now, by=by)


def tell_withdrawn(approach: Approach, *, now: datetime, by: Account) -> None:
    """Tell the person that nobody waits for their answer any more."""
    _tell_person(approach, WITHDRAWN, f"approach:{approach.pk}:{approach.state}", now=now, by=by)


def tell_answer(approach: Approach, *, now: datetime, by: Account) -> None:
    """Tell whoever asked, or the unit; the notice does not name the person."""
    words = WILLING if approach.state == ApproachState.WILLING else DECLINED
    opening = approach.opening
    tell(
        to=approach.by or opening.unit,
        kind=KIND,
        title=words.title,
        text=words.text,
        told={"opening": opening.title},
        link=f"/desk/openings/{opening.pk}/",
        about=f"opening:{opening.pk}",
        key=f"approach:{approach.pk}:{approach.state}",
        now=now,
        by=by,
    )


def _tell_person(approach: Approach, words: Words, key: str, *, now: datetime, by: Account) -> None:
    opening = approach.opening
    tell(
        to=approach.person,
        kind=KIND,
        title=words.title,
        text=words.text,
        told={"opening": opening.title, "unit": opening.unit.name},
        link=f"/me/asked/{approach.pk}/",
        about=f"opening:{opening.pk}",
        key=key,
        now=now,
        by=by,
    )
