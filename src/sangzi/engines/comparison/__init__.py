"""Two plans laid side by side: which statement answers which, and what changed between the two.

    pairs(before, after)      statements that speak of the same thing, one to one
    changes(before, after)    what differs between two such statements, and whether it asks for more
    answer(upper, lower)      whether a lower plan falls short of the upper one or asks for more

Works on `Point`, a statement without its document; knows nothing of how statements were read.
"""

from sangzi.engines.comparison.answers import Answer, Verdict, answer
from sangzi.engines.comparison.changes import Ambition, Change, ambition, changes
from sangzi.engines.comparison.likeness import likeness
from sangzi.engines.comparison.pairs import Pair, pairs
from sangzi.engines.comparison.points import LEVELS, Point

__all__ = [
    "LEVELS",
    "Ambition",
    "Answer",
    "Change",
    "Pair",
    "Point",
    "Verdict",
    "ambition",
    "answer",
    "changes",
    "likeness",
    "pairs",
]
