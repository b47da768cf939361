"""Somebody's own calendar under its secret address; the address is all that a calendar program sends."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from sangzi.kernel.audience import audience
from sangzi.kernel.calendars import TYPE, Event, account_of_feed, feed
from sangzi.kernel.errors import NotVisible
from sangzi.kernel.models import Account
from sangzi.people.access import own_person
from sangzi.programmes.access import get_round_for, visible_openings
from sangzi.programmes.queries.dates import own_dates, round_dates
from sangzi.units.access import scope_of


@audience("anyone")
@require_safe
def calendar(request: HttpRequest, token: str) -> HttpResponse:
    """One's own dates; with `round` those of a round that one may see."""
    account = account_of_feed(token)
    if account is None:
        raise NotVisible(_("这个日历地址已经失效；请在网站上重新生成。"))
    with translation.override(account.language):
        title, events = _events(account, request.GET.get("round", ""))
        content = feed(title, events, now=timezone.now())
    answer = HttpResponse(content, content_type=TYPE)
    answer["Cache-Control"] = "private, no-store"
    return answer


def _events(account: Account, asked: str) -> tuple[str, list[Event]]:
    now = timezone.now()
    if asked.isdecimal() and len(asked) < 12:
        scope = scope_of(account, timezone.localdate(now))
        found = get_round_for(scope, int(asked))
        return found.title, round_dates(found, visible_openings(scope))
    person = own_person(account)
    return _("我的桑梓日程"), own_dates(person, now) if person else []


urlpatterns = [path("calendar/<str:token>.ics", calendar, name="calendar")]
