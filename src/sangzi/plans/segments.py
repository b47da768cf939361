"""A text cut where commitments begin and end, so that a page can mark them in place."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

_SENTENCE_END = "。！？!?"
_BREAK = re.compile(r"\s*[\r\n]\s*")
_ORNAMENT = re.compile("[★☆■□◆◇]+")
_REACH = 200  # characters looked at on either side of a quote


class Mark(NamedTuple):
    """A commitment's place in a text."""

    start: int
    end: int
    commitment: int
    state: str


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of the text under the same commitments throughout; where two overlap it carries both."""

    start: int
    end: int
    text: str
    marks: tuple[Mark, ...] = ()
    private: bool = False

    @property
    def kind(self) -> Literal["plain", "commitment", "private"]:
        if self.private:
            return "private"
        return "commitment" if self.marks else "plain"


def segments(shown: str, marks: Sequence[Mark], private: Iterable[tuple[int, int]]) -> list[Segment]:
    """`shown` cut into pieces that cover it exactly once, in order. O(n log n) in the number of marks."""
    hidden = [(start, end) for start, end in private if start < end]
    opening = _by_start(marks)
    cuts = _cuts(len(shown), [*hidden, *((mark.start, mark.end) for mark in marks)])
    veils = _Veils(hidden)
    live: list[Mark] = []
    pieces = []
    for start, end in itertools.pairwise(cuts):
        live = [mark for mark in live if mark.end > start] + opening.get(start, [])
        pieces.append(Segment(start, end, shown[start:end], tuple(live), veils.cover(start)))
    return pieces


def sentence_around(text: str, start: int, end: int, *, floor: int | None = None, ceiling: int | None = None) -> str:
    """The sentence in which text[start:end] stands, on one line and without ornaments.

    Inside a clause (`floor` to `ceiling`) a line break is a page break and ends nothing;
    outside any clause it ends the sentence.
    """
    stops = _SENTENCE_END if floor is not None else _SENTENCE_END + "\r\n"
    low = max(start - _REACH, floor or 0)
    high = min(end + _REACH, len(text) if ceiling is None else max(ceiling, end))
    first = max((text.rfind(stop, low, start) for stop in stops), default=-1) + 1
    ends = [at for at in (text.find(stop, max(end - 1, 0), high) for stop in stops) if at >= 0]
    last = min(ends) + 1 if ends else high
    return _BREAK.sub("", _ORNAMENT.sub("", text[max(first, low) : max(last, end)]).strip())


def _by_start(marks: Sequence[Mark]) -> dict[int, list[Mark]]:
    opening: dict[int, list[Mark]] = {}
    for mark in sorted(marks):
        if mark.start < mark.end:
            opening.setdefault(mark.start, []).append(mark)
    return opening


def _cuts(length: int, spans: Iterable[tuple[int, int]]) -> list[int]:
    inside = {edge for span in spans for edge in span if 0 < edge < length}
    return sorted({0, length} | inside)


class _Veils:
    """Tells for growing positions whether a private span lies over them."""

    def __init__(self, hidden: Iterable[tuple[int, int]]) -> None:
        self._coming: Iterator[tuple[int, int]] = iter(sorted(hidden))
        self._next = next(self._coming, None)
        self._until = 0

    def cover(self, at: int) -> bool:
        while self._next is not None and self._next[0] <= at:
            self._until = max(self._until, self._next[1])
            self._next = next(self._coming, None)
        return at < self._until
