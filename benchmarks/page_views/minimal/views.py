"""Views as short as they can be that give the same page: the columns that are shown, into a text with gaps."""

from __future__ import annotations

import json
from collections import defaultdict
from datetime import datetime
from pathlib import Path
from string import Template
from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.html import escape

from sangzi.kernel.audience import audience
from sangzi.kernel.masking import mask_name
from sangzi.kernel.wording import day_of
from sangzi.programmes.definitions import programmes
from sangzi.programmes.models import Application, ApplicationState, Opening, Round, Wish
from sangzi.units.models import Unit
from sangzi.web.deadlines import left_of, moment_of
from sangzi.web.entries import not_to_apply_in
from sangzi.web.home import COOKIE

HERE = Path(__file__).parent
OPENINGS_PAGE = Template((HERE / "openings.html").read_text(encoding="utf-8"))
APPLICATIONS_PAGE = Template((HERE / "applications.html").read_text(encoding="utf-8"))
WORDS = {state.value: str(state.label) for state in ApplicationState}
ICON = '<svg class="icon" aria-hidden="true"><use href="/static/vendor/icons.svg#{}"/></svg>'
PLACE, DAY, PEOPLE, CHECK, WAIT = map(
    ICON.format, ("geo-alt", "calendar3", "people", "check-circle", "hourglass-split")
)


@audience("anyone")
def openings(request: HttpRequest) -> HttpResponse:
    home = get_object_or_404(Unit.objects.only("path", "short"), code=request.COOKIES[COOKIE])
    now = timezone.now()
    found = Opening.objects.filter(
        ~Q(round__programme__in=not_to_apply_in()),
        Q(round__apply_until=None) | Q(round__apply_until__gt=now),
        Q(round__closes=None) | Q(round__closes__gte=timezone.localdate(now)),
        unit__near=home,
        round__public=True,
        round__state="open",
        state="offered",
    )
    columns = ("pk", "title", "unit__short", "on", "capacity", "taken", "round__programme", "round__apply_until")
    rows = list(found.order_by("-pk").values_list(*columns)[:21])
    told = {"token": get_token(request), "home": escape(home.short), "last": rows[19][0]}
    return HttpResponse(OPENINGS_PAGE.substitute(told, rows="".join(_opening(row, now) for row in rows[:20])))


def _opening(row: tuple[Any, ...], now: datetime) -> str:
    key, title, unit, on, capacity, taken, programme, until = row
    look, words = ("open", f"{CHECK}正在报名") if taken < capacity else ("warn", f"{WAIT}已满，可以候补")
    when = f'<span class="when">{moment_of(until)}截止 · <strong>{left_of(until, now)}</strong></span>' if until else ""
    return (
        f'<li class="card-row"><a href="/openings/{key}/">\n'
        f'  <span class="kind">{programmes()[programme].title}</span>\n'
        f'  <strong>{escape(title)}</strong>\n  <span class="facts"><span>{PLACE}{escape(unit)}</span>'
        f"<span>{DAY}{day_of(on)}</span><span>{PEOPLE}{capacity}个名额，还有{capacity - taken}个</span></span>\n"
        f'  <span class="facts"><span class="sign sign-{look}">{words}</span>{when}</span></a></li>\n'
    )


@audience("staff")
def applications(request: Any, pk: int) -> HttpResponse:
    title, opens, closes = Round.objects.values_list("title", "opens", "closes").get(pk=pk)
    found = Application.objects.filter(round=pk, unit__path__within=request.unit.path).exclude(state="draft")
    columns = ("pk", "person__name", "unit__short", "answers", "submitted", "state")
    rows = list(found.order_by("-pk").values_list(*columns)[:51])
    wishes = defaultdict(list)
    asked = Wish.objects.filter(application__in=[row[0] for row in rows[:50]]).order_by("rank")
    for key, rank, wanted in asked.values_list("application", "rank", "opening__title"):
        wishes[key].append(f"<span>{rank}. {escape(wanted)}</span>")
    told = {
        "token": get_token(request),
        "round": pk,
        "title": escape(title),
        "opens": day_of(opens),
        "closes": day_of(closes) if closes else "不限",
        "unit": escape(request.unit.short),
        "code": request.unit.code,
        "account": escape(request.user.name),
        "last": rows[49][0],
        "rows": "".join(_application(row, wishes[row[0]], request.unit.code) for row in rows[:50]),
    }
    return HttpResponse(APPLICATIONS_PAGE.substitute(told))


def _application(row: tuple[Any, ...], wishes: list[str], code: str) -> str:
    key, name, unit, answers, submitted, state = row
    name, said = escape(mask_name(name)), json.loads(answers)
    more = f'<span class="soft small">共 {len(wishes)} 个志愿</span>' if len(wishes) > 2 else ""
    return (
        f'<tr id="a{key}" data-line tabindex="-1">\n    <td class="choose no-print"><label>'
        f'<input class="form-check-input" type="checkbox" name="a" value="{key}">'
        f'<span class="visually-hidden">选中{name}</span></label></td>\n'
        f'    <td class="title"><a href="/desk/applications/{key}/?unit={code}">{name}</a></td>\n'
        f'    <td class="nowrap" data-label="单位">{escape(unit)}</td>\n'
        f'    <td data-label="志愿"><span class="wishes">{"".join(wishes[:2])}{more}</span></td>\n'
        f'    <td class="cell" data-label="就读院校">{escape(said.get("school", ""))}</td>'
        f'<td class="cell" data-label="年级">{escape(said.get("grade", ""))}</td>'
        f'<td class="cell" data-label="专业">{escape(said.get("major", ""))}</td>'
        f'<td class="cell" data-label="可以到岗几天">{escape(said.get("days", ""))}</td>\n'
        f'    <td class="number nowrap" data-label="提交">{timezone.localtime(submitted):%m-%d %H:%M}</td>\n'
        f'    <td data-label="状态"><span class="tag tag-{state}">{WORDS[state]}</span></td></tr>'
    )
