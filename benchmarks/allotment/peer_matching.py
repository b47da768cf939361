"""The package `matching`: deferred acceptance in Python. It knows capacities and no tree; only `solve` is timed."""

from __future__ import annotations

import sys
import time
import warnings

import numpy as np

from sangzi.engines.matching.instance import Instance
from sangzi.engines.matching.stable import claims

from .answer import Answer, lacking
from .referee import worth
from .sangzi_stable import wished

NAME = "matching HospitalResident"
DEEP = 1_000_000
"""It copies a game player by player, each from within the one before."""


def missing() -> str | None:
    return lacking("matching")


def solve(instance: Instance) -> Answer:
    from matching.games import HospitalResident

    sys.setrecursionlimit(DEEP)
    game = HospitalResident.create_from_dictionaries(*_dictionaries(wished(instance)))
    began = time.process_time()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found = game.solve(optimal="resident")
    seconds = time.process_time() - began
    got = np.full(instance.applicants, -1, np.int32)
    for opening, residents in found.items():
        for resident in residents:
            got[resident.name] = opening.name
    return Answer(worth(instance, got), seconds, got)


def _dictionaries(market: Instance) -> tuple[dict[int, list[int]], dict[int, list[int]], dict[int, int]]:
    """Wishes, rankings and capacities by number, without openings that nobody names or that have no seat."""
    claimed = claims(market)
    row = np.repeat(np.arange(market.applicants), np.diff(market.indptr))
    strength = claimed.of(np.arange(market.edges), row)
    has_seats = market.capacity[market.col] > 0
    wishes: dict[int, list[int]] = {}
    ranking: dict[int, list[int]] = {}
    for edge in market.indptr[row] + market.preference:
        if has_seats[edge]:
            wishes.setdefault(int(row[edge]), []).append(int(market.col[edge]))
    for edge in np.argsort(-strength):
        if has_seats[edge]:
            ranking.setdefault(int(market.col[edge]), []).append(int(row[edge]))
    return wishes, ranking, {opening: int(market.capacity[opening]) for opening in ranking}
