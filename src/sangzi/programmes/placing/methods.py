"""The methods by name: each makes an outcome of an instance, and a checker of its own says what the outcome is worth.

The compiled loops of the engines are loaded when a method runs, not before.
"""

from __future__ import annotations

import os
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from sangzi.engines.matching import instance as instances
from sangzi.engines.matching.infeasible import Infeasible
from sangzi.engines.matching.instance import Instance, InstanceError
from sangzi.engines.matching.lottery import many_lots
from sangzi.engines.matching.objections import MethodError

from .sentences import clashing, unusable

if TYPE_CHECKING:
    from sangzi.engines.matching.optimal import Solution

MOST_PLACES = 2**31 - 1


@dataclass(frozen=True, eq=False)
class Outcome:
    """Who got what, as a method left it; `instance` is the one it worked on, with the lots it drew."""

    instance: Instance
    assignment: NDArray[np.int32]
    """(n) openings or -1; (k, 2) applicants and openings where somebody may have several."""
    proof: Any = None
    """The prices of the optimal method."""
    short: int = 0
    """How many lower bounds are not met, for a method that may leave them open."""
    arrays: dict[str, ArrayLike] = field(default_factory=dict)
    """What is saved beside the assignment."""


@dataclass(frozen=True)
class Verdict:
    """What the checker found. `bound` None: the method promises no best sum; `blocking` None: no stability.

    `stay`: how many have what they had in the earlier result, and `stay_most` what no result of the same sum passes;
    None where there is no earlier result.
    """

    objective: int
    placed: int
    bound: int | None = None
    blocking: int | None = None
    stay: int | None = None
    stay_most: int | None = None

    @property
    def gap(self) -> int | None:
        return None if self.bound is None else self.bound - self.objective


def read_instance(path: Path) -> Instance:
    """The instance in a file; raises `PlacingRefused`."""
    try:
        return instances.read(path)
    except InstanceError as error:
        raise unusable(error.key, error.context) from error
    except OSError as error:
        raise unusable("no-file", {"file": path.name}) from error


def beside(instance: Instance, path: Path, method: str) -> Instance:
    """The instance with what the earlier result in a file says of its edges; raises `PlacingRefused`."""
    if method != "optimal":
        raise unusable("stay-method", {})
    from sangzi.engines.matching.staying import marks

    try:
        return replace(instance, stay=marks(instance, _earlier(path)))
    except MethodError as error:
        raise unusable(error.key, error.context) from error


def ready_for(path: Path) -> None:
    """Refuse a result's file that cannot be written, before anything is computed; raises `PlacingRefused`."""
    if path.is_dir() or not os.access(path.parent, os.W_OK):
        raise unusable("no-room-to-write", {"file": path.name})


def place(instance: Instance, method: str, seed: str | None) -> Outcome:
    """Run a method; raises `PlacingRefused` where it cannot be used here, or where no placement keeps all bounds."""
    lots_given = seed is None or method not in DRAWING
    drawn = instance if lots_given else replace(instance, lottery=_drawn(str(seed), instance.applicants))
    try:
        return METHODS[method](drawn)
    except MethodError as error:
        raise unusable(error.key, error.context) from error
    except Infeasible as error:
        raise clashing(error) from error


def judged(outcome: Outcome) -> Verdict:
    """What a checker that shares nothing with the method says. Raises `RuntimeError` where the engine is at fault."""
    return _by_pairs(outcome) if outcome.proof is None else _by_prices(outcome)


def write_outcome(path: Path, outcome: Outcome) -> None:
    """Write `assignment`, and what proves it, into a file of exactly this name; raises `PlacingRefused`."""
    try:
        with path.open("wb") as file:
            np.savez(file, assignment=outcome.assignment, **outcome.arrays)  # type: ignore[arg-type]
    except OSError as error:
        raise unusable("no-room-to-write", {"file": path.name}) from error


def _earlier(path: Path) -> NDArray[np.int32]:
    """Who got what, as `write_outcome` wrote it."""
    try:
        with np.load(path, allow_pickle=False) as file:
            found: NDArray[Any] = file["assignment"]
    except OSError as error:
        raise unusable("no-file", {"file": path.name}) from error
    except (ValueError, EOFError, KeyError, TypeError, zipfile.BadZipFile, zlib.error) as error:
        raise unusable("no-result", {"file": path.name}) from error
    pairs = found.ndim == 2 and found.shape[1] == 2
    if found.dtype.kind not in "iu" or not (found.ndim == 1 or pairs) or np.abs(found).max(initial=0) > MOST_PLACES:
        raise unusable("no-result", {"file": path.name})
    return found.astype(np.int32)


def _optimal(instance: Instance) -> Outcome:
    """The highest sum of scores; beside an earlier result, of the equally good ones one that keeps the most of it."""
    solution = _solved(instance)
    return Outcome(instance, solution.assignment, solution.certificate, arrays=solution.certificate.arrays())


def _solved(instance: Instance) -> Solution:
    """Each method loads what it needs and no more."""
    if instance.stay is None:
        from sangzi.engines.matching.optimal import optimal

        return optimal(instance)
    from sangzi.engines.matching.staying import staying

    return staying(instance)


def _stable(instance: Instance) -> Outcome:
    """By wishes and priorities, equal ones by lot."""
    from sangzi.engines.matching.stable import stable

    found = stable(instance)
    short = np.count_nonzero(found.opening_short) + np.count_nonzero(found.unit_short)
    return Outcome(instance, found.assignment, short=int(short), arrays={"rank": found.rank})


def _lottery(instance: Instance) -> Outcome:
    """Everybody's lot decides alone."""
    return _stable(replace(instance, priority=np.zeros(instance.edges, np.int64)))


def _first_come(instance: Instance) -> Outcome:
    """Who stands first in the file chooses first: the same as lots drawn in that order."""
    return _lottery(replace(instance, lottery=np.arange(instance.applicants)))


def _drawn(seed: str, applicants: int) -> NDArray[np.int64]:
    return many_lots(seed, np.arange(applicants))


def _by_pairs(outcome: Outcome) -> Verdict:
    from sangzi.engines.matching.blocking import blocking_pairs

    instance, got = outcome.instance, outcome.assignment
    chosen = np.repeat(got, np.diff(instance.indptr)) == instance.col
    blocking = blocking_pairs(instance, got).applicant.size
    return Verdict(int(instance.score[chosen].sum()), int((got >= 0).sum()), blocking=blocking)


def _by_prices(outcome: Outcome) -> Verdict:
    from sangzi.engines.matching.certificate import verify

    found = verify(outcome.instance, outcome.assignment, outcome.proof)
    if found.faults:
        raise RuntimeError(f"The placement breaks the instance: {'; '.join(found.faults)}.")
    if outcome.instance.stay is None:
        return Verdict(found.objective, found.placed, bound=found.bound)
    from sangzi.engines.matching.staying import stays, stays_at_most

    stay = stays(outcome.instance, outcome.assignment)
    most = stays_at_most(outcome.instance, outcome.assignment, outcome.proof)
    return Verdict(found.objective, found.placed, bound=found.bound, stay=stay, stay_most=most)


DRAWING = ("stable", "lottery")
"""The methods in which a seed decides anything."""
METHODS: dict[str, Callable[[Instance], Outcome]] = {
    "optimal": _optimal,
    "stable": _stable,
    "lottery": _lottery,
    "first-come": _first_come,
}
