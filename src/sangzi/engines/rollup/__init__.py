"""Numbers up a tree: sums, coverage and exact distinct people, for every unit of every level.

    tree = Tree.from_parents(parent, level)     units, numbered so that a subtree is an interval
    roll_up(tree, node, value)                  totals for all units in one pass
    by_month(tree, node, month, value, months)  the same by month, only what is not zero
    distinct(tree, node, person)                people, each once at every unit
    units_meeting(tree, level, condition)       units that themselves meet a condition
    add, distinct_delta, first_months_delta     one record's effect on the way to the root

Pure NumPy, exact in int64, the same answer for any order of input.
"""

from sangzi.engines.rollup.ancestry import common_ancestor, path
from sangzi.engines.rollup.coverage import meeting_by_month, units_meeting
from sangzi.engines.rollup.errors import FactError, RollUpError, TreeError
from sangzi.engines.rollup.increments import add, distinct_delta, first_months_delta
from sangzi.engines.rollup.months import Monthly, by_month, running
from sangzi.engines.rollup.people import distinct, first_months
from sangzi.engines.rollup.sums import Column, columns, roll_up, roll_up_columns
from sangzi.engines.rollup.tree import Tree

__all__ = [
    "Column",
    "FactError",
    "Monthly",
    "RollUpError",
    "Tree",
    "TreeError",
    "add",
    "by_month",
    "columns",
    "common_ancestor",
    "distinct",
    "distinct_delta",
    "first_months",
    "first_months_delta",
    "meeting_by_month",
    "path",
    "roll_up",
    "roll_up_columns",
    "running",
    "units_meeting",
]
