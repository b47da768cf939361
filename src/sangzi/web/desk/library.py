"""The library: projects, stories and lessons that units show."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_safe

from sangzi.kernel.audience import audience
from sangzi.library.access import visible_items
from sangzi.library.definitions import item_kinds
from sangzi.library.queries import items_list, shown
from sangzi.web.chips import chips
from sangzi.web.doors import Visit
from sangzi.web.narrowing import narrowed
from sangzi.web.spans import span


@audience("staff")
@require_safe
def listed(request: Visit) -> HttpResponse:
    elsewhere = narrowed(request)
    if elsewhere:
        return elsewhere
    seen, kind = visible_items(request.scope), request.GET.get("kind", "")
    past, day = bool(request.GET.get("past")), span(request).last
    page = items_list(seen, unit=request.unit, kind=kind, live=not past, on=day, after=request.GET.get("after"))
    context = {
        "page": page,
        "rows": [(item, item_kinds().get(item.kind)) for item in page.lines],
        "chips": chips(request, "desk:library", "kind", item_kinds(), shown(seen, request.unit), kind),
        "kind": item_kinds().get(kind),
        "past": past,
        "day": day,
        "filtered": bool(past or day),
    }
    return render(request, "desk/library/list.html", context)


urlpatterns = [
    path("library/", listed, name="library"),
]
