"""Places: what is open where, with how many beds or seats; their history, and what was done in them."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_safe

from sangzi.kernel.audience import audience
from sangzi.places.access import get_place_for, visible_places
from sangzi.places.definitions import place_types
from sangzi.places.models import Place
from sangzi.places.queries import places_list, sizes, spells_of, state_word
from sangzi.programmes.access import visible_records
from sangzi.programmes.queries import records_list
from sangzi.web.chips import chips
from sangzi.web.desk.place_verbs import verbs_for
from sangzi.web.desk.records import may_write
from sangzi.web.doors import Visit
from sangzi.web.narrowing import narrowed
from sangzi.web.spans import span


@audience("staff")
@require_safe
def listed(request: Visit) -> HttpResponse:
    elsewhere = narrowed(request)
    if elsewhere:
        return elsewhere
    chosen = {name: request.GET.get(name, "") for name in ("type", "state", "name")}
    day = span(request).last
    page = places_list(
        visible_places(request.scope),
        unit=request.unit,
        type=chosen["type"],
        state=chosen["state"],
        name=chosen["name"],
        on=day,
        after=request.GET.get("after"),
    )
    context = {
        "page": page,
        "rows": [(place, place_types().get(place.type), state_word(place.state)) for place in page.lines],
        "states": [(state.value, state_word(state.value)) for state in Place.State],
        "day": day,
        "filtered": bool(day or chosen["state"] or chosen["name"]),
        "writes": may_write(request),
    }
    return render(request, "desk/places/list.html", context | chosen | _types(request, chosen["type"]))


@audience("staff")
@require_safe
def show(request: Visit, pk: int) -> HttpResponse:
    place = get_place_for(request.scope, pk)
    context = {
        "place": place,
        "kind": place_types().get(place.type),
        "words": state_word(place.state),
        "spells": spells_of(place),
        "verbs": verbs_for(request.scope, place),
        "page": records_list(visible_records(request.scope), place=place, after=request.GET.get("after")),
    }
    return render(request, "desk/places/place.html", context)


def _types(request: Visit, chosen: str) -> dict[str, Any]:
    """The types to narrow the list to, each with how many are open now."""
    open_now = sizes(visible_places(request.scope), request.unit)
    counts = {key: count for key, (count, _capacity) in open_now.items()}
    return {
        "chips": chips(request, "desk:places", "type", place_types(), counts, chosen),
        "kind": place_types().get(chosen),
        "open_now": open_now.get(chosen),
    }


urlpatterns = [
    path("places/", listed, name="places"),
    path("places/<int:pk>/", show, name="place"),
]
