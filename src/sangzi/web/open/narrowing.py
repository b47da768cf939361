"""What a list of openings is narrowed to: read from the address, forgiving what cannot be read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest

from sangzi.programmes.definitions import programmes
from sangzi.web.entries import DOORS


@dataclass(frozen=True)
class Narrowed:
    """The filter of a list of openings."""

    text: str
    entry: str
    programme: str
    first: date | None
    last: date | None
    free: bool
    everywhere: bool

    @property
    def any(self) -> bool:
        return bool(self.text or self.entry or self.programme or self.first or self.last or self.free)


def narrowed_by(request: HttpRequest) -> Narrowed:
    """The filter that an address asks for; a day or a programme that there is not narrows nothing."""
    asked = request.GET
    programme, entry = asked.get("programme", ""), asked.get("entry", "")
    return Narrowed(
        text=asked.get("q", "").strip()[:60],
        entry=entry if entry in {door.key for door in DOORS} else "",
        programme=programme if programme in programmes() else "",
        first=_day(asked.get("first", "")),
        last=_day(asked.get("last", "")),
        free="free" in asked,
        everywhere="everywhere" in asked,
    )


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
