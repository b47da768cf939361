"""Units: finding one, and a unit's page."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_safe

from sangzi.kernel.audience import audience
from sangzi.units.models import Unit
from sangzi.units.queries import HistoryLine, count_by_level, history, search, trails
from sangzi.units.queries.listing import children_page, count_children, count_kinds
from sangzi.web.addresses import slug_of, to_desk
from sangzi.web.doors import Visit
from sangzi.web.histories import told
from sangzi.web.unit_verbs import verbs_for

AT_ONCE = 12


@audience("staff")
@require_safe
def units(request: Visit) -> HttpResponse:
    """What fits `q`; without it, the unit at hand."""
    if not request.GET.get("q", "").strip():
        return to_desk(request, "desk:unit", slug_of(request.unit))
    return render(request, "desk/units/search.html", _found(request, request.GET["q"], 50))


@audience("staff")
@require_safe
def found(request: Visit) -> HttpResponse:
    """The same as a list to choose from, for the switcher."""
    return render(request, "parts/found.html", _found(request, request.GET.get("q", ""), AT_ONCE))


@audience("staff")
@require_safe
def options(request: Visit) -> HttpResponse:
    """The same as choices for the form field that `field` names."""
    text = request.GET.get(request.GET.get("field", ""), "")
    return render(request, "parts/unit_options.html", _found(request, text, AT_ONCE))


@audience("staff")
@require_safe
def unit(request: Visit, unit: str) -> HttpResponse:  # noqa: ARG001  (the doors made it request.unit)
    return render(request, "desk/units/unit.html", _page(request, request.unit))


def _found(request: Visit, text: str, limit: int) -> dict[str, Any]:
    hits = search(text, scope=request.scope, limit=limit)
    above = trails(hits)
    return {"text": text, "hits": [(hit, above[hit.pk][1:]) for hit in hits], "more": len(hits) == limit}


def _page(request: Visit, unit: Unit) -> dict[str, Any]:
    kinds = count_kinds(unit)
    kind = "branch" if request.GET.get("kind") == "branch" or not kinds.get("area") else "area"
    children = children_page(unit, kind=kind, after=request.GET.get("after"))
    below = count_children(children.lines)
    return {
        "kinds": kinds,
        "kind": kind,
        "children": children,
        "rows": [(child, below.get(child.pk, 0)) for child in children.lines],
        "counts": count_by_level(unit),
        "history": [(line, told(line, unit), _kin(request, line)) for line in reversed(history(unit))],
        "verbs": verbs_for(request.scope, unit),
    }


def _kin(request: Visit, line: HistoryLine) -> list[Unit]:
    """Predecessors and successors of an event that the visitor may see."""
    others = {other.pk: other for other in [*line.before, *line.after]}
    return [other for other in others.values() if request.scope.covers(other)]


urlpatterns = [
    path("units/", units, name="units"),
    path("unit-search/", found, name="units-found"),
    path("unit-options/", options, name="unit-options"),
    path("units/<str:unit>/", unit, name="unit"),
]
