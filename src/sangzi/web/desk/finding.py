"""Finding somebody or something for a form field. Sent in the body, so that no name stands in an address or a log."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_POST

from sangzi.kernel.audience import audience
from sangzi.web.doors import Visit
from sangzi.web.forms_picks import PartnerField, PersonField, PickField, PlaceField


@audience("staff")
@require_POST
def person(request: Visit) -> HttpResponse:
    return _found(request, PersonField())


@audience("staff")
@require_POST
def partner(request: Visit) -> HttpResponse:
    return _found(request, PartnerField())


@audience("staff")
@require_POST
def place(request: Visit) -> HttpResponse:
    return _found(request, PlaceField())


def _found(request: Visit, field: PickField) -> HttpResponse:
    """What fits the text that the form field named by `field` holds, to choose from."""
    field.scope = request.scope
    name = request.GET.get("field", "")
    text = request.POST.get(f"{name}_text", "").strip()
    context = {"field": name, "text": text, "options": field.find(text) if text else []}
    return render(request, "parts/pick_options.html", context)


urlpatterns = [
    path("find/person/", person, name="find-person"),
    path("find/partner/", partner, name="find-partner"),
    path("find/place/", place, name="find-place"),
]
