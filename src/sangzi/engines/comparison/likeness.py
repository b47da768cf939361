"""How much two statements speak of the same thing, from 0 to 1, for all pairs of two lists at once.

Words first: the letters and pairs of letters of title and quote, without numbers, each weighing the less the more
statements use it (inverse document frequency, K. Spärck Jones, Journal of Documentation 28, 1972), compared by the
weighted Dice coefficient (L. R. Dice, Ecology 26, 1945). What the words say is lifted a little where unit, shape, level
and deadline agree; agreement alone proves nothing.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from sangzi.engines.comparison.points import Point

Scores = NDArray[np.float32]

WORDS, UNIT, SHAPE, OVER, DEADLINE, PERIOD = 0.60, 0.06, 0.04, 0.04, 0.23, 0.03
"""What each agreement is worth; together 1."""

TITLE, QUOTE = 0.7, 0.3
"""A title says what is measured; the words around it help where titles are worded in different ways."""

LETTER = 0.5
"""A single letter says half as much as two in a row: 村 in 村级 and in 建有…的村."""

# A number behind Latin letters belongs to a name: PM2.5, 5G keeps its G.
_NUMBERS = re.compile(r"(?<![A-Za-z0-9.])[0-9０-９][0-9０-９.．,，]*[%％]?|[〇零一二两三四五六七八九十百千万亿余多]+")
_FRAME = re.compile("比例|占比|比率|覆盖率|覆盖|数量|总数|不少于|不低于|达到|以上|力争|确保|实现|每个|至少")
_LETTERS = re.compile(r"[^\W_]+")
_SAME_UNIT = ("名人位", "个家所处座项", "场次期")
_NEAR_SHAPES = (frozenset({"coverage", "each"}), frozenset({"coverage", "share"}), frozenset({"count", "frequency"}))


def likeness(one: Sequence[Point], other: Sequence[Point]) -> Scores:
    """The likeness of every pair, (len(one), len(other)) float32 in [0, 1].

    Symmetric: `likeness(b, a)` is the transpose. Cost: O((n + m) t) for t letters a statement, and O(n m v) in the
    matrix product over the v bigrams that occur in both lists.
    """
    if not one or not other:
        return np.zeros((len(one), len(other)), dtype=np.float32)
    titles = _dice([_letters(point.title) for point in one], [_letters(point.title) for point in other])
    quotes = _dice([_letters(point.quote) for point in one], [_letters(point.quote) for point in other])
    words = np.maximum(titles, TITLE * titles + QUOTE * quotes)
    lift = (
        UNIT * _agree([_unit(point) for point in one], [_unit(point) for point in other])
        + SHAPE * _shapes(one, other)
        + OVER * _agree([point.over for point in one], [point.over for point in other])
        + DEADLINE * _agree([point.deadline for point in one], [point.deadline for point in other])
        + PERIOD * _agree([point.period for point in one], [point.period for point in other])
    )
    found: Scores = (words * (WORDS + lift)).astype(np.float32)
    return found


def _letters(text: str) -> frozenset[str]:
    """Letters and pairs of letters, without numbers and without the words that every plan uses."""
    plain = _FRAME.sub(" ", _NUMBERS.sub(" ", text.lower()))
    runs = _LETTERS.findall(plain)
    pairs = (first + second for run in runs for first, second in itertools.pairwise(run))
    return frozenset(itertools.chain("".join(runs), pairs))


def _dice(one: Sequence[frozenset[str]], other: Sequence[frozenset[str]]) -> Scores:
    """Weighted Dice of every pair: twice the weight they share over the weight they have."""
    uses = _uses(itertools.chain(one, other))
    many = len(one) + len(other)
    weights = {
        pair: float(np.log(1 + many / count)) * (LETTER if len(pair) == 1 else 1) for pair, count in uses.items()
    }
    shared = sorted(frozenset().union(*one) & frozenset().union(*other))
    at = {pair: column for column, pair in enumerate(shared)}
    left, right = _incidence(one, at), _incidence(other, at)
    both = (left * np.array([weights[pair] for pair in shared], dtype=np.float32)) @ right.T
    # Sums in a fixed order: floating addition must not depend on the order of a set.
    own = [np.array([sum(weights[pair] for pair in sorted(said)) for said in side]) for side in (one, other)]
    all_of_both = own[0][:, None] + own[1][None, :]
    dice: Scores = np.divide(2 * both, all_of_both, out=np.zeros_like(both), where=all_of_both > 0).astype(np.float32)
    return dice


def _uses(said: Iterable[frozenset[str]]) -> dict[str, int]:
    uses: dict[str, int] = {}
    for pair in itertools.chain.from_iterable(said):
        uses[pair] = uses.get(pair, 0) + 1
    return uses


def _incidence(said: Sequence[frozenset[str]], at: dict[str, int]) -> Scores:
    found = np.zeros((len(said), len(at)), dtype=np.float32)
    for row, pairs in enumerate(said):
        found[row, [at[pair] for pair in pairs if pair in at]] = 1
    return found


def _agree(one: Sequence[object], other: Sequence[object]) -> Scores:
    """1 where both say the same; two that say nothing agree."""
    names = {name: code for code, name in enumerate(dict.fromkeys((*one, *other)))}
    left, right = (np.array([names[name] for name in side]) for side in (one, other))
    same: Scores = (left[:, None] == right[None, :]).astype(np.float32)
    return same


def _shapes(one: Sequence[Point], other: Sequence[Point]) -> Scores:
    known = list(dict.fromkeys(point.shape for point in (*one, *other)))
    table = np.array([[_shape_agreement(first, second) for second in known] for first in known], dtype=np.float32)
    left, right = ([known.index(point.shape) for point in side] for side in (one, other))
    agreed: Scores = table[np.ix_(left, right)]
    return agreed


def _shape_agreement(one: str, other: str) -> float:
    if one == other:
        return 1.0
    return 0.5 if frozenset({one, other}) in _NEAR_SHAPES else 0.0


def _unit(point: Point) -> str:
    return next((family for family in _SAME_UNIT if point.unit and point.unit in family), point.unit)
