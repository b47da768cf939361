"""Choosing a home county, once: by name or pinyin initials. Nothing needs it, and it can be changed at any time."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_POST, require_safe

from sangzi.kernel.audience import audience
from sangzi.units.queries import trails, unit_by_slug
from sangzi.web.addresses import asked_next
from sangzi.web.home import EVERYWHERE, home_of, homes_matching, remember


@audience("anyone")
@require_safe
def homes(request: HttpRequest) -> HttpResponse:
    text = request.GET.get("q", "").strip()
    found = homes_matching(text) if text else []
    trail = trails(found)
    context = {
        "text": text,
        "found": [(unit, trail[unit.pk][1:]) for unit in found],
        "home": home_of(request),
        "next": asked_next(request, "/"),
    }
    return render(request, "open/homes.html", context)


@audience("anyone")
@require_POST
def choose(request: HttpRequest) -> HttpResponse:
    """Keep the chosen home, or that none is wanted. Raises `NotVisible` for a unit that there is not."""
    chosen = request.POST.get("home", EVERYWHERE)
    if chosen != EVERYWHERE:
        unit_by_slug(chosen)
    return remember(HttpResponseRedirect(asked_next(request, "/")), request, chosen)


urlpatterns = [
    path("home/", homes, name="homes"),
    path("home/choose/", choose, name="choose-home"),
]
