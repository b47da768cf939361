"""The programmes by platform, and one of them: what it is, how it goes, and where it is open."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from sangzi.kernel.audience import audience
from sangzi.kernel.errors import NotVisible
from sangzi.programmes.access.public import public_rounds
from sangzi.programmes.definitions import ProgrammeType
from sangzi.programmes.definitions import programmes as declared
from sangzi.programmes.queries.public import public_rounds_list, rounds_by_programme
from sangzi.web.capabilities import STEPS
from sangzi.web.entries import by_platform, on_the_face
from sangzi.web.home import home_of

from .cards import round_cards


@audience("anyone")
@require_safe
def programmes(request: HttpRequest) -> HttpResponse:
    home = home_of(request)
    counts = rounds_by_programme(public_rounds(), timezone.now(), home)
    groups = [(title, [(one, counts.get(one.key, 0)) for one in those]) for title, those in by_platform(on_the_face())]
    return render(request, "open/programmes.html", {"home": home, "platforms": groups})


@audience("anyone")
@require_safe
def programme_page(request: HttpRequest, key: str) -> HttpResponse:
    programme, home, now = _programme(key), home_of(request), timezone.now()
    page = public_rounds_list(
        public_rounds(), now=now, home=home, programmes=[programme.key], after=request.GET.get("after")
    )
    context = {
        "programme": programme,
        "steps": [STEPS[step.kind] for step in programme.steps],
        "home": home,
        "page": page,
        "cards": round_cards(page.lines, now, home),
    }
    return render(request, "open/programme.html", context)


def _programme(key: str) -> ProgrammeType:
    if key not in declared():
        raise NotVisible(_("没有这个项目；请回到项目列表。"), key=key)
    return declared()[key]


urlpatterns = [
    path("programmes/", programmes, name="programmes"),
    path("programmes/<slug:key>/", programme_page, name="programme"),
]
