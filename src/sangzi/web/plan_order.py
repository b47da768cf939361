"""Jumbled items in the order of their numbers: in which order the stretches of a text are to be read."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import NamedTuple

from sangzi.plans.queries import Heading

_RARE = 10  # one item in so many may be followed by what is not its own


class Region(NamedTuple):
    """A stretch of a text."""

    low: int
    high: int


def is_jumbled(headings: Sequence[Heading]) -> bool:
    """Whether the outermost clauses stand in another order than their numbers say. `headings` are in that order."""
    starts = [heading.start for heading in headings if heading.depth == 0]
    return any(before > after for before, after in itertools.pairwise(starts))


def regions_of(headings: Sequence[Heading], low: int, high: int, shown: str) -> list[Region]:
    """The text from `low` to `high` in stretches, as the numbers of its outermost clauses order them.

    What belongs to no clause comes first: it is a title, or a preamble that slipped between the items.
    """
    items = [Region(heading.start, min(heading.end, high)) for heading in headings if heading.depth == 0]
    items = _of_one_paragraph(items, shown)
    edges = [low, *(edge for item in sorted(items) for edge in item), high]
    between = [Region(start, end) for start, end in zip(edges[::2], edges[1::2], strict=True) if start < end]
    return [*between, *items]


def _of_one_paragraph(items: list[Region], shown: str) -> list[Region]:
    """Where nearly every item is one paragraph, a second one after an item is none of its own: it slipped there."""
    firsts = [Region(item.low, _paragraph_end(item, shown)) for item in items]
    longer = sum(1 for item, first in zip(items, firsts, strict=True) if shown[first.high : item.high].strip())
    return firsts if longer <= len(items) // _RARE else items


def _paragraph_end(item: Region, shown: str) -> int:
    end = shown.find("\n", item.low, item.high)
    return item.high if end < 0 else end + 1
