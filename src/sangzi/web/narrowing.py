"""A list narrowed to a unit below: what is typed into its box becomes the unit at hand of the same list."""

from __future__ import annotations

from django import forms
from django.http import HttpResponse, HttpResponseRedirect

from sangzi.kernel.errors import BadInput

from .addresses import slug_of
from .doors import Visit
from .forms_units import UnitField

NOT_KEPT = ("below", "after")  # another unit begins at its first page


def narrowed(request: Visit) -> HttpResponse | None:
    """The way to the list in the unit that `below` names; None when it names none. Raises `BadInput`."""
    typed = request.GET.get("below", "").strip()
    if not typed:
        return None
    field = UnitField()
    field.scope = request.scope
    try:
        unit = field.clean(typed)
    except forms.ValidationError as refused:
        raise BadInput("".join(refused.messages)) from refused
    query = request.GET.copy()
    for name in NOT_KEPT:
        query.pop(name, None)
    if unit is not None:
        query["unit"] = slug_of(unit)
    return HttpResponseRedirect(f"{request.path}?{query.urlencode()}")
