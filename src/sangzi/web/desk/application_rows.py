"""The lines of the list of applications, kept by everything that stands in them, as `web.open.rows` keeps its own.

What is kept was masked before: no line holds more of a person than the list shows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from urllib.parse import quote

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from sangzi.programmes.queries.application_lists import ApplicationLine, WishLine
from sangzi.web.addresses import desk_url
from sangzi.web.doors import Visit

KEPT = 4096
SHOWN = 2  # wishes that a line names


@dataclass(frozen=True)
class Row:
    """What a line says, to whom: `writes` may choose it, `ranked` wishes have numbers."""

    language: str
    url: str
    pk: int
    called: str
    person: str
    guardian: str
    unit: str
    wishes: tuple[WishLine, ...]
    count: int
    cells: tuple[tuple[str, str], ...]
    submitted: datetime | None
    state: str
    words: str
    writes: bool
    ranked: bool


def rows_of(
    request: Visit, lines: Sequence[ApplicationLine], *, kept: str, writes: bool, ranked: bool
) -> list[SafeString]:
    """The lines of a page; each leads to its application, and from there on through the state that is kept."""
    before, _zero, after = desk_url(request, "desk:application", 0).partition("/0/")
    rest = f"/{after}&state={quote(kept)}" if kept else f"/{after}"
    language = get_language() or ""
    return [written(_row(line, language, f"{before}/{line.pk}{rest}", writes, ranked)) for line in lines]


def _row(line: ApplicationLine, language: str, url: str, writes: bool, ranked: bool) -> Row:
    person = line.person if line.person != line.called else ""
    return Row(
        language=language,
        url=url,
        pk=line.pk,
        called=line.called,
        person=person,
        guardian=line.guardian,
        unit=line.unit.short,
        wishes=tuple(line.wishes[:SHOWN]),
        count=len(line.wishes),
        cells=tuple(line.cells),
        submitted=line.submitted,
        state=line.state,
        words=line.words,
        writes=writes,
        ranked=ranked,
    )


@lru_cache(maxsize=KEPT)
def written(row: Row) -> SafeString:
    return render_to_string("desk/applications/row.html", {"row": row})
