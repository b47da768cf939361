"""What an allotment comes to as it is written down: who gets what, and who waits for what, by rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from sangzi.engines.matching.serial import NOTHING, Shared

from .definitions import frozen
from .models import Application, Opening, Round
from .pool import admitted

if TYPE_CHECKING:  # arrays and compiled loops are loaded when a method runs that needs them
    from .runs.computing import Proof
    from .runs.stored import Output, Stored


@dataclass(frozen=True)
class Plan:
    """Who chooses in which order, what they get, and who waits for what. Positions as in `applications`, `openings`."""

    applications: list[Application]
    openings: list[Opening]
    order: list[int]
    shared: Shared
    beyond: list[int]
    """Applications that get what they did not wish for."""
    proof: Proof

    @property
    def placed(self) -> int:
        return sum(one != NOTHING for one in self.shared.got)

    @property
    def left_over(self) -> int:
        return len(self.applications) - self.placed

    @property
    def free(self) -> int:
        """Seats that nobody who was left over wished for."""
        return sum(opening.capacity - opening.taken for opening in self.openings) - self.placed

    @property
    def taken(self) -> Counter[int]:
        """How many seats of each opening are given, by its key."""
        return Counter(self.openings[one].pk for one in self.shared.got if one != NOTHING)


def method_of(round_: Round) -> str:
    """How places are given; by hand where the programme does not say."""
    step = frozen(round_.definition).allotment
    return step.method if step else "by-hand"


def preview(round_: Round, *, argued: bool = False) -> Plan:
    """Who would get what now by what was announced. Raises `Conflict` where lots or scores are missing.

    `argued`: a reason is written for giving places although rules do not hold.
    """
    from .runs.computing import computed
    from .runs.terms import terms_for

    found = computed(round_, terms_for(round_, argued=argued))
    return plan_of(round_, found.problem.openings, found.stored, found.output, found.proof)


def plan_of(round_: Round, openings: Sequence[Opening], stored: Stored, output: Output, proof: Proof) -> Plan:
    """What a run comes to, in rows. The applications are those that it worked on; one query."""
    applications = list(admitted(round_).order_by("pk"))
    keys = np.array([one.pk for one in applications], np.int64)
    order = np.searchsorted(keys, stored.application_key)
    got = np.full(keys.size, NOTHING, np.int64)
    got[order] = output.assignment
    lines = [[int(order[one]) for one in line] for line in waiting_lines(stored, output)]
    beyond = order[beyond_wishes(stored, output)].tolist()
    return Plan(applications, list(openings), order.tolist(), Shared(got.tolist(), lines), beyond, proof)


def beyond_wishes(stored: Stored, output: Output) -> NDArray[np.int64]:
    """Whose turn got them what they did not wish for."""
    who = np.repeat(np.arange(stored.instance.applicants), np.diff(stored.instance.indptr))
    beyond: NDArray[np.int64] = who[(stored.instance.col == output.assignment[who]) & (stored.rank == 0)]
    return beyond


def waiting_lines(stored: Stored, output: Output) -> list[NDArray[np.int64]]:
    """Who got nothing and waits for which opening, by turn: the strongest claim there first, of equal ones the turn."""
    instance = stored.instance
    who = np.repeat(np.arange(instance.applicants), np.diff(instance.indptr))
    waits = (output.assignment[who] == NOTHING) & (stored.rank > 0)
    claim = instance.score if instance.priority is None else instance.priority
    who, opening, claim = who[waits], instance.col[waits], claim[waits]
    by = np.lexsort((who, -claim, opening))
    ends = np.cumsum(np.bincount(opening, minlength=instance.openings))
    return np.split(who[by], ends[:-1]) if instance.openings else []
