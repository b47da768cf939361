"""What is offered: the list that is searched, one opening, and noting it as a wish."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from sangzi.kernel.audience import audience
from sangzi.programmes.access.public import get_public_opening, public_openings, public_rounds
from sangzi.programmes.definitions import ProgrammeType, frozen
from sangzi.programmes.models import Opening
from sangzi.programmes.queries.offered_lines import offered_lines
from sangzi.programmes.queries.public import SIZE, free_nights, offered_now, public_rounds_list
from sangzi.web.addresses import asked_next
from sangzi.web.basket import note, noted, unnote
from sangzi.web.entries import behind, not_to_apply_in, to_apply_in
from sangzi.web.home import home_of
from sangzi.web.nights import SHOWN, WEEKDAYS, months_of
from sangzi.web.standings import sign_of

from .cards import offered_cards, opening_card, public_answers, round_cards, where
from .narrowing import Narrowed, narrowed_by
from .rounds import told
from .rows import programme_options

FEW_ROUNDS = 4


@audience("anyone")
@require_safe
def openings(request: HttpRequest) -> HttpResponse:
    now, home, asked = timezone.now(), home_of(request), narrowed_by(request)
    kinds = _kinds(asked)
    found = offered_now(
        public_openings(),
        now=now,
        home=None if asked.everywhere else home,
        programmes=kinds,
        without=not_to_apply_in() if kinds is None else (),
        text=asked.text,
        first=asked.first,
        last=asked.last,
        free=asked.free,
    )
    page = offered_lines(found, after=request.GET.get("after"), size=SIZE)
    context = {
        "home": home,
        "asked": asked,
        "page": page,
        "cards": offered_cards(page.lines, now),
        "rounds": _rounds(request, asked),
        "options": programme_options(get_language() or "", asked.programme, tuple(to_apply_in())),
    }
    return render(request, "open/openings.html", context)


@audience("anyone")
@require_safe
def opening_page(request: HttpRequest, key: int) -> HttpResponse:
    opening, now = get_public_opening(key), timezone.now()
    programme = frozen(opening.round.definition)
    context = {
        "opening": opening,
        "round": opening.round,
        "programme": programme,
        "card": opening_card(opening, now),
        "sign": sign_of(opening.round, now, opening),
        "where": where(opening.unit),
        "answers": public_answers(opening),
        "months": _months(programme, opening, timezone.localdate(now)),
        "weekdays": WEEKDAYS,
        "noted": opening.pk in noted(request, opening.round_id),
        "basket": len(noted(request, opening.round_id)),
        "several": bool(programme.applications and programme.applications.wishes > 1),
        **told(opening.round, now),
    }
    return render(request, "open/opening.html", context)


@audience("anyone")
@require_POST
def wish(request: HttpRequest, key: int) -> HttpResponse:
    """Note an opening for its round's form, or take it out again."""
    opening = get_public_opening(key)
    step = frozen(opening.round.definition).applications
    if request.POST.get("act") == "remove":
        unnote(request, opening.round_id, opening.pk)
    elif step and note(request, opening.round_id, opening.pk, step.wishes):
        messages.success(request, _("已加入志愿。可以接着挑选，也可以去填报名表。"))
    else:
        messages.warning(
            request, _("这个批次最多填%(most)d个志愿；请先去掉一个。") % {"most": step.wishes if step else 0}
        )
    return HttpResponseRedirect(asked_next(request, reverse("open:opening", args=[key])))


def _kinds(asked: Narrowed) -> list[str] | None:
    if asked.programme:
        return [asked.programme]
    return behind(asked.entry) if asked.entry else None


def _rounds(request: HttpRequest, asked: Narrowed) -> list[Any]:
    """Rounds that are called what was searched for; only beside the first page of a search."""
    if not asked.text or request.GET.get("after"):
        return []
    now, home = timezone.now(), home_of(request)
    found = public_rounds_list(
        public_rounds(), now=now, home=home, programmes=_kinds(asked) or to_apply_in(), text=asked.text, size=FEW_ROUNDS
    )
    return round_cards(found.lines, now, home)


def _months(programme: ProgrammeType, opening: Opening, today: date) -> list[Any]:
    step = programme.openings
    if step is None or not step.dated:
        return []
    return months_of(free_nights(opening, max(today, opening.on), max(today, opening.on) + SHOWN))


urlpatterns = [
    path("openings/", openings, name="openings"),
    path("openings/<int:key>/", opening_page, name="opening"),
    path("openings/<int:key>/wish/", wish, name="wish"),
]
