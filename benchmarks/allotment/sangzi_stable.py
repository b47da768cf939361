"""Sangzi's stable method: wishes by score, openings by a priority of their own, equal ones by lot."""

from __future__ import annotations

import time
from dataclasses import replace

import numpy as np

from sangzi.engines.matching.instance import Instance

from .answer import Answer
from .referee import worth
from .shapes import build

NAME = "Sangzi stable"


def missing() -> str | None:
    return None


def solve(instance: Instance) -> Answer:
    from sangzi.engines.matching.blocking import blocking_pairs
    from sangzi.engines.matching.stable import stable

    stable(wished(build("geographic", "XS", quotas=True)))
    market = wished(instance)
    began = time.process_time()
    found = stable(market)
    seconds = time.process_time() - began
    blocking = blocking_pairs(market, found.assignment).applicant.size
    ordered, keys = _passed(market)
    note = (
        f"{blocking} blocking pairs; one pass over the edges and their sort take {ordered:.3f} s ({keys:.3f} s as keys)"
    )
    return Answer(worth(instance, found.assignment), seconds, found.assignment, note=note)


def wished(instance: Instance) -> Instance:
    """Dearest is what scores most; an opening ranks by a number of each pair from 0 to 99, and lots decide."""
    chance = np.random.default_rng(7)
    row = np.repeat(np.arange(instance.applicants), np.diff(instance.indptr))
    order = np.lexsort((-instance.score, row))
    return replace(
        instance,
        preference=(order - instance.indptr[row]).astype(np.int32),
        priority=chance.integers(0, 100, instance.edges),
        lottery=chance.permutation(instance.applicants),
    )


def _passed(market: Instance) -> tuple[float, float]:
    """One pass over the edge arrays and their sort: into each opening's order of priority, the edges with it; and the
    keys alone, which no longer say whose they are."""
    began = time.process_time()
    for array in (market.col, market.preference, market.priority):
        array.sum()  # type: ignore[union-attr]  # wished: none is left out
    keys = market.col * (int(market.priority.max(initial=0)) + 1) + market.priority
    passed = time.process_time() - began
    began = time.process_time()
    np.argsort(keys)
    ordered = time.process_time() - began
    began = time.process_time()
    np.sort(keys)
    return passed + ordered, passed + time.process_time() - began
