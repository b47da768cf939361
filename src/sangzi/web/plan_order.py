"""Jumbled items in the order of their numbers: in which order the stretches of a text are to be read."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import NamedTuple

from sangzi.plans.queries import Heading


class Region(NamedTuple):
    """A stretch of a text."""

    low: int
    high: int


def is_jumbled(headings: Sequence[Heading]) -> bool:
    """Whether the outermost clauses stand in another order than their numbers say. `headings` are in that order."""
    starts = [heading.start for heading in headings if heading.depth == 0]
    return any(before > after for before, after in itertools.pairwise(starts))


def regions_of(headings: Sequence[Heading], low: int, high: int) -> list[Region]:
    """The text from `low` to `high` in stretches, as the numbers of its outermost clauses order them.

    What belongs to no clause comes first: it is a title, or a preamble that slipped between the items.
    """
    outer = [heading for heading in headings if heading.depth == 0]
    covered = sorted((heading.start, heading.end) for heading in outer)
    edges = [low, *(edge for span in covered for edge in span), high]
    between = [Region(start, end) for start, end in zip(edges[::2], edges[1::2], strict=True) if start < end]
    return [*between, *(Region(heading.start, min(heading.end, high)) for heading in outer)]
