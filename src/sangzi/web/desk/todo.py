"""The to-do list: of a unit, of a department, of oneself. Nobody writes in it; what is done is gone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.views.decorators.http import require_safe

from sangzi.kernel.audience import audience
from sangzi.kernel.errors import NotVisible
from sangzi.kernel.worksheets import Column, Told, export
from sangzi.plans.access import may_plan
from sangzi.plans.models import Department
from sangzi.plans.queries.departments import departments_of
from sangzi.scoreboard.shown import shown
from sangzi.scoreboard.todo import Deadline, Item, Kind, ToDo, own_departments, to_do
from sangzi.web.addresses import desk_url, slug_of
from sangzi.web.calendars import Event, calendar
from sangzi.web.doors import Visit
from sangzi.web.downloads import list_download

MINE, ALL = "mine", "all"
GROUPS: dict[Kind, tuple[str | Promise, str | Promise, str]] = {
    "exceeded": (_l("超出上限"), _l("看进度"), "slash-circle-fill"),
    "overdue": (_l("已过期限"), _l("看进度"), "x-octagon-fill"),
    "answer": (_l("下级有异议，等答复"), _l("去答复"), "chat-left-text"),
    "challenge": (_l("有公示异议等答复"), _l("去答复"), "exclamation-circle"),
    "screen": (_l("有申请等审核"), _l("去审核"), "person-check"),
    "publish": (_l("有名额等审核"), _l("去审核"), "briefcase"),
    "tried": (_l("名额已试算，等公布"), _l("看结果"), "clipboard-check"),
    "try": (_l("报名已截止，等试算名额"), _l("去试算"), "award"),
    "report": (_l("有报告等验收"), _l("去看"), "journal-text"),
    "hours": (_l("有服务时长等确认"), _l("去确认"), "journal-check"),
    "attend": (_l("场次过了还没有签到"), _l("去补登"), "calendar-check"),
    "behind": (_l("进度滞后"), _l("看进度"), "exclamation-triangle-fill"),
    "stale": (_l("分解要重算"), _l("看变化"), "arrow-counterclockwise"),
    "ask": (_l("系统没有把握，要人看"), _l("去看"), "question-circle"),
    "confirm": (_l("读出来还没有确认"), _l("去确认"), "list-check"),
    "bind": (_l("还没有指标衡量"), _l("选指标"), "link-45deg"),
    "accept": (_l("等本人确认名额"), _l("看看是谁"), "hourglass-split"),
    "share": (_l("可以分给下级"), _l("分解"), "signpost-split"),
}


@dataclass(frozen=True)
class Line:
    """One thing to do: what, by when, and one click to do it."""

    item: Item
    title: str
    says: str
    verb: str
    url: str


@dataclass(frozen=True)
class Group:
    """All things of one kind."""

    kind: Kind
    title: str
    icon: str
    lines: list[Line]


@dataclass(frozen=True)
class Asked:
    """Whose list the address asks for: one's own, a department's, or the whole unit's."""

    whose: str
    departments: tuple[Department, ...]
    mine: tuple[Department, ...]
    every: tuple[Department, ...]

    @classmethod
    def of(cls, request: Visit) -> Asked:
        every = tuple(card.department for card in departments_of(request.unit))
        mine = tuple(own_departments(request.user, request.unit))  # type: ignore[arg-type]  # the doors let no stranger in
        whose = request.GET.get("whose", "") or (MINE if mine else ALL)
        if whose in (MINE, ALL):
            return cls(whose if mine else ALL, mine if whose == MINE else (), mine, every)
        chosen = tuple(one for one in every if str(one.pk) == whose)
        if not chosen:
            raise NotVisible(_("没有这个部门；请从列出的部门里选。"), department=whose[:20])
        return cls(whose, chosen, mine, every)

    @property
    def title(self) -> str:
        return "、".join(one.name for one in self.departments)


@audience("staff")
@require_safe
def show(request: Visit) -> HttpResponse:
    asked, found = _found(request)
    page = {
        "asked": asked,
        "groups": groups_of(request, found.items),
        "offered": groups_of(request, found.offered),
        "months": found.months,
        "number": len(found.items),
        "may_plan": may_plan(request.scope, request.unit),
        "feed": request.build_absolute_uri(_here(request, "desk:todo-calendar", asked)),
        "sheet": _here(request, "desk:todo-sheet", asked),
        "today": timezone.localdate(),
    }
    return render(request, "desk/todo/todo.html", page)


@audience("staff")
@require_safe
def count(request: Visit) -> HttpResponse:
    """How much there is to do, for the menu: a page that waits for nothing fetches it afterwards."""
    _asked, found = _found(request)
    return render(request, "desk/todo/count.html", {"number": len(found.items)})


