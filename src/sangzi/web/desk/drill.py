"""From a figure to the records behind it: which page lists the rows of which fact. The one place that knows."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple
from urllib.parse import urlencode

from django.urls import reverse

from sangzi.kernel import facts
from sangzi.units.models import Unit
from sangzi.web.addresses import slug_of


class Link(NamedTuple):
    """A way to the rows of one fact."""

    title: str
    url: str


class Listing(NamedTuple):
    """A page and what its address asks for."""

    name: str
    args: tuple[str, ...] = ()
    query: tuple[tuple[str, str], ...] = ()


def _register(tag: str) -> Listing:
    return Listing("desk:register", (tag,))


def _places(tag: str) -> Listing:
    return Listing("desk:places", query=(("type", tag),))


def _items(tag: str) -> Listing:
    return Listing("desk:library", query=(("kind", tag),))


def _records(tag: str) -> Listing:
    return Listing("desk:records", query=(("tag", tag),))


def _openings(tag: str) -> Listing:
    return Listing("desk:programme", (tag,), (("view", "openings"),))


def _applications(tag: str) -> Listing:
    return Listing("desk:programme", (tag,), (("view", "applications"),))


def _placements(tag: str) -> Listing:
    return Listing("desk:programme", (tag,), (("view", "placements"),))


def _pairs(tag: str) -> Listing:
    return Listing("desk:programme", (tag,), (("view", "pairs"),))


PAGES: dict[str, Callable[[str], Listing]] = {
    "people.entries": _register,
    "places.open": _places,
    "places.capacity": _places,
    "library.items": _items,
    "programmes.records": _records,
    "programmes.people": _records,
    "programmes.posts": _openings,
    "programmes.posts-local": _openings,
    "programmes.applied": _applications,
    "programmes.applicants": _applications,
    "programmes.placed": _placements,
    "programmes.paired": _pairs,
}


def drill_links(listing: list[dict[str, str]], unit: Unit) -> list[Link]:
    """The pages that list the rows of each side of a figure, in one unit and below."""
    return [_link(term, unit) for term in listing]


def _link(term: dict[str, str], unit: Unit) -> Link:
    page = PAGES[term["fact"]](term["tag"])
    days = [(name, term[name]) for name in ("since", "until") if term[name]]
    query = urlencode([("unit", slug_of(unit)), *page.query, *days])
    return Link(str(facts.known()[term["fact"]].title), f"{reverse(page.name, args=page.args)}?{query}")
