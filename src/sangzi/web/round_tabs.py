"""The tabs of a round: which there are follows from the steps of its definition."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from sangzi.programmes.definitions import ProgrammeType
from sangzi.programmes.models import Round
from sangzi.programmes.queries import definition_of
from sangzi.units.access import READING

from .addresses import desk_url


class Tab(NamedTuple):
    """One tab: its key, its words, the name of its page (with `view`, a part of the round's own), and who has it."""

    key: str
    words: str | Promise
    page: str
    view: str
    wanted: Callable[[ProgrammeType], bool]


def _always(_programme: ProgrammeType) -> bool:
    return True


TABS = (
    Tab("overview", pgettext_lazy("tab", "概况"), "desk:round", "", _always),
    Tab("openings", pgettext_lazy("tab", "名额"), "desk:round", "openings", lambda one: bool(one.openings)),
    Tab("applications", pgettext_lazy("tab", "报名"), "desk:applications", "", lambda one: bool(one.applications)),
    Tab("judging", pgettext_lazy("tab", "评审"), "desk:judging", "", lambda one: bool(one.judging)),
    Tab("allotment", pgettext_lazy("tab", "分配"), "desk:allotment", "", lambda one: bool(one.allotment)),
    Tab("placements", pgettext_lazy("tab", "结果"), "desk:round", "placements", lambda one: bool(one.openings)),
    Tab("sessions", pgettext_lazy("tab", "场次"), "desk:sessions", "", lambda one: bool(one.training or one.service)),
    Tab("serving", pgettext_lazy("tab", "过程"), "desk:serving", "", lambda one: bool(one.openings)),
    Tab("notices", pgettext_lazy("tab", "公示"), "desk:public-notices", "", lambda one: bool(one.honour)),
    Tab("payments", pgettext_lazy("tab", "拨付"), "desk:payments", "", lambda one: bool(one.payment)),
    Tab("feedback", pgettext_lazy("tab", "反馈"), "desk:feedback", "", lambda one: bool(one.feedback)),
    Tab("certificates", pgettext_lazy("tab", "证书"), "desk:certificates", "", lambda one: bool(one.certificate)),
    Tab("records", pgettext_lazy("menu", "纪实"), "desk:round", "records", _always),
)


OF_NOBODY = {"overview", "openings", "records"}
"""Tabs that say nothing of who applied."""


def tabs_of(request: Any, round_: Round) -> list[tuple[str, str]]:
    """Address and words of every tab that the round has for the visitor, in the order of its life."""
    programme = definition_of(round_)
    knows = bool(request.scope.roles_at(request.unit) & READING)
    shown = (one for one in TABS if one.wanted(programme) and (knows or one.key in OF_NOBODY))
    return [(address_of(request, round_, one.key), str(one.words)) for one in shown]


def address_of(request: HttpRequest, round_: Round, key: str) -> str:
    """Where a tab leads, in the unit at hand."""
    tab = next(one for one in TABS if one.key == key)
    address = desk_url(request, tab.page, round_.pk)
    return f"{address}&view={tab.view}" if tab.view else address
