"""Two runs side by side: who would have what by the one and by the other."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sangzi.engines.matching.objections import MethodError
from sangzi.engines.matching.staying import staying, stays, stays_at_most

from .computing import verdict_on
from .figures import rank_got
from .staying import marks_of
from .stored import NOTHING, Output, Stored, without_least

Change = Literal["gained", "lost", "dearer", "less_dear", "moved_equal", "same"]
LEAST_DEAR = 2**30  # what was not wished for comes behind every wish


class Moved(NamedTuple):
    """An application that the two give different openings, None where one gives none."""

    application: int
    left: int | None
    right: int | None


@dataclass(frozen=True, eq=False)
class Sides:
    """Everybody who is in either run, by the key of the application: openings by key, 0 for none, and how dear."""

    application: NDArray[np.int64]
    left: NDArray[np.int64]
    right: NDArray[np.int64]
    dear_left: NDArray[np.int64]
    dear_right: NDArray[np.int64]


def sides(left: tuple[Stored, Output], right: tuple[Stored, Output]) -> Sides:
    """Two results over the same rows; whoever was not in one got nothing there. O(n log n + e)."""
    every = np.union1d(left[0].application_key, right[0].application_key)
    there, dear_left = _over(every, *left)
    other, dear_right = _over(every, *right)
    return Sides(every, there, other, dear_left, dear_right)


def moves(both: Sides) -> dict[Change, int]:
    """How many gain a place, lose it, get a dearer or a less dear wish, another as dear, or the same."""
    has, will = both.left > 0, both.right > 0
    elsewhere = has & will & (both.left != both.right)
    return {
        "gained": int((~has & will).sum()),
        "lost": int((has & ~will).sum()),
        "dearer": int((elsewhere & (both.dear_right < both.dear_left)).sum()),
        "less_dear": int((elsewhere & (both.dear_right > both.dear_left)).sum()),
        "moved_equal": int((elsewhere & (both.dear_right == both.dear_left)).sum()),
        "same": int((both.left == both.right).sum()),
    }


@dataclass(frozen=True)
class Spared:
    """How many of those who move need not, in another result as good; `least`: and in no such result can more stay."""

    count: int
    least: bool


def spared(left: tuple[Stored, Output], right: tuple[Stored, Output], *, given_up: bool) -> Spared | None:
    """Who of those that are in both might have the same, in another result as good as the right one.

    None where the right method looks for no greatest sum, or a greater one is found. As `staying`, which it solves.
    """
    stored, output = right
    if output.certificate is None:
        return None
    instance = without_least(stored.instance) if given_up else stored.instance
    marked = replace(instance, stay=marks_of(left, stored))
    try:
        found = staying(marked)
    except MethodError:  # scores too great to count who stays beside them
        return None
    if found.objective != verdict_on(instance, output).objective:
        return None
    most = stays(marked, found.assignment)
    least = stays_at_most(marked, found.assignment, found.certificate) == most
    return Spared(max(most - stays(marked, output.assignment), 0), least)


def moved(both: Sides, after: int, size: int) -> list[Moved]:
    """The next so many whom the two give different openings, in the order of their keys."""
    at = np.flatnonzero((both.left != both.right) & (both.application > after))[:size]
    rows = zip(both.application[at].tolist(), both.left[at].tolist(), both.right[at].tolist(), strict=True)
    return [Moved(application, one or None, other or None) for application, one, other in rows]


def _over(every: NDArray[np.int64], stored: Stored, output: Output) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    at = np.searchsorted(every, stored.application_key)
    placed = output.assignment != NOTHING
    opening, dear = np.zeros(every.size, np.int64), np.zeros(every.size, np.int64)
    opening[at[placed]] = stored.opening_key[output.assignment[placed]]
    rank = rank_got(stored, output)
    dear[at] = np.where(rank == 0, LEAST_DEAR, rank)
    return opening, dear
