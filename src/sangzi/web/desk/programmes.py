"""Programmes: the catalogue, and what one of them is, with its rounds, what they offer and who got it."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from sangzi.kernel.audience import audience
from sangzi.kernel.errors import NotVisible
from sangzi.programmes.access import visible_applications, visible_openings, visible_placements, visible_rounds
from sangzi.programmes.definitions import ProgrammeType, programmes
from sangzi.programmes.queries import (
    applications_list,
    definition_of,
    handed_in,
    openings_list,
    own_rounds,
    placements_list,
    rounds_list,
    running,
)
from sangzi.web.addresses import desk_url
from sangzi.web.capabilities import CAPABILITIES, STEPS, WANTED
from sangzi.web.desk.records import may_write
from sangzi.web.doors import Visit
from sangzi.web.entries import PLATFORMS
from sangzi.web.how_it_works import explained, rules_in_words
from sangzi.web.narrowing import narrowed
from sangzi.web.spans import Span, span
from sangzi.web.standings import sign_of

NO_PLATFORM = "~"
OURS = 8


@audience("staff")
@require_safe
def listed(request: Visit) -> HttpResponse:
    """All programmes by capability, or by the platform they belong to; those that a text names."""
    text, by = request.GET.get("q", "").strip()[:40], request.GET.get("by", "")
    now = running(visible_rounds(request.scope), request.unit, timezone.localdate())
    group_of, titles = (
        (_platform, {**PLATFORMS, NO_PLATFORM: _("其他")}) if by == "platform" else (_capability, CAPABILITIES)
    )
    found = sorted((one for one in programmes().values() if _holds(one, text)), key=group_of)
    groups = [
        (titles[code], [(one, _steps(one), now.get(one.key, 0)) for one in group])
        for code, group in groupby(found, key=group_of)
    ]
    page = {"groups": groups, "text": text, "by": by, "found": len(found), "all": len(programmes())}
    if not text and not by:
        page["ours"] = _ours(request)
    return render(request, "desk/programmes/list.html", page)


def _ours(request: Visit) -> list[Any]:
    """What the unit at hand runs itself: each with its programme, how it stands for applicants, and until when."""
    moment, rounds = timezone.now(), visible_rounds(request.scope)
    found = own_rounds(rounds, request.unit, timezone.localdate(moment), OURS)
    return [(one, definition_of(one), sign_of(one, moment)) for one in found]


@audience("staff")
@require_safe
def show(request: Visit, key: str) -> HttpResponse:
    """What the definition says; and rounds, or what else `view` asks for, of the unit and below it."""
    programme, elsewhere = programme_named(key), narrowed(request)
    if elsewhere:
        return elsewhere
    days = span(request)
    view = request.GET.get("view", "") if programme.openings else ""
    context = {
        "programme": programme,
        "how": explained(programme),
        "rules": rules_in_words(programme),
        "kinds": [(kind, WANTED[kind.person], WANTED[kind.place]) for kind in programme.records],
        "view": view,
        "tabs": _tabs(request, programme),
        "current": _tab(request, key, view),
        "days": days,
        "today": timezone.localdate(),
        "writes": may_write(request),
    }
    return render(request, "desk/programmes/programme.html", context | _lines(request, key, view, days))


def programme_named(key: str) -> ProgrammeType:
    """The declared programme of that key. Raises `NotVisible`."""
    if key not in programmes():
        raise NotVisible(_("没有这个项目；请回到项目列表重新选择。"), programme=key)
    return programmes()[key]


def _lines(request: Visit, key: str, view: str, days: Span) -> dict[str, Any]:
    """A page of what the open tab lists. Pairs are those that hold on the last of the days."""
    asked: dict[str, Any] = {"unit": request.unit, "programme": key, "after": request.GET.get("after")}
    if view == "openings":
        page: Any = openings_list(visible_openings(request.scope), first=days.first, last=days.last, **asked)
    elif view == "applications":
        found = handed_in(visible_applications(request.scope), key, request.unit, days.first, days.last)
        page = applications_list(found, after=asked["after"])
    elif view == "pairs":
        page = placements_list(visible_placements(request.scope), on=days.last or timezone.localdate(), **asked)
    elif view == "placements":
        page = placements_list(visible_placements(request.scope), first=days.first, last=days.last, **asked)
    else:
        page = rounds_list(visible_rounds(request.scope), **asked)
    return {"page": page}


def _tabs(request: Visit, programme: ProgrammeType) -> list[tuple[str, str]]:
    if not programme.openings:
        return []
    views = [("", pgettext("tab", "批次")), ("openings", pgettext("tab", "名额"))]
    views += [("applications", pgettext("tab", "报名"))] if programme.applications else []
    views.append(("placements", pgettext("tab", "结果")))
    views += [("pairs", _("现有的结对"))] if programme.pairing else []
    return [(_tab(request, programme.key, view), words) for view, words in views]


def _tab(request: Visit, key: str, view: str) -> str:
    address = desk_url(request, "desk:programme", key)
    return f"{address}&view={view}" if view else address


def _steps(programme: ProgrammeType) -> list[Any]:
    return [STEPS[step.kind] for step in programme.steps]


def _capability(programme: ProgrammeType) -> str:
    return programme.capability


def _platform(programme: ProgrammeType) -> str:
    return programme.platform or NO_PLATFORM  # those of no platform come last


def _holds(programme: ProgrammeType, text: str) -> bool:
    """Whether every word of a text stands in what the programme is called or says of itself."""
    said = f"{programme.key} {programme.title} {programme.title_en} {programme.summary} {programme.summary_en}"
    return all(word.lower() in said.lower() for word in text.split())


urlpatterns = [
    path("programmes/", listed, name="programmes"),
    path("programmes/<slug:key>/", show, name="programme"),
]
