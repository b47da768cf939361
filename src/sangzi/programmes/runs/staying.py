"""An earlier run of the round as the one to stay close to: what it says of each pair of another run."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from django.utils.translation import gettext as _
from numpy.typing import NDArray

from sangzi.engines.matching.staying import UNKNOWN, marks
from sangzi.kernel.errors import Conflict

from ..models import Round, Run
from .stored import NOTHING, Output, Stored, load_input, load_output, result_of


@dataclass(frozen=True)
class Stay:
    """A run by its number, and the digest of who got what by it."""

    run: int
    result: str

    def told(self) -> dict[str, Any]:
        """For the row of a run and its audit line."""
        return {"run": self.run, "result": self.result}


def marks_by(round_: Round, stay: Stay, stored: Stored) -> NDArray[np.int8]:
    """(e) what the earlier run says of each edge of `stored`. Three queries; O(n log n + e).

    Raises `Conflict` where it is gone, or is no longer what the terms name.
    """
    run = Run.objects.filter(round=round_, number=stay.run).first()
    if run is None:
        raise Conflict(_("没有试算 %(number)d；请另选一次，或不看以前的试算。") % {"number": stay.run})
    there = load_input(run), load_output(run)
    if result_of(*there) != stay.result:
        raise Conflict(_("试算 %(number)d 留存的结果和当时的不符，不能再依它算；请另选一次。") % {"number": stay.run})
    return marks_of(there, stored)


def marks_of(earlier: tuple[Stored, Output], stored: Stored) -> NDArray[np.int8]:
    """(e) what an earlier result says of each edge of `stored`. O(n log n + e).

    Nothing is said of whoever was not there, nor of whoever had what is no longer offered.
    """
    before, output = earlier
    opening = _places(before.opening_key, stored.opening_key)
    got = np.full(output.assignment.size, NOTHING, np.int64)
    placed = output.assignment != NOTHING
    got[placed] = opening[output.assignment[placed]]
    turn = _places(stored.application_key, before.application_key)
    had = np.where(turn == UNKNOWN, UNKNOWN, got[turn] if got.size else UNKNOWN)
    return marks(stored.instance, had.astype(np.int32))


def _places(keys: NDArray[np.int64], among: NDArray[np.int64]) -> NDArray[np.int64]:
    """Where each key stands among others; `UNKNOWN` where it does not."""
    if not among.size:
        return np.full(keys.size, UNKNOWN, np.int64)
    order = np.argsort(among, kind="stable")
    at = np.minimum(np.searchsorted(among[order], keys), among.size - 1)
    found: NDArray[np.int64] = np.where(among[order][at] == keys, order[at], UNKNOWN)
    return found
