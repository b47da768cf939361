"""Programmes: the catalogue, and what one of them is."""

from __future__ import annotations

from itertools import groupby

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from sangzi.kernel.audience import audience
from sangzi.kernel.errors import NotVisible
from sangzi.programmes.access import visible_rounds
from sangzi.programmes.definitions import ProgrammeType, programmes
from sangzi.programmes.queries import rounds_list
from sangzi.web.capabilities import CAPABILITIES, STEPS
from sangzi.web.doors import Visit


@audience("staff")
@require_safe
def listed(request: Visit) -> HttpResponse:
    inside = sorted(programmes().values(), key=_capability)
    groups = [(CAPABILITIES[code], list(group)) for code, group in groupby(inside, key=_capability)]
    return render(request, "desk/programmes/list.html", {"groups": groups})


@audience("staff")
@require_safe
def show(request: Visit, key: str) -> HttpResponse:
    programme = programme_named(key)
    page = rounds_list(visible_rounds(request.scope), unit=request.unit, programme=key, after=request.GET.get("after"))
    steps = [STEPS[step.kind] for step in programme.steps]
    return render(request, "desk/programmes/programme.html", {"programme": programme, "page": page, "steps": steps})


def programme_named(key: str) -> ProgrammeType:
    """The declared programme of that key. Raises `NotVisible`."""
    if key not in programmes():
        raise NotVisible(_("没有这个项目；请回到项目列表重新选择。"), programme=key)
    return programmes()[key]


def _capability(programme: ProgrammeType) -> str:
    return programme.capability


urlpatterns = [
    path("programmes/", listed, name="programmes"),
    path("programmes/<slug:key>/", show, name="programme"),
]
