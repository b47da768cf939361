"""Opening a round, giving somebody a place, and taking it back."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from sangzi.kernel.audience import audience
from sangzi.people.queries import person_card
from sangzi.programmes import actions
from sangzi.programmes.access import get_opening_for, get_placement_for, require_may_write
from sangzi.programmes.models import Opening, Placement
from sangzi.programmes.queries import definition_of
from sangzi.web.addresses import desk_url, to_desk
from sangzi.web.desk.programmes import programme_named
from sangzi.web.desk.round_forms import ReleaseForm, RoundForm, TakeForm
from sangzi.web.doors import Visit
from sangzi.web.moves import Watch
from sangzi.web.refused_forms import answered

EDITS = ["GET", "HEAD", "POST"]


@audience("staff")
@require_http_methods(EDITS)
def open_round(request: Visit, key: str) -> HttpResponse:
    programme = programme_named(key)
    require_may_write(request.scope, request.unit)
    form = RoundForm(request.POST or None, programme=programme, unit=request.unit, today=timezone.localdate())

    def act(by: Any) -> HttpResponse:
        found = actions.open_round(programme=key, unit=request.unit, by=by, **form.told())
        _watch(request, []).tell(request, _("已开启“%(round)s”。") % {"round": found.title})
        return to_desk(request, "desk:round", found.pk)

    page = {"programme": programme, "back": desk_url(request, "desk:programme", key)}
    return answered(request, form, act, "desk/rounds/open.html", page)


@audience("staff")
@require_http_methods(EDITS)
def take(request: Visit, pk: int) -> HttpResponse:
    """Give somebody a place; where a person offers it, pair the two."""
    opening = get_opening_for(request.scope, pk)
    require_may_write(request.scope, opening.unit)
    form = TakeForm(request.POST or None, opening=opening, scope=request.scope, today=timezone.localdate())

    def act(by: Any) -> HttpResponse:
        watch = _watch_taking(opening)
        verb = actions.pair if opening.offered_by_id else actions.take_place
        placement = verb(opening=opening, by=by, **form.cleaned_data)
        said = _("已安排%(person)s。") % {"person": _called(placement)}
        watch.tell(request, said)
        return to_desk(request, "desk:opening", pk)

    page = {
        "opening": opening,
        "programme": definition_of(opening.round),
        "back": desk_url(request, "desk:opening", pk),
    }
    return answered(request, form, act, "desk/rounds/take.html", page)


@audience("staff")
@require_http_methods(EDITS)
def release(request: Visit, pk: int) -> HttpResponse:
    placement = get_placement_for(request.scope, pk)
    opening = placement.opening
    require_may_write(request.scope, opening.unit)
    form = ReleaseForm(request.POST or None, placement=placement, today=timezone.localdate())

    def act(by: Any) -> HttpResponse:
        watch = _watch_taking(opening)
        actions.release_place(placement=placement, by=by, **form.cleaned_data)
        watch.tell(request, _("名额已空出。"))
        return to_desk(request, "desk:opening", opening.pk)

    page = {"opening": opening, "called": _called(placement), "placement": placement}
    back = {"back": desk_url(request, "desk:opening", opening.pk)}
    return answered(request, form, act, "desk/rounds/release.html", page | back)


def _called(placement: Placement) -> str:
    """Whom a placement is of, masked where it is a person."""
    if placement.person:
        return person_card(placement.person).name
    return placement.partner.name if placement.partner else placement.for_unit.short if placement.for_unit else ""


def _watch(request: Visit, facts: list[str], tag: str = "") -> Watch:
    return Watch.begin(request.unit, timezone.localdate(), [(fact, tag) for fact in facts])


def _watch_taking(opening: Opening) -> Watch:
    facts = [(fact, opening.round.programme) for fact in ("programmes.placed", "programmes.paired")]
    return Watch.begin(opening.unit, timezone.localdate(), facts)


urlpatterns = [
    path("programmes/<slug:key>/open/", open_round, name="round-open"),
    path("openings/<int:pk>/take/", take, name="opening-take"),
    path("placements/<int:pk>/release/", release, name="placement-release"),
]
