"""Places: what is open where, with how many beds or seats; their life, and what was done in them."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_safe

from sangzi.kernel.audience import audience
from sangzi.places.access import visible_places
from sangzi.places.definitions import place_types
from sangzi.places.models import Place
from sangzi.places.queries import places_list, sizes, state_word
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
    seen = visible_places(request.scope)
    chosen = {name: request.GET.get(name, "") for name in ("type", "state", "name")}
    day = span(request).last
    page = places_list(
        seen,
        unit=request.unit,
        type=chosen["type"],
        state=chosen["state"],
        name=chosen["name"],
        on=day,
        after=request.GET.get("after"),
    )
    open_now = sizes(seen, request.unit)
    counts = {key: count for key, (count, _capacity) in open_now.items()}
    context = {
        "page": page,
        "rows": [(place, place_types().get(place.type), state_word(place.state)) for place in page.lines],
        "chips": chips(request, "desk:places", "type", place_types(), counts, chosen["type"]),
        "states": [(state.value, state_word(state.value)) for state in Place.State],
        "kind": place_types().get(chosen["type"]),
        "open_now": open_now.get(chosen["type"]),
        "day": day,
        "filtered": bool(day or chosen["state"] or chosen["name"]),
        **chosen,
    }
    return render(request, "desk/places/list.html", context)


urlpatterns = [
    path("places/", listed, name="places"),
]
