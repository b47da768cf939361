"""Telling somebody that they are asked to help, and whoever asked what they answered."""

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
WILLING = Words(gettext_noop("有人愿意帮忙：“%(opening)s”"), gettext_noop("请到这条需求的页面查看答复并联系。"))
DECLINED = Words(gettext_noop("有人谢绝了邀请：“%(opening)s”"), gettext_noop("可以再邀请别人。"))


def tell_asked(approach: Approach, *, now: datetime, by: Account) -> None:
    """Tell the person, once."""
    opening = approach.opening
    tell(
        to=approach.person,
        kind=KIND,
        title=ASKED.title,
        text=ASKED.text,
        told={"opening": opening.title, "unit": opening.unit.name},
        link=f"/me/asked/{approach.pk}/",
        about=f"opening:{opening.pk}",
        key=f"approach:{approach.pk}",
        now=now,
        by=by,
    )


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
