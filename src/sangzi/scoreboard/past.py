"""Figures as of any day: the totals know months, the facts know days."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

import numpy as np

from .figures import Figure, Move, figure_from_moves, figures, sides
from .indicators import Indicator
from .months import last_day, month_of
from .totals import compute, ground


def figures_on(wanted: Sequence[Indicator], units: Sequence[int], as_of: date) -> dict[tuple[str, int], Figure]:
    """The figures at the end of a day, whatever was recorded later in the same month.

    At a month's end the totals hold the answer (three queries); on any other day it is computed from the facts.
    """
    if as_of == last_day(month_of(as_of)):
        return figures(wanted, units, as_of)
    return figures_from_facts(wanted, units, as_of)


def figures_from_facts(wanted: Sequence[Indicator], units: Sequence[int], as_of: date) -> dict[tuple[str, int], Figure]:
    """The same from the facts alone: also of indicators that no total was ever made for."""
    moves = _moves(wanted, units, as_of)
    return {(i.key, unit): figure_from_moves(i, unit, as_of, _of(i, moves[unit])) for i in wanted for unit in units}


def _moves(wanted: Sequence[Indicator], units: Sequence[int], as_of: date) -> dict[int, list[Move]]:
    on = ground()
    moves: dict[int, list[Move]] = defaultdict(list)
    for key, basis in {basis.key: basis for indicator in wanted for basis in sides(indicator)}.items():
        found = compute(basis, on, until=as_of)
        mine = np.flatnonzero(np.isin(found.node, np.array(units)))
        for unit, month, amount in zip(*(column[mine].tolist() for column in found), strict=True):
            moves[unit].append((key, month, amount))
    return moves


def _of(indicator: Indicator, moves: list[Move]) -> list[Move]:
    keys = {basis.key for basis in sides(indicator)}
    return [move for move in moves if move[0] in keys]
