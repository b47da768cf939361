"""Rounds that anybody can read about: the list, and one with all that it asks."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from sangzi.kernel.audience import audience
from sangzi.programmes.access.nominating import units_nominating
from sangzi.programmes.access.public import get_public_round, public_openings, public_rounds
from sangzi.programmes.definitions import frozen
from sangzi.programmes.models import Round
from sangzi.programmes.queries.public import offers_of, public_openings_list, public_rounds_list
from sangzi.programmes.standing import standings
from sangzi.units.models import Unit
from sangzi.web.conditions import asked_of, conditions_of, consent_of, days_of
from sangzi.web.entries import to_apply_in
from sangzi.web.home import home_of
from sangzi.web.how_it_works import how_shared
from sangzi.web.me.offering import may_offer
from sangzi.web.standings import sign_of

from .cards import opening_card, round_cards, where


@audience("anyone")
@require_safe
def rounds(request: HttpRequest) -> HttpResponse:
    now, home = timezone.now(), home_of(request)
    text, programme = request.GET.get("q", "").strip(), request.GET.get("programme", "")
    page = public_rounds_list(
        public_rounds(),
        now=now,
        home=home,
        programmes=[programme] if programme else to_apply_in(),
        text=text,
        after=request.GET.get("after"),
    )
    context = {"home": home, "text": text, "page": page, "cards": round_cards(page.lines, now, home)}
    return render(request, "open/rounds.html", context)


@audience("anyone")
@require_safe
def round_page(request: HttpRequest, key: int) -> HttpResponse:
    round_, now, home = get_public_round(key), timezone.now(), home_of(request)
    programme = frozen(round_.definition)
    text, everywhere = request.GET.get("q", "").strip(), "everywhere" in request.GET
    near = None if everywhere else _near(round_, home)
    page = public_openings_list(
        public_openings(),
        now=now,
        round_=round_,
        home=near,
        text=text,
        free="free" in request.GET,
        after=request.GET.get("after"),
    )
    context = {
        "round": round_,
        "programme": programme,
        "sign": sign_of(round_, now),
        "where": where(round_.unit),
        "home": home,
        "near": near,
        "text": text,
        "page": page,
        "cards": [opening_card(one, now) for one in page.lines],
        "offer": offers_of(public_openings(), [round_]).get(round_.pk),
        "offerable": may_offer(round_),
        "nominates": request.user.is_authenticated and bool(units_nominating(request.scope, round_)),  # type: ignore[attr-defined]
        "rules": standings(round_),
        "shared": how_shared(programme),
        **told(round_, now),
    }
    return render(request, "open/round.html", context)


def told(round_: Round, now: datetime) -> dict[str, Any]:
    """What a round asks, for how long it keeps it, and who can apply: from its definition alone."""
    programme = frozen(round_.definition)
    return {
        "asked_for": asked_of(programme),
        "consent_text": consent_of(programme),
        "conditions": conditions_of(round_),
        "days": days_of(round_),
        "apply_url": reverse("me:apply", args=[round_.pk]) if programme.applications else "",
        "now": now,
    }


def _near(round_: Round, home: Unit | None) -> Unit | None:
    """The home, where the round reaches beyond it; a round of the home or below it is shown whole."""
    return home if home is not None and len(round_.unit.path) < len(home.path) else None


urlpatterns = [
    path("rounds/", rounds, name="rounds"),
    path("rounds/<int:key>/", round_page, name="round"),
]