@audience("staff")
@require_safe
def sheet(request: Visit) -> StreamingHttpResponse:
    """The list as an Excel file."""
    asked, found = _found(request)
    heads = (("kind", _("类别"), 18), ("title", _("事项"), 44), ("says", _("说明"), 44), ("due", _("期限"), 14))
    groups = groups_of(request, (*found.items, *found.offered))
    rows = ([group.title, line.title, line.says, line.item.due] for group in groups for line in group.lines)
    told = Told(str(request.user), timezone.now(), asked.title or request.unit.name, masked=None)
    columns = [Column(key, head, width=width) for key, head, width in heads]
    return list_download(export(columns, rows, title=f"{_('待办')}-{request.unit.short}", told=told))


@audience("staff")
@require_safe
def feed(request: Visit) -> HttpResponse:
    """What falls due, as a calendar."""
    asked, found = _found(request)
    events = [_event(request, one) for one in found.deadlines]
    return calendar(f"{request.unit.short} {asked.title}".strip(), events, timezone.now())


def groups_of(request: Visit, items: Sequence[Item]) -> list[Group]:
    """Things to do under the headings of their kinds, in the order in which they come."""
    found = []
    for kind, lot in groupby(items, key=lambda one: one.kind):
        title, verb, icon = GROUPS[kind]
        lines = [Line(one, one.title, _says(one), str(verb), _url(request, one)) for one in lot]
        found.append(Group(kind, str(title), icon, lines))
    return found


def _found(request: Visit) -> tuple[Asked, ToDo]:
    asked = Asked.of(request)
    return asked, to_do(request.unit, timezone.localdate(), asked.departments, now=timezone.now())


def _here(request: Visit, name: str, asked: Asked) -> str:
    return f"{desk_url(request, name)}&whose={asked.whose}"


def _says(item: Item) -> str:
    if item.line is not None:
        return _standing(item)
    words: dict[Kind, str] = {
        "ask": _("%(number)s 条要对照原文看一看"),
        "confirm": _("%(number)s 条等确认"),
        "bind": _("%(number)s 条还没有指标"),
        "screen": _("%(number)s 份申请"),
        "publish": _("%(number)s 条名额"),
        "tried": _("试算 %(number)s 还没有公布，没有人收到结果"),
        "try": _("%(number)s 份申请等分配"),
        "report": _("%(number)s 份"),
        "challenge": _("%(number)s 条异议"),
        "hours": _("%(number)s 笔"),
        "attend": _("%(number)s 场；没有办成的请取消场次"),
        "accept": _("%(number)s 人还没有确认"),
    }
    return words[item.kind] % {"number": item.number} if item.kind in words else item.why


def _standing(item: Item) -> str:
    """现在 3个；要求：每年不少于 12 场."""
    line: Any = item.line
    told = {"now": shown(line.indicator, line.standing.figure), "asked": line.asked[0].said}
    return _("现在 %(now)s；要求：%(asked)s") % told


def _url(request: Visit, item: Item) -> str:
    addresses: dict[Kind, Callable[[], str]] = {
        "exceeded": lambda: _figure_url(request, item),
        "overdue": lambda: _figure_url(request, item),
        "behind": lambda: _figure_url(request, item),
        "answer": lambda: desk_url(request, "desk:objection", item.objection),
        "stale": lambda: desk_url(request, "desk:target", item.target),
        "ask": lambda: f"{desk_url(request, 'desk:plan', item.plan)}&state=asked",
        "confirm": lambda: f"{desk_url(request, 'desk:plan', item.plan)}&state=proposed",
        "bind": lambda: desk_url(request, "desk:plan-bind", item.plan),
        "screen": lambda: f"{desk_url(request, 'desk:applications', item.round)}&state=submitted",
        "publish": lambda: f"{desk_url(request, 'desk:round', item.round)}&view=openings&state=review",
        "challenge": lambda: desk_url(request, "desk:public-notices", item.round),
        "hours": lambda: desk_url(request, "desk:serving", item.round),
        "attend": lambda: desk_url(request, "desk:sessions", item.round),
        "tried": lambda: desk_url(request, "desk:run", item.round, item.number),
        "try": lambda: desk_url(request, "desk:allotment", item.round),
        "report": lambda: desk_url(request, "desk:serving", item.round),
        "accept": lambda: f"{desk_url(request, 'desk:applications', item.round)}&state=offered",
        "share": lambda: desk_url(request, "desk:target-cascade", item.target),
    }
    return addresses[item.kind]()


def _figure_url(request: Visit, item: Item) -> str:
    line: Any = item.line
    address = reverse("desk:figure", args=[line.indicator.key])
    return f"{address}?unit={slug_of(request.unit)}&target={item.target}"


def _event(request: Visit, one: Deadline) -> Event:
    commitment = one.asked.commitment
    url = request.build_absolute_uri(desk_url(request, "desk:target", one.asked.target.pk))
    said = f"{commitment.title}：{one.asked.said}"
    return Event(f"target-{one.asked.target.pk}-{one.on:%Y}", said, one.on, more=commitment.sentence, url=url)


urlpatterns = [
    path("todo/", show, name="todo"),
    path("todo/count/", count, name="todo-count"),
    path("todo/sheet/", sheet, name="todo-sheet"),
    path("todo/calendar/", feed, name="todo-calendar"),
]
