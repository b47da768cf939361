"""Coverage: how many units of one level themselves meet a condition, counted for every unit above them."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from sangzi.engines.rollup.errors import FactError
from sangzi.engines.rollup.months import Monthly, running
from sangzi.engines.rollup.sums import roll_up
from sangzi.engines.rollup.tree import Ints, Tree


def units_meeting(tree: Tree, level_code: int, condition: ArrayLike) -> Ints:
    """How many units of level `level_code` at or under each node meet `condition` (n,) -> (n,).

    With a condition that is always true this is the denominator. O(n).
    Errors: FactError if there is not one truth value for each unit.
    """
    met = np.asarray(condition)
    if met.shape != tree.parent.shape or met.dtype.kind != "b":
        raise FactError(f"A condition needs one true or false for each of the {len(tree)} units, not {met.shape}.")
    meeting = np.flatnonzero(met & (tree.level == level_code))
    return roll_up(tree, meeting, np.ones(meeting.size, dtype=np.int64))


def meeting_by_month(tree: Tree, level_code: int, changes: Monthly, at_least: int) -> Monthly:
    """When units of one level begin (+1) and cease (-1) to hold `at_least`, ready for `by_month`.

    `changes` are monthly movements of a stock at the units themselves, as `by_month` gives them; rows of other levels
    are passed over, so the whole table of a stock can be given. `at_least` is 1 or more, in the unit of the values.
    Errors: FactError for a smaller threshold, which units without any row would meet too. O(rows).
    """
    if at_least < 1:
        raise FactError(f"A unit meets 'at least {at_least}' with nothing at all; ask for at least 1.")
    of_level = tree.level[changes.node] == level_code
    held = running(Monthly(*(column[of_level] for column in changes)))
    meets = (held.value >= at_least).astype(np.int64)
    same = held.node[1:] == held.node[:-1]
    turn = meets.copy()
    turn[1:] -= np.where(same, meets[:-1], 0)
    turned = np.flatnonzero(turn)
    return Monthly(held.node[turned], held.month[turned], turn[turned])
