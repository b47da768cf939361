"""Being asked to help: what I was asked, which needs at home fit what I say of my skills, and answering."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from sangzi.kernel.audience import audience
from sangzi.kernel.errors import Conflict
from sangzi.kernel.fields import answered
from sangzi.people.models import Person
from sangzi.programmes.access.approaches import get_own_approach, own_approaches
from sangzi.programmes.access.public import own_offers
from sangzi.programmes.actions import answer_approach
from sangzi.programmes.definitions import frozen
from sangzi.programmes.models import ApproachState, Opening
from sangzi.programmes.queries.suggestions import how_many_for, needs_for
from sangzi.programmes.suggesting import wants_help

from .for_whom import person_of

MANY = 20


@audience("signed-in")
@require_safe
def asked(request: Any) -> HttpResponse:
    """All that I was asked, and more of what fits."""
    person = person_of(request)
    context = {
        "person": person,
        "asked": list(own_approaches(request.user)[:MANY]),
        "fitting": needs_for(person, timezone.now(), most=MANY) if person else [],
    }
    return render(request, "me/asked/list.html", context)


@audience("signed-in")
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: Any, key: int) -> HttpResponse:
    """What is needed, who asks, and two buttons."""
    found, refused = get_own_approach(request.user, key), ""
    if request.method == "POST":
        willing, reply = request.POST.get("act") == "yes", request.POST.get("reply", "")
        try:
            answer_approach(approach=found, willing=willing, reply=reply, now=timezone.now(), by=request.user)
        except Conflict as error:
            refused = error.sentence
        else:
            messages.success(request, _("谢谢！已经告诉对方。") if willing else _("已告诉对方。"))
            return HttpResponseRedirect(reverse("me:asked-one", args=[key]))
    opening = found.opening
    step = frozen(opening.round.definition).openings
    context = {
        "approach": found,
        "opening": opening,
        "answers": answered(step.fields, opening.answers) if step else [],
        "open": found.state == ApproachState.ASKED and wants_help(opening, timezone.localdate()),
        "public": opening.round.public and wants_help(opening, timezone.localdate()),
        "refused": refused,
    }
    return render(request, "me/asked/one.html", context, status=HTTPStatus.CONFLICT if refused else HTTPStatus.OK)


def asked_part(request: Any, person: Person | None) -> dict[str, Any]:
    """For the first page of one's own: what waits for an answer, and the needs at home that fit best."""
    if person is None:
        return {}
    waiting = list(own_approaches(request.user).filter(state=ApproachState.ASKED)[:MANY])
    return {"waiting": waiting, "fitting": needs_for(person, timezone.now(), most=3)}


def offers_part(person: Person | None) -> list[tuple[Opening, int]]:
    """What somebody offers, and how many people it has found: no more than their number."""
    if person is None:
        return []
    today = timezone.localdate()
    offers = own_offers(person).select_related("round__unit", "unit").order_by("-pk")[:MANY]
    return [(one, how_many_for(one, today) if wants_help(one, today) else 0) for one in offers]


urlpatterns = [
    path("asked/", asked, name="asked"),
    path("asked/<int:key>/", answer, name="asked-one"),
]
