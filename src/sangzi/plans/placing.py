"""Where kept commitments belong in a text that was read anew."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from .models import Clause


def place_again(text: str, quote: str, start: int) -> tuple[int, int]:
    """Where a quote stands now: where it stood, else the nearest place with the same words, else where it stood."""
    end = start + len(quote)
    if text[start:end] != quote and quote:
        before, after = text.rfind(quote, 0, end), text.find(quote, start)
        near = [at for at in (before, after) if at >= 0]
        start = min(near, key=lambda at: abs(at - start), default=min(start, len(text)))
    return start, min(start + len(quote), max(len(text), start))


class Holding:
    """Finds the clause that holds a place. Clauses lie within their parents and otherwise apart."""

    def __init__(self, clauses: Sequence[Clause]) -> None:
        self._clauses = sorted(clauses, key=lambda clause: (clause.start, clause.level))
        self._starts = [clause.start for clause in self._clauses]

    def innermost(self, at: int) -> Clause | None:
        """The innermost clause around a place. O(log n + depth)."""
        index = bisect_right(self._starts, at) - 1
        clause: Clause | None = self._clauses[index] if index >= 0 else None
        while clause is not None and clause.end <= at:
            clause = clause.parent
        return clause
