"""Entering a place, and the steps of its life."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from sangzi.kernel.audience import audience
from sangzi.kernel.errors import BadInput, Conflict, NotVisible
from sangzi.kernel.wording import title_of
from sangzi.places.access import writable_place_for
from sangzi.places.actions import add_place
from sangzi.places.definitions import PlaceType, place_types
from sangzi.places.models import Place
from sangzi.programmes.access import require_may_write
from sangzi.units.access import Scope
from sangzi.web.addresses import desk_url, to_desk
from sangzi.web.desk.place_forms import PlaceForm
from sangzi.web.desk.place_verbs import VERBS, PlaceVerb
from sangzi.web.doors import Visit
from sangzi.web.moves import Watch
from sangzi.web.refused_forms import complain


@audience("staff")
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: Visit) -> HttpResponse:
    """First the type, then what the type asks for."""
    require_may_write(request.scope, request.unit)
    key = request.GET.get("type", "")
    if not key:
        return render(request, "desk/places/choose.html", {"types": _types_here(request)})
    kind = _type_named(key)
    scope: Scope = request.scope.writable
    form = PlaceForm(request.POST or None, kind=kind, scope=scope, unit=request.unit)
    if request.method == "POST" and form.is_valid():
        answer = _added(request, kind, form)
        if answer:
            return answer
    return render(request, "desk/places/add.html", {"kind": kind, "form": form}, status=422 if form.errors else 200)


@audience("staff")
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: Visit, pk: int, verb: str) -> HttpResponse:
    """One step: open, suspend, close, or another number of beds."""
    place, chosen = writable_place_for(request.scope, pk), VERBS[verb]
    form = chosen.asked(request.POST or None, place, timezone.localdate())
    if request.method == "POST" and form.is_valid():
        answer = _changed(request, place, chosen, form)
        if answer:
            return answer
    context = {"place": place, "verb": chosen, "form": form}
    return render(request, "desk/places/change.html", context, status=422 if form.errors else 200)


def _added(request: Visit, kind: PlaceType, form: PlaceForm) -> HttpResponse | None:
    by: Any = request.user
    watch = Watch.begin(form.given["unit"], timezone.localdate(), [])
    try:
        place = add_place(type=kind.key, today=timezone.localdate(), by=by, **form.given)
    except (BadInput, Conflict) as refused:
        complain(form, refused)
        return None
    said = _("已登记“%(place)s”，状态是筹建；开放那天起计入数据。") % {"place": place.name}
    watch.tell(request, said, desk_url(request, "desk:place-open", place.pk), _("现在就开放"))
    return to_desk(request, "desk:place", place.pk)


def _changed(request: Visit, place: Place, verb: PlaceVerb, form: Any) -> HttpResponse | None:
    by: Any = request.user
    today = timezone.localdate()
    watch = Watch.begin(place.unit, today, [("places.open", place.type), ("places.capacity", place.type)])
    try:
        verb.carry_out(place, form, today, by)
    except (BadInput, Conflict) as refused:
        complain(form, refused)
        return None
    watch.tell(request, _("已%(verb)s：%(place)s。") % {"verb": verb.title, "place": place.name})
    return to_desk(request, "desk:place", place.pk)


def _types_here(request: Visit) -> list[PlaceType]:
    """The types that the unit, or one below it, may keep; its own first."""
    own = request.unit.level
    types = [one for one in place_types().values() if any(one.may_be_kept_at(level) for level in range(own, 10))]
    return sorted(types, key=lambda one: (not one.may_be_kept_at(own), title_of(one)))


def _type_named(key: str) -> PlaceType:
    if key not in place_types():
        raise NotVisible(_("没有这种阵地；请重新选择。"), type=key[:60])
    return place_types()[key]


urlpatterns = [
    path("places/add/", add, name="place-add"),
    *(path(f"places/<int:pk>/{verb}/", change, {"verb": verb}, name=f"place-{verb}") for verb in VERBS),
]
