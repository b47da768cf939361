"""A published run, loaded and ready to be asked why: the latest ones stay in memory, since many ask on one day."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from threading import Lock, Thread
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sangzi.engines.matching.instance import Instance
from sangzi.engines.matching.reasons import Ranked, Reason, ranked, reason_in
from sangzi.engines.matching.reasons_by_price import Priced, PriceReason, priced, reason_by_price
from sangzi.engines.matching.whatif import Settled, settled
from sangzi.units.models import Unit

from ..models import Run
from .stored import NOTHING, Output, Stored, load_input, load_output, without_least

SETTLING = "settle a run"
KEPT = 3
"""Runs in memory; one of 76,000 applications takes some fifteen megabytes."""


@dataclass(frozen=True, eq=False)
class Recalled:
    """A run with its arrays. Its reasons are worked out when the first of them is asked for."""

    run: Run
    stored: Stored
    output: Output
    _one_settles: Lock = field(default_factory=Lock, repr=False)
    _foreseen: Lock = field(default_factory=Lock, repr=False)

    @cached_property
    def proof(self) -> dict[str, Any]:
        """What the run is proven by."""
        told: dict[str, Any] = json.loads(self.run.proof)
        return told

    @cached_property
    def instance(self) -> Instance:
        """What the method held itself to."""
        instance = self.stored.instance
        return without_least(instance) if self.proof.get("given_up") else instance

    @property
    def by_price(self) -> bool:
        """Whether prices say why, and not the order of claims."""
        return self.run.method == "optimal"

    def turn_of(self, application: int) -> int | None:
        """The row of an application; None where the run did not look at it."""
        return _found(self._turns, application)

    def place_of(self, opening: int) -> int | None:
        """The place of an opening; None where it was not offered then."""
        return _found(self._places, opening)

    def got(self, turn: int) -> int | None:
        """The key of the opening that a turn got."""
        at = int(self.output.assignment[turn])
        return None if at == NOTHING else int(self.stored.opening_key[at])

    def wish_got(self, turn: int) -> int:
        """Which wish a turn got: 1 is the dearest, 0 what was not wished for or nothing."""
        begin, end = self.instance.indptr[turn : turn + 2]
        found = np.flatnonzero(self.instance.col[begin:end] == self.output.assignment[turn])
        return int(self.stored.rank[begin + found[0]]) if found.size else 0

    def by_claim(self, turn: int, place: int) -> Reason:
        """Why a turn has not an opening, by the order of claims."""
        return reason_in(self._ranked, (turn, place))

    def by_prices(self, turn: int, place: int) -> PriceReason:
        """Why a turn has not an opening, by the prices."""
        return reason_by_price(self._priced, (turn, place), self._ground())

    def foresee(self) -> None:
        """Get ready what reasons by price are worked out with, in a thread of its own that asks no database.

        The first of them in a process loads compiled loops: the better part of a second, while somebody still reads.
        """
        if self.by_price and self._foreseen.acquire(blocking=False):  # once for all who read
            Thread(target=self._ground, name=SETTLING).start()

    def held_at(self, place: int) -> int:
        """How many got an opening."""
        return int(self._held[place])

    def unit_called(self, place: int) -> str:
        """The short name of a unit by its place; "" for the one above all. One query."""
        key = int(self.stored.unit_key[place])
        return Unit.objects.filter(pk=key).values_list("short", flat=True).first() or "" if key else ""

    @cached_property
    def _turns(self) -> _Keys:
        return _Keys.of(self.stored.application_key)

    @cached_property
    def _places(self) -> _Keys:
        return _Keys.of(self.stored.opening_key)

    @cached_property
    def _held(self) -> NDArray[np.int64]:
        placed = self.output.assignment[self.output.assignment != NOTHING]
        return np.bincount(placed, minlength=self.instance.openings)

    @cached_property
    def _ranked(self) -> Ranked:
        return ranked(self.instance, self.output.assignment)

    @cached_property
    def _priced(self) -> Priced:
        certificate = self.output.certificate
        assert certificate is not None
        return priced(self.instance, self.output.assignment, certificate)

    def _ground(self) -> Settled:
        """The result settled, once; whoever asks while that is being done waits for it."""
        with self._one_settles:
            return self._settled

    @cached_property
    def _settled(self) -> Settled:
        certificate = self.output.certificate
        assert certificate is not None
        return settled(self.instance, self.output.assignment, certificate)


@dataclass(frozen=True, eq=False)
class _Keys:
    """Keys in their order, with the places at which they stand."""

    keys: NDArray[np.int64]
    place: NDArray[np.int64]

    @staticmethod
    def of(keys: NDArray[np.int64]) -> _Keys:
        place = np.argsort(keys, kind="stable")
        return _Keys(keys[place], place)


def _found(keys: _Keys, key: int) -> int | None:
    at = int(np.searchsorted(keys.keys, key))
    return int(keys.place[at]) if at < keys.keys.size and keys.keys[at] == key else None


def recalled(run: Run) -> Recalled:
    """A run that has a result, from memory where it was asked before. Raises `Conflict` where it is kept no more."""
    return _recalled(run.pk, run.digest, run.result)


@lru_cache(maxsize=KEPT)
def _recalled(key: int, _digest: str, _result: str) -> Recalled:
    run = Run.objects.get(pk=key)
    stored, output = load_input(run), load_output(run)
    run.input = run.output = None  # the arrays are there
    return Recalled(run, stored, output)
