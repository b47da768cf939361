"""What has happened to an application, in words that both sides read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from sangzi.programmes.models import Milestone

from .capabilities import STEPS

OUTCOMES: dict[str, str | Promise] = {
    "begun": _("开始填写"),
    "nominated": pgettext_lazy("milestone", "推荐"),
    "submitted": _("提交"),
    "resubmitted": _("改好后重新提交"),
    "returned": _("退回修改"),
    "withdrawn": _("撤回"),
    "closed": _("关闭"),
    "admitted": _("审核通过"),
    "refused": _("审核不通过"),
    "reconsidered": _("撤销审核决定"),
    "asked": _("征求监护人同意"),
    "agreed": _("同意"),
    "waiting": _("进入候补"),
    "moved-up": _("候补递补"),
    "offered": _("分到名额，等确认"),
    "placed": _("录取"),
    "unplaced": _("没有录取"),
    "accepted": _("确认接受"),
    "declined": _("放弃名额"),
    "lapsed": _("逾期未确认"),
    "kept": _("进入下一轮"),
    "out": _("没有进入下一轮"),
    "arrived": _("到岗"),
    "finished": _("完成"),
    "broken": _("中途结束"),
    "honoured": _("获得表扬"),
    "revoked": _("撤销表扬"),
}


@dataclass(frozen=True)
class Passed:
    """One line of the time line."""

    words: str
    note: str
    at: datetime
    by: str


def line_of_time(milestones: Iterable[Milestone]) -> list[Passed]:
    """Milestones in words. Reads who did it: select it along."""
    return [Passed(words_of(one), one.note, one.at, one.by.name if one.by else "") for one in milestones]


def words_of(milestone: Milestone) -> str:
    """报名 · 提交; an outcome without words of its own is told by its step alone."""
    step, outcome = STEPS.get(milestone.step), OUTCOMES.get(milestone.outcome)
    return " · ".join(str(one) for one in (step, outcome) if one)
