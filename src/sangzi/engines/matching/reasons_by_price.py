"""Reasons of an optimal result: why this person has not that opening, in one sentence true by the prices.

What an opening costs is what its seats, and the seats of the units above it, are worth to others. Everybody has what
leaves most after its cost, so an opening that was not given leaves no more than the one that was. Summed up: if the
person had that opening, all together would have so many points less. Nobody is named.

Under a floor the prices may leave a gap; then the sentence claims only what they, and the leaves of the proof, bound.

Example: two applicants are worth 5 and 7 at one seat, which costs 5. The first asks why: "With this applicant at
opening 0, all together would have at least 2 points less. ..."
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from .certificate import Certificate, Side, charged, edges_taken, pairs, scaled_bound, share, sides, upwards
from .infeasible import WORDS, Quota
from .instance import Instance, grass_openings
from .whatif import Settled, most_with

Kind = Literal["got", "not-named", "own-points", "cost", "bound", "equal", "no-more", "open", "never"]
SENTENCES: dict[Kind, str] = {
    "got": "This is the opening that was given.",
    "not-named": "The opening was not among those that could be given.",
    "own-points": "What was given is worth %(given)d points to this applicant, this opening %(own)d.",
    "cost": "With this applicant at opening %(opening)d, all together would have at least %(lost)d points less. It is "
    "worth %(own)d points and costs %(cost)d, which leaves %(left)d; what was given leaves %(left_given)d.",
    "bound": "With this applicant at opening %(opening)d, all together would have at least %(lost)d points less.",
    "equal": "With this applicant at opening %(opening)d, all together could have as many points; of equal results "
    "the computation gave this one.",
    "no-more": "With this applicant at opening %(opening)d, all together would have no more points.",
    "open": "With this applicant at opening %(opening)d, all together would have at most %(more)d points more; "
    "whether they can have any more is not decided.",
    "never": "No allotment that keeps all bounds has this applicant at opening %(opening)d.",
}


@dataclass(frozen=True)
class PriceReason:
    """Why somebody has not an opening, or that they have it.

    kind     "own-points": what they have is worth as much to them; "cost": the opening is worth more to others, and
             the prices say so; "bound": the same, but what was given was not the best by these prices; "equal":
             another allotment is as good; "no-more": none is better; "open": how much better one might be; "never"
    because  the bound that is most of the cost, where there is one
    context  what the sentence tells, by name
    """

    kind: Kind
    because: Quota | None
    context: dict[str, int]

    @property
    def sentence(self) -> str:
        """In English, for whoever words it anew. O(1); no errors."""
        why = f" Most of the cost: {WORDS[self.because.kind] % vars(self.because)}." if self.because else ""
        return SENTENCES[self.kind] % self.context + why


@dataclass(frozen=True, eq=False)
class Priced:
    """An optimal result with what its prices make of every opening; ready to be asked."""

    instance: Instance
    certificate: Certificate
    taken: NDArray[np.int32]
    """(k, 2) applicants and openings, by applicant."""
    cost: NDArray[np.int64]
    """(m) scaled"""
    bound: int
    """Scaled."""
    sides: tuple[Side, ...]
    """The leaves of the proof, where it has any."""
    objective: int
    held: NDArray[np.int64]
    """(m) how many are at each opening."""
    below: NDArray[np.int64]
    """(u) how many are in each unit and below it."""


def priced(instance: Instance, assignment: NDArray[np.int32], certificate: Certificate) -> Priced:
    """The optimal `assignment`, (n) openings or -1, or (k, 2) pairs, and what proves it. O(n + m + u + e)."""
    taken = pairs(assignment)
    taken = taken[np.argsort(taken[:, 0], kind="stable")]
    held = np.bincount(taken[:, 1], minlength=instance.openings)
    return Priced(
        instance=instance,
        certificate=certificate,
        taken=taken,
        cost=charged(instance, certificate),
        bound=scaled_bound(instance, certificate),
        sides=tuple(sides(instance, certificate)),
        objective=int(instance.score[edges_taken(instance, taken)].sum()),
        held=held,
        below=upwards(instance, held),
    )


def reason_by_price(result: Priced, pair: tuple[int, int], ground: Settled | None = None) -> PriceReason:
    """Why the applicant of `pair` (applicant, opening) has not its opening.

    With `ground`, the same result settled, what it would cost is searched for and told exactly; without it, the prices
    bound it. O(edges of the applicant + depth of the tree) without, as `most_with` with it.
    """
    applicant, opening = pair
    own = _Own(result, applicant)
    if opening in own.given:
        return PriceReason("got", None, {})
    if opening not in own.openings:
        return PriceReason("not-named", None, {})
    most = most_with(ground, pair) if ground else own.most_with(opening)
    if most is None:
        return PriceReason("never", None, {"opening": opening})
    most = min([most, *own.most_in_leaves(opening)])
    return _told(own, opening, result.objective - most, exact=ground is not None and ground.exact)


def _told(own: _Own, opening: int, lost: int, *, exact: bool) -> PriceReason:
    scale, against = own.result.certificate.scale, own.against
    points, value, cost = own.points(opening), own.value(opening), int(own.result.cost[opening])
    given, left_given = (0, 0) if against is None else (own.points(against), own.value(against))
    told = {"opening": opening, "own": points, "given": given, "lost": lost, "more": -lost}
    if lost >= 0 and given >= points:
        return PriceReason("own-points", None, told)
    because, room = _most_of(own.result, opening, against)
    told |= room
    if lost > 0 and value <= left_given:
        rounded = {"cost": -(-cost // scale), "left": value // scale, "left_given": left_given // scale}
        return PriceReason("cost", because, told | rounded)
    kind: Kind = "bound" if lost > 0 else "open" if lost < 0 else "equal" if exact else "no-more"
    return PriceReason(kind, because, told)


class _Own:
    """One applicant's openings, with what each leaves after its cost, scaled."""

    def __init__(self, result: Priced, applicant: int) -> None:
        instance, scale = result.instance, result.certificate.scale
        begin, end = (int(at) for at in instance.indptr[applicant : applicant + 2])
        self.result = result
        self.openings: list[int] = instance.col[begin:end].tolist()
        self._points: dict[int, int] = dict(zip(self.openings, instance.score[begin:end].tolist(), strict=True))
        self._values: dict[int, int] = {at: scale * worth - int(result.cost[at]) for at, worth in self._points.items()}
        first, last = np.searchsorted(result.taken[:, 0], [applicant, applicant + 1])
        self.given: list[int] = result.taken[first:last, 1].tolist()
        most = instance.applicant_capacity
        self.may = 1 if most is None else int(most[applicant])
        self.must = instance.must_place is not None and bool(instance.must_place[applicant])

    def points(self, opening: int) -> int:
        return self._points[opening]

    def value(self, opening: int) -> int:
        return self._values[opening]

    @property
    def against(self) -> int | None:
        """What would have to be given up: what leaves least of what they have; None where they may have more."""
        return min(self.given, key=self.value) if self.given and len(self.given) >= self.may else None

    def most_with(self, opening: int) -> int | None:
        """What no allotment with the opening passes, by the prices, in points rounded down."""
        if self.may < 1:
            return None
        return self._most(self._values, opening, self.result.bound) // self.result.certificate.scale

    def most_in_leaves(self, opening: int) -> list[int]:
        """The same by the leaves, the greatest of them; nothing where the proof has none."""
        most = [self._most(self._worth_in(side), opening, side.bound) // side.scale for side in self.result.sides]
        return [max(most)] if most else []

    def _worth_in(self, side: Side) -> dict[int, int]:
        return {at: side.scale * worth - int(side.cost[at]) for at, worth in self._points.items()}

    def _most(self, values: dict[int, int], opening: int, bound: int) -> int:
        """A bound, with the opening for this applicant instead of what is best for them by these values."""
        others = sorted((worth for at, worth in values.items() if at != opening), reverse=True)
        with_it = values[opening] + sum(worth for worth in others[: self.may - 1] if worth > 0)
        best = sorted(values.values(), reverse=True)
        without = sum(worth for worth in best[: self.may] if worth > 0) + (min(best[0], 0) if self.must else 0)
        return bound - without + with_it


def _most_of(result: Priced, opening: int, against: int | None) -> tuple[Quota | None, dict[str, int]]:
    """The bound that makes the opening so much dearer than what was given, and how many it holds."""
    there, given = _chain(result.instance, opening), [] if against is None else _chain(result.instance, against)
    price = {"opening": result.certificate.opening_price, "unit": result.certificate.unit_price}
    parts = [(int(price[kind][at]), kind, at) for kind, at in there if (kind, at) not in given]
    parts += [(-int(price[kind][at]), kind, at) for kind, at in given if (kind, at) not in there]
    parts.append((_floor_part(result, opening, against), "floor", 0))
    part, kind, at = max(parts, key=lambda one: one[0])
    if part <= 0:
        return None, {}
    if kind == "floor":
        return Quota("floor", 0, 1), {}
    most = (kind, at) in there
    return _quota(result.instance, kind, at, most=most), {
        "held": int((result.held if kind == "opening" else result.below)[at])
    }


def _floor_part(result: Priced, opening: int, against: int | None) -> int:
    instance = result.instance
    if instance.grass_floor is None:
        return 0
    floor, counted = share(instance.grass_floor), grass_openings(instance)
    paid = [0 if at is None else floor.denominator * int(counted[at]) - floor.numerator for at in (opening, against)]
    return result.certificate.floor_price * (paid[1] - paid[0])


def _chain(instance: Instance, opening: int) -> list[tuple[str, int]]:
    """The opening and all units above it."""
    chain, unit = [("opening", opening)], int(instance.opening_unit[opening])
    while unit >= 0:
        chain.append(("unit", unit))
        unit = int(instance.unit_parent[unit])
    return chain


def _quota(instance: Instance, kind: str, at: int, *, most: bool) -> Quota:
    if kind == "opening":
        bound = instance.capacity if most else instance.opening_lower
        return Quota("opening most" if most else "opening least", at, int(bound[at]))
    bound = instance.unit_upper if most else instance.unit_lower
    return Quota("unit most" if most else "unit least", at, int(bound[at]))
