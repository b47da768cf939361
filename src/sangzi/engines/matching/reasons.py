"""Reasons of a stable result: why this person has not that opening, in one sentence true by the order of claims.

Nobody is named: the sentence tells which opening or unit is full of stronger claims and how strong the weakest of them
is, which is what the person needs to check it, and no more than a published line of admission tells.

Example: "Opening 4 has 2 seats, all held by stronger claims; the weakest has priority 80, and the claim has 75."
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from .instance import Instance
from .objections import MethodError
from .stable import Claims, bounded, claims
from .tree import kept_seats

SENTENCES = {
    "not-named": "The opening was not among those named.",
    "got": "This is the opening that was given.",
    "dearer": "What was given stands before it among the wishes.",
    "opening": "Opening %(place)d has %(seats)d seats, all held by stronger claims; ",
    "unit": "Unit %(place)d may have %(seats)d placements: %(held)d are held by stronger claims and %(kept)d seats are "
    "kept for lower bounds; ",
    "priority": "the weakest has priority %(weakest)d, and the claim has %(own)d.",
    "lot": "the weakest has the same priority %(own)d and lot %(weakest_lot)d, and the claim has lot %(own_lot)d.",
    "nobody": "nobody holds one of them.",
}


@dataclass(frozen=True)
class Reason:
    """Why somebody has not an opening, or that they have it.

    kind     "got", "not-named", "dearer", "opening" (it is full) or "unit" (one above it may have no more)
    decided  "priority" or "lot" told the claim from the weakest; "nobody" if all its seats are kept; "" otherwise
    context  what the sentence tells, by name
    """

    kind: Literal["got", "not-named", "dearer", "opening", "unit"]
    decided: Literal["priority", "lot", "nobody", ""]
    context: dict[str, int]

    @property
    def sentence(self) -> str:
        """In English, for whoever words it anew. O(1); no errors."""
        return (SENTENCES[self.kind] + (SENTENCES[self.decided] if self.decided else "")) % self.context


@dataclass(frozen=True, eq=False)
class Ranked:
    """A stable result with its placed pairs in the order of their claims; ready to be asked."""

    instance: Instance
    assignment: NDArray[np.int32]
    """(n) an opening, or -1."""
    lots: NDArray[np.int64] | None
    bounded: Instance
    """With the bounds that the method held itself to."""
    strength: Claims
    edges: NDArray[np.int64]
    """(k) of the placed pairs, the strongest first."""
    rows: NDArray[np.int64]
    """(k) their applicants."""
    strong: NDArray[np.int64]
    """(k) their claims."""


def ranked(
    instance: Instance,
    assignment: NDArray[np.int32],
    *,
    lots: NDArray[np.int64] | None = None,
    keep_lower: bool = True,
    places: int | None = None,
) -> Ranked:
    """The stable `assignment` (n), to be asked. `lots`, `keep_lower` and `places` as `stable` had them.

    Raises `MethodError` as `stable`. O(e + k log k) for k placed.
    """
    strength = claims(instance, lots)
    row = np.repeat(np.arange(instance.applicants), np.diff(instance.indptr))
    placed = np.flatnonzero(instance.col == assignment[row])
    strong = strength.of(placed, row[placed])
    order = np.argsort(-strong)
    held = bounded(instance, keep_lower=keep_lower, places=places)
    return Ranked(instance, assignment, lots, held, strength, placed[order], row[placed[order]], strong[order])


def reason(
    instance: Instance,
    assignment: NDArray[np.int32],
    pair: tuple[int, int],
    *,
    lots: NDArray[np.int64] | None = None,
    keep_lower: bool = True,
    places: int | None = None,
) -> Reason:
    """Why the applicant of `pair` (applicant, opening) has not its opening: one question to `ranked`.

    Raises as `ranked` and `reason_in`. O(e + k log k) for k placed.
    """
    return reason_in(ranked(instance, assignment, lots=lots, keep_lower=keep_lower, places=places), pair)


def reason_in(result: Ranked, pair: tuple[int, int]) -> Reason:
    """Why the applicant of `pair` (applicant, opening) has not its opening.

    Raises `ValueError` where there is no reason, because the pair blocks the assignment. O(n + m + u).
    """
    instance, (applicant, opening) = result.instance, pair
    edge, got = _edge(instance, applicant, opening), int(result.assignment[applicant])
    if edge is None or got == opening:
        return Reason("not-named" if edge is None else "got", "", {})
    own = _edge(instance, applicant, got)
    if own is not None and _wish(instance, applicant, own) < _wish(instance, applicant, edge):
        return Reason("dearer", "", {})
    claim = result.strength.of(np.array([edge]), np.array([applicant]))[0]
    stronger = result.edges[: np.searchsorted(-result.strong, -claim)]
    full = _full(result.bounded, opening, instance.col[stronger])
    inside = np.flatnonzero(full.inside)
    weakest = (int(result.rows[inside[-1]]), int(stronger[inside[-1]])) if inside.size else None
    decided, compared = _decided(instance, result.lots, (applicant, edge), weakest)
    told = {"place": full.place, "seats": full.seats, "held": inside.size, "kept": full.seats - inside.size}
    return Reason(full.kind, decided, told | compared)


class _Full(NamedTuple):
    """What has no room: an opening or a unit above it, its bound, and which of the placed pairs are inside."""

    kind: Literal["opening", "unit"]
    place: int
    seats: int
    inside: NDArray[np.bool_]


def _full(instance: Instance, opening: int, there: NDArray[np.int32]) -> _Full:
    """The lowest that has no room for one more at an opening beside pairs at these openings."""
    count = np.bincount(there, minlength=instance.openings)
    if count[opening] >= instance.capacity[opening]:
        return _Full("opening", opening, int(instance.capacity[opening]), there == opening)
    count[opening] += 1
    load = kept_seats(instance, np.maximum(instance.opening_lower, count))
    unit = int(instance.opening_unit[opening])
    while load[unit] <= instance.unit_upper[unit]:
        unit = int(instance.unit_parent[unit])
        if unit < 0:
            raise ValueError("the pair blocks the assignment")
    below = instance.opening_unit[there]
    while (below > unit).any():  # parents have smaller places, so nobody climbs past the unit by mistake
        below = np.where(below > unit, instance.unit_parent[below], below)
    return _Full("unit", unit, int(instance.unit_upper[unit]), below == unit)


def _decided(
    instance: Instance, lots: NDArray[np.int64] | None, own: tuple[int, int], weakest: tuple[int, int] | None
) -> tuple[Literal["priority", "lot", "nobody"], dict[str, int]]:
    """What told a claim (applicant, edge) from the weakest of the stronger ones, and both as they were given."""
    if weakest is None:
        return "nobody", {}
    priority = instance.score if instance.priority is None else instance.priority
    mine, theirs = int(priority[own[1]]), int(priority[weakest[1]])
    if mine != theirs:
        return "priority", {"own": mine, "weakest": theirs}
    drawn = instance.lottery if lots is None else lots
    if drawn is None:
        raise MethodError("no-lots")
    return "lot", {"own": mine, "own_lot": int(drawn[own[0]]), "weakest_lot": int(drawn[weakest[0]])}


def _edge(instance: Instance, applicant: int, opening: int) -> int | None:
    begin, end = instance.indptr[applicant : applicant + 2]
    found = np.flatnonzero(instance.col[begin:end] == opening)
    return int(begin + found[0]) if found.size else None


def _wish(instance: Instance, applicant: int, edge: int) -> int:
    begin, end = instance.indptr[applicant : applicant + 2]
    place = edge - int(begin)
    return place if instance.preference is None else int(np.argmax(instance.preference[begin:end] == place))
