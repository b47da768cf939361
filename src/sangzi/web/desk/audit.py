"""The audit chains of the unit at hand and of everything below it, narrowed by who, what, when and about what.

An address names accounts and things by their keys only; a name that is typed is sent in the body.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from itertools import islice

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.views.decorators.http import require_POST, require_safe

from sangzi.kernel import audit
from sangzi.kernel.audience import audience
from sangzi.kernel.queries import SYSTEM, Asked, account_named, actors_in, acts_in, audit_lines, chains_of
from sangzi.units.queries.listing import chains_below, units_by_key
from sangzi.web.acts import ACTS
from sangzi.web.addresses import desk_url
from sangzi.web.doors import Visit

BREACHES_SHOWN = 100
MOST_NAMES = 100
"""So many who acted are offered to choose from; where there are more, a name is typed."""
_ABOUT = re.compile(r"[a-z-]{2,30}(:[0-9]{1,18})?")
_KEY = re.compile(r"[0-9]{1,18}")
PAGES = ("person", "place", "round", "opening", "application", "placement", "record", "session", "plan")
"""What a line is about and has a page of its own under that name."""


@audience("auditor")
@require_safe
def lines(request: Visit) -> HttpResponse:
    """A page of the lines that are asked for; what makes no sense narrows nothing."""
    asked, chains = asked_in(request.GET), chains_of(chains_below(request.unit))
    page = audit_lines(chains=chains, asked=asked, after=request.GET.get("after"))
    units = units_by_key(line.chain for line in page.lines)
    actors = actors_in(chains, size=MOST_NAMES + 1)
    context = {
        "page": page,
        "rows": [(line, units[line.chain], page_about(request, line.about)) for line in page.lines],
        "asked": asked,
        "acts": sorted(((key, str(ACTS.get(key, key))) for key in acts_in(chains)), key=lambda pair: pair[1]),
        "actors": actors if len(actors) <= MOST_NAMES else [],
        "who": account_named(asked.by) if asked.by else None,
        "system": asked.by == SYSTEM,
    }
    return render(request, "desk/audit/lines.html", context)


@audience("auditor")
@require_POST
def find(request: Visit) -> HttpResponse:
    """Whose lines, by a name that is typed: the lines at once where one is meant, else whom to choose from."""
    name = request.POST.get("name", "").strip()[:60]
    kept = _query(asked_in(request.POST))
    address = desk_url(request, "desk:audit")
    found = actors_in(chains_of(chains_below(request.unit)), named=name, size=MOST_NAMES) if name else []
    if len(found) == 1 or not name:
        return redirect(address + kept + (f"&by={found[0].pk}" if found else ""))
    choices = [(one, f"{address}{kept}&by={one.pk}") for one in found]
    return render(request, "desk/audit/found.html", {"choices": choices, "name": name, "back": address + kept})


@audience("auditor")
@require_POST
def verify(request: Visit) -> HttpResponse:
    """Hold every chain of the installation against its hashes."""
    breaches = list(islice(audit.verify(), BREACHES_SHOWN))
    return render(request, "desk/audit/verified.html", {"breaches": breaches})


def asked_in(told: Mapping[str, str]) -> Asked:
    """What an address or a form asks for."""
    by, about, act = told.get("by", ""), told.get("about", ""), told.get("act", "")
    return Asked(
        by=int(by) if _KEY.fullmatch(by) else None,
        act=act if act in ACTS else "",
        about=about if _ABOUT.fullmatch(about) else "",
        since=_day(told.get("since", "")),
        until=_day(told.get("until", "")),
    )


def page_about(request: Visit, about: str) -> str:
    """The address of what a line is about; empty where it has no page."""
    noun, _colon, key = about.partition(":")
    if noun not in PAGES or not key.isdecimal():
        return ""
    return desk_url(request, f"desk:{noun}", int(key))


def _query(asked: Asked) -> str:
    """The rest of what is asked for, as an address keeps it when somebody else is chosen."""
    told = {"act": asked.act, "about": asked.about, "since": asked.since, "until": asked.until}
    return "".join(f"&{name}={value}" for name, value in told.items() if value)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None


urlpatterns = [
    path("audit/", lines, name="audit"),
    path("audit/who/", find, name="audit-who"),
    path("audit/verify/", verify, name="audit-verify"),
]
