"""Seats: taken by one conditional UPDATE, given back once, never more than there are.

The order in which rows are held is the same everywhere, so that no two acts wait for each other: the bidder, the
application, the opening (of several, the smallest key first), its slots by day, the unit that a rule counts. Whoever
holds an opening and looks for the next in line passes over applications that somebody else holds.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import Final, NamedTuple

from django.db.models import F, Q, QuerySet

from sangzi.kernel.round_trips import Change, changing

from .definitions import frozen
from .models import Application, Opening, OpeningState, Placement, PlacementState, Slot, Wish
from .standing import has_room, limits_placements

# In these states a placement that has not ended holds a seat; who finished keeps theirs.
COUNTS: Final = ("taken", "last_line")
GONE = (PlacementState.DECLINED, PlacementState.LAPSED)
HOLDING = (Q(until=None) & ~Q(state__in=(*GONE, PlacementState.BROKEN))) | Q(state=PlacementState.FINISHED)


def is_dated(opening: Opening) -> bool:
    """Whether each day of an opening has a capacity of its own."""
    step = frozen(opening.round.definition).openings
    return step is not None and step.dated


def take(opening: Opening, application: Application) -> bool:
    """Take one seat, or every night of a stay, or nothing. Inside a transaction."""
    if is_dated(opening):
        return _take_nights(opening, application)
    free = Opening.objects.filter(pk=opening.pk, state=OpeningState.OFFERED, taken__lt=F("capacity"))
    if not free.update(taken=F("taken") + 1):
        return False
    if limits_placements(opening.round) and not has_room(opening):
        Opening.objects.filter(pk=opening.pk).update(taken=F("taken") - 1)
        return False
    return True


def promising(wishes: list[Wish]) -> list[Wish]:
    """The wishes whose openings may have a seat, by a look that holds nothing. One query."""
    openings = Opening.objects.filter(pk__in=[wish.opening_id for wish in wishes], taken__lt=F("capacity"))
    free = set(openings.values_list("pk", flat=True))
    return [wish for wish in wishes if wish.opening_id in free]


class Held(NamedTuple):
    """An opening that is held: its seats that are taken and free, and the last number on its waiting list."""

    taken: int
    free: int
    last_line: int

    @classmethod
    def of(cls, opening: Opening) -> Held:
        """As its row says, which is locked."""
        return cls(opening.taken, max(opening.capacity - opening.taken, 0), opening.last_line)


def hold(openings: list[Opening]) -> dict[int, Held]:
    """Lock openings until the transaction ends, the smallest key first, so that nobody frees a seat unseen.

    Returns those that are still offered by key.
    """
    rows = Opening.objects.select_for_update(no_key=True).filter(pk__in=[opening.pk for opening in openings])
    return those_held(list(rows.order_by("pk").only("state", "taken", "capacity", "last_line")))


def those_held(locked: Iterable[Opening]) -> dict[int, Held]:
    """Of openings whose rows are locked those that are still offered, by key."""
    return {opening.pk: Held.of(opening) for opening in locked if opening.state == OpeningState.OFFERED}


class Board:
    """Openings that are held, and in memory how many of their seats are taken and how long their lines become."""

    def __init__(self, held: dict[int, Held]) -> None:
        self._held = held
        self._taken: Counter[int] = Counter()
        self._lined: Counter[int] = Counter()

    def __contains__(self, opening: int) -> bool:
        return opening in self._held

    def take(self, opening: int) -> bool:
        """Take a seat if there is one."""
        if opening not in self._held or self._taken[opening] >= self._held[opening].free:
            return False
        self._taken[opening] += 1
        return True

    def line_up(self, opening: int) -> int:
        """The next number in the line."""
        self._lined[opening] += 1
        return self._held[opening].last_line + self._lined[opening]

    def change(self) -> Change:
        """What was taken and who stands in line, to be written while the openings are held."""
        moved = sorted({*self._taken, *self._lined})
        return changing(Opening, COUNTS, [(opening, *self._counts(opening)) for opening in moved])

    def _counts(self, opening: int) -> tuple[int, int]:
        held = self._held[opening]
        return held.taken + self._taken[opening], held.last_line + self._lined[opening]


def free(placement: Placement, on: date) -> None:
    """Give back the seat of a placement that no longer holds, from a day on. Called once, by whoever ended it."""
    opening = placement.opening
    if not is_dated(opening):
        Opening.objects.filter(pk=opening.pk).update(taken=F("taken") - 1)
        return
    hold([opening])
    last = placement.application.until if placement.application else None
    if last is not None:
        nights(opening, max(placement.since, on), last).update(taken=F("taken") - 1)


def nights(opening: Opening, since: date, until: date) -> QuerySet[Slot]:
    """The nights of a stay."""
    return Slot.objects.filter(opening=opening, on__gte=since, on__lt=until)


def _take_nights(opening: Opening, application: Application) -> bool:
    """All nights or none. Held in the order of days first, so that two stays cannot wait for each other."""
    if application.since is None or application.until is None or opening.state != OpeningState.OFFERED:
        return False
    wanted = (application.until - application.since).days
    stay = nights(opening, application.since, application.until)
    held = stay.select_for_update(no_key=True).order_by("on").values_list("taken", "capacity")
    if len([1 for taken, capacity in held if taken < capacity]) < wanted:
        return False
    return stay.filter(taken__lt=F("capacity")).update(taken=F("taken") + 1) == wanted
