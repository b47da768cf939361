"""What can be asked of the tree. Nothing here loads the whole of it but `tree`, which pages never call."""

from .dated import TreeArrays, tree
from .finding import (
    ancestors,
    children,
    count_by_level,
    trails,
    tree_edition,
    unit_by_code,
    unit_by_slug,
)
from .lineage import HistoryLine, history, predecessors
from .searching import search

__all__ = [
    "HistoryLine",
    "TreeArrays",
    "ancestors",
    "children",
    "count_by_level",
    "history",
    "predecessors",
    "search",
    "trails",
    "tree",
    "tree_edition",
    "unit_by_code",
    "unit_by_slug",
]
