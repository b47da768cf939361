"""The lines of the list of applications, filled into their shapes (`web.kept`)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

from django.utils import timezone
from django.utils.safestring import SafeString

from sangzi.programmes.models import WishState
from sangzi.programmes.queries.application_lists import ApplicationLine, WishLine
from sangzi.web.addresses import desk_url
from sangzi.web.doors import Visit
from sangzi.web.kept import filled

SHOWN = 2  # wishes that a line names
LOOKS = {WishState.GOT.value: "got", WishState.MISSED.value: "missed"}


def rows_of(
    request: Visit, lines: Sequence[ApplicationLine], *, kept: str, writes: bool, ranked: bool
) -> list[SafeString]:
    """The lines of a page; each leads to its application, and from there on through the state that is kept.

    `writes` may choose them, `ranked` wishes have numbers.
    """
    before, _zero, after = desk_url(request, "desk:application", 0).partition("/0/")
    rest = f"/{after}&state={quote(kept)}" if kept else f"/{after}"
    shape = {"writes": writes, "ranked": ranked}
    told = ({"row": _told(line, f"{before}/{line.pk}{rest}")} for line in lines)
    return [filled("desk/applications/row.html", one, **shape) for one in told]


def _told(line: ApplicationLine, url: str) -> dict[str, Any]:
    return {
        "pk": line.pk,
        "url": url,
        "called": line.called,
        "person": line.person if line.person != line.called else "",
        "guardian": line.guardian,
        "unit": line.unit.short,
        "wishes": [_wish(wish) for wish in line.wishes[:SHOWN]],
        "count": len(line.wishes) if len(line.wishes) > SHOWN else None,
        "cells": [{"title": title, "said": said} for title, said in line.cells],
        "submitted": f"{timezone.localtime(line.submitted):%m-%d %H:%M}" if line.submitted else "",
        "state": line.state,
        "words": line.words,
    }


def _wish(wish: WishLine) -> dict[str, Any]:
    return {"look": LOOKS.get(wish.state, ""), "rank": wish.rank, "title": wish.title, "line": wish.line}
