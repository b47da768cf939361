"""The dates of a round for whoever runs it: a file to take away, and an address to subscribe to."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from sangzi.kernel.audience import audience
from sangzi.kernel.calendars import TYPE, feed, feed_address_of, new_feed_address
from sangzi.programmes.access import get_opening_for, get_round_for, visible_openings
from sangzi.programmes.models import Round
from sangzi.programmes.queries import definition_of
from sangzi.programmes.queries.dates import round_dates
from sangzi.web.desk.rounds import state_of
from sangzi.web.doors import Visit


@audience("staff")
@require_http_methods(["GET", "HEAD", "POST"])
def subscribe(request: Visit, pk: int) -> HttpResponse:
    """How to get the dates; asking for a new address ends the one before it."""
    found = get_round_for(request.scope, pk)
    account: Any = request.user
    secret = new_feed_address(now=timezone.now(), by=account) if request.method == "POST" else ""
    address = request.build_absolute_uri(f"/calendar/{secret}.ics?round={pk}") if secret else ""
    page = {
        "round": found,
        "programme": definition_of(found),
        "state": state_of(found, timezone.localdate()),
        "address": address,
        "there_is_one": feed_address_of(account) is not None,
    }
    return render(request, "desk/rounds/calendar.html", page)


@audience("staff")
@require_safe
def of_round(request: Visit, pk: int) -> HttpResponse:
    """All dates of the round that the visitor may see."""
    found = get_round_for(request.scope, pk)
    return _file(request, found, f"round-{pk}.ics")


@audience("staff")
@require_safe
def of_opening(request: Visit, pk: int) -> HttpResponse:
    """The dates of one opening."""
    found = get_opening_for(request.scope, pk)
    return _file(request, found.round, f"opening-{pk}.ics", opening=pk)


def _file(request: Visit, found: Round, name: str, opening: int | None = None) -> HttpResponse:
    openings = visible_openings(request.scope)
    if opening:
        openings = openings.filter(pk=opening)
    title = _("%(round)s的日程") % {"round": found.title}
    answer = HttpResponse(feed(title, round_dates(found, openings), now=timezone.now()), content_type=TYPE)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


urlpatterns = [
    path("rounds/<int:pk>/calendar/", subscribe, name="round-calendar"),
    path("rounds/<int:pk>/calendar.ics", of_round, name="round-calendar-file"),
    path("openings/<int:pk>/calendar.ics", of_opening, name="opening-calendar-file"),
]
