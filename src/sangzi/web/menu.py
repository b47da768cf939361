"""The menu of the desk, in one place: whom a page is for, where it is, how it is called and drawn."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from sangzi.kernel.audience import Audience


@dataclass(frozen=True)
class Place:
    """One line of the menu; `count` is the address of how much waits there, fetched after the page."""

    audience: Audience
    url: str  # the name of the page's address
    title: str | Promise
    icon: str
    count: str = ""


MENU = (
    Place("staff", "desk:board", _("看板"), "speedometer2"),
    Place("staff", "desk:targets", pgettext_lazy("menu", "目标"), "bullseye"),
    Place("staff", "desk:plans", pgettext_lazy("menu", "规划"), "file-earmark-text"),
    Place("staff", "desk:records", pgettext_lazy("menu", "纪实"), "journal-check"),
    Place("staff", "desk:todo", _("待办"), "list-check", count="desk:todo-count"),
    Place("staff", "desk:programmes", pgettext_lazy("menu", "项目"), "briefcase"),
    Place("staff", "desk:places", pgettext_lazy("menu", "阵地"), "geo-alt"),
    Place("staff", "desk:registers", pgettext_lazy("menu", "名册"), "people"),
    Place("staff", "desk:library", pgettext_lazy("menu", "作品"), "book"),
    Place("staff", "desk:briefs", pgettext_lazy("menu", "简报"), "journal-text"),
    Place("staff", "desk:units", _("单位"), "diagram-3"),
    Place("staff", "desk:statistics", _("统计数据"), "table"),
    Place("auditor", "desk:audit", _("操作记录"), "shield-check"),
)
