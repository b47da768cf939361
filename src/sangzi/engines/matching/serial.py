"""Serial: one after the other in a given order, each takes the dearest wish that is still free.

Whoever gets nothing waits, in the same order, for every opening they wished for. Nobody can get more by naming other
wishes than their true ones, and nobody who chose later has a seat that somebody who chose earlier would rather have.

Example: two applicants who both wish for opening 0 and then 1, one seat each: the first has 0, the second 1.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

NOTHING = -1


class Shared(NamedTuple):
    """`got`: the opening of each applicant, or `NOTHING`. `lines`: for each opening who waits for it, in order."""

    got: list[int]
    lines: list[list[int]]


def serial(
    wishes: Sequence[Sequence[int]],
    seats: Sequence[int],
    order: Sequence[int],
    *,
    groups: Sequence[int] | None = None,
    most: Sequence[int] | None = None,
) -> Shared:
    """Share the seats of m openings among n applicants.

    `wishes[i]` are the openings (0 to m-1) that applicant i names, dearest first; `seats[j]` are the free seats of
    opening j; `order` are the n applicants, first to choose first. `groups[j]` is the group of opening j (`NOTHING`:
    none) and `most[g]` how many seats may go to group g in all, where a rule bounds them.
    Raises `ValueError` where `order` is no order of the applicants or `groups` come without `most`.
    Complexity O(n + m + number of wishes). Source: serial dictatorship (Satterthwaite and Sonnenschein, "Strategy-proof
    allocation mechanisms at differentiable points", 1981); over lots, random serial dictatorship (Abdulkadiroglu and
    Sonmez, 1998).
    """
    if sorted(order) != list(range(len(wishes))):
        raise ValueError("everybody chooses once")
    if (groups is None) != (most is None):
        raise ValueError("groups and how much each may have come together")
    free, room = list(seats), list(most or [])
    got = [NOTHING] * len(wishes)
    lines: list[list[int]] = [[] for _opening in seats]
    for one in order:
        got[one] = _dearest(wishes[one], free, groups, room)
        if got[one] == NOTHING:
            for opening in wishes[one]:
                lines[opening].append(one)
    return Shared(got, lines)


def by_score(scores: Sequence[Decimal | None], lots: Sequence[int]) -> list[int]:
    """The order in which applicants choose: the best score first, equal ones by lot, those without a score last.

    `scores` and `lots` have one length n; returns n positions. Raises `ValueError` for two lengths. O(n log n).
    """
    if len(scores) != len(lots):
        raise ValueError("every score belongs to one lot")

    def key(at: int) -> tuple[bool, Decimal, int]:
        score = scores[at]
        return score is None, -(score or Decimal(0)), lots[at]

    return sorted(range(len(scores)), key=key)


def _dearest(wishes: Sequence[int], free: list[int], groups: Sequence[int] | None, room: list[int]) -> int:
    for opening in wishes:
        group = groups[opening] if groups else NOTHING
        if free[opening] > 0 and (group == NOTHING or room[group] > 0):
            free[opening] -= 1
            if group != NOTHING:
                room[group] -= 1
            return opening
    return NOTHING
