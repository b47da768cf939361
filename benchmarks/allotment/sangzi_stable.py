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
    note = f"{blocking} blocking pairs; a sort of the edges and one pass take {_sorted(market):.3f} s"
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


def _sorted(market: Instance) -> float:
    """What nobody can do without: the priorities of all edges sorted, and read once."""
    began = time.process_time()
    keys = market.priority * market.openings + market.col
    keys.sort()
    keys.sum()
    return time.process_time() - began
