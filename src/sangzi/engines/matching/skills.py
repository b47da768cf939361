"""Skills: texts as sparse vectors of pairs of neighbouring characters, so that the like of two texts is one product.

Two characters that stand together are nearly a word in Chinese and a trace of one in other scripts; each pair is
hashed to one of a fixed number of terms, so that no dictionary must be kept and every text can be read alone.

Example: `bags(["直播 电商", "电商 运营"])` has one term in common, that of 电商.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

import numpy as np
from numpy.typing import NDArray

TERMS = 1 << 16
"""How many terms pairs are hashed to."""
_PLANE = 1 << 16
"""Characters of the basic plane are looked up; those beyond it are taken for letters."""


@dataclass(frozen=True, eq=False)
class Bags:
    """One row of terms for each text; of a row no term twice, terms ascending, weights of length one together."""

    indptr: NDArray[np.int64]
    """(n + 1) where each row begins and ends."""
    term: NDArray[np.int32]
    weight: NDArray[np.float32]
    terms: int = TERMS
    """How many different terms there may be."""


def bags(texts: Sequence[str], *, terms: int = TERMS) -> Bags:
    """The terms of n texts, weighed by how often they stand there. `terms` is a power of two, at most 2 ** 31.

    O(characters x log characters), without a loop over texts. No errors. Source: hashed n-grams, Weinberger and
    others, "Feature hashing for large scale multitask learning", 2009.
    """
    code = np.frombuffer("\0".join(texts).casefold().encode("utf-32-le", "surrogatepass"), "<u4")
    row = np.cumsum(code == 0)
    told = _letters()[np.minimum(code, _PLANE)]
    pair = np.flatnonzero(told[1:] & told[:-1])
    mixed = code[pair] * np.uint32(0x9E3779B1) ^ code[pair + 1] * np.uint32(0x85EBCA77)
    term = (mixed ^ (mixed >> np.uint32(15))) & np.uint32(terms - 1)
    key, times = np.unique(row[pair] * terms + term, return_counts=True)
    indptr = np.searchsorted(key, np.arange(len(texts) + 1) * terms)
    return _of_length_one(Bags(indptr, (key % terms).astype(np.int32), times.astype(np.float32), terms))


def rarer_first(rows: Bags, among: Bags) -> Bags:
    """The same rows with terms that few of `among` have weighed higher.

    O(terms of both). No errors. Source: inverse document frequency, Sparck Jones, 1972.
    """
    texts = among.indptr.size - 1
    having = np.bincount(among.term, minlength=rows.terms)
    rarity = np.log((1 + texts) / (1 + having)) + 1
    return _of_length_one(replace(rows, weight=(rows.weight * rarity[rows.term]).astype(np.float32)))


def none(rows: int, *, terms: int = 1) -> Bags:
    """`rows` rows without a term. O(rows); no errors."""
    return Bags(np.zeros(rows + 1, np.int64), np.empty(0, np.int32), np.empty(0, np.float32), terms)


def taken(rows: Bags, order: NDArray[np.int64]) -> Bags:
    """Some rows in another order. O(terms); no errors."""
    length = np.diff(rows.indptr)[order]
    indptr = np.concatenate([[0], np.cumsum(length)]).astype(np.int64)
    edge = np.arange(indptr[-1]) + np.repeat(rows.indptr[:-1][order] - indptr[:-1], length)
    return Bags(indptr, rows.term[edge], rows.weight[edge], rows.terms)


def _of_length_one(rows: Bags) -> Bags:
    row = np.repeat(np.arange(rows.indptr.size - 1), np.diff(rows.indptr))
    squares = np.bincount(row, weights=rows.weight.astype(np.float64) ** 2, minlength=rows.indptr.size - 1)
    return replace(rows, weight=(rows.weight / np.sqrt(squares)[row]).astype(np.float32))


@cache
def _letters() -> NDArray[np.bool_]:
    """Which characters of the basic plane are letters or digits, and one entry for all beyond it."""
    return np.array([chr(code).isalnum() for code in range(_PLANE)] + [True])
