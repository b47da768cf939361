"""How a light is said and drawn: never by colour alone."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sangzi.scoreboard.judging import Standing


@dataclass(frozen=True)
class Look:
    """The words and the icon of a light; its colour is the CSS class of its key."""

    words: str | Promise
    icon: str


LOOKS: dict[str, Look] = {
    "exceeded": Look(_("超出上限"), "slash-circle-fill"),
    "overdue": Look(_("逾期"), "x-octagon-fill"),
    "behind": Look(_("滞后"), "exclamation-triangle-fill"),
    "slow": Look(_("偏慢"), "hourglass-split"),
    "near": Look(_("接近上限"), "exclamation-circle"),
    "not-started": Look(_("未启动"), "circle"),
    "on-track": Look(_("正常"), "check-lg"),
    "done": Look(_("已完成"), "check-circle-fill"),
    "none": Look(_("无目标"), "dash-circle-dotted"),
    "unknown": Look(_("暂无数据"), "question-circle"),
}


def sign_of(standing: Standing, *, asked: bool) -> str:
    """The key of the look: a target without a figure to hold against it is not the same as no target."""
    return "unknown" if asked and standing.progress is None else standing.light
