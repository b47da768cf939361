"""Which indicator a commitment is probably about: proposed from the definitions' own words, never decided.

The score of a candidate is the share of shared wording (Chinese character bigrams, rare ones counting more),
lifted where shape and level agree. Below `FLOOR` nothing is proposed: a wrong guess costs more than a question.
"""

from __future__ import annotations

import itertools
import math
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from .models import Commitment

FLOOR = 0.4  # the least score that is proposed at all
_WORDS, _SHAPE, _OVER = 0.7, 0.15, 0.15  # what each agreement is worth

# Shapes that say nearly the same: "all townships have one" is a coverage and an each.
_NEAR = (frozenset({"coverage", "each"}), frozenset({"count", "frequency"}), frozenset({"coverage", "share"}))


class Candidate(NamedTuple):
    """An indicator as its definition words it; `over` is "" where it has none."""

    key: str
    title: str
    words: Sequence[str]
    shape: str
    over: str


class Proposal(NamedTuple):
    """How well an indicator fits a commitment, 0 to 1, and the wording they share."""

    key: str
    score: float
    shared: tuple[str, ...]


def propose_indicator(
    commitment: Commitment, candidates: Iterable[Candidate | tuple[str, str, Sequence[str], str, str]]
) -> list[Proposal]:
    """Candidates at or above `FLOOR`, best first; equal scores in the order of their keys."""
    known = tuple(_worded(*candidate) for candidate in candidates)
    said = _Said(commitment.title, commitment.quote)
    weights = _rarity(known)
    scored = [_proposal(commitment, candidate, said, weights) for candidate in known]
    kept = [proposal for proposal in scored if proposal.score >= FLOOR]
    return sorted(kept, key=lambda proposal: (-proposal.score, proposal.key))


class _Said:
    """The bigrams of what a commitment says: of its title alone, and with its quote."""

    def __init__(self, title: str, quote: str) -> None:
        self.title = _bigrams(title)
        self.all = self.title | _bigrams(quote)


class _Weights:
    """How much a bigram counts: the fewer definitions use it, the more."""

    def __init__(self, uses: Counter[str], definitions: int) -> None:
        self._uses = uses
        self._definitions = definitions

    def of(self, bigrams: Iterable[str]) -> float:
        # Sorted: floating sums must not depend on the order of a set.
        return math.fsum(math.log(1 + (self._definitions + 1) / (self._uses[pair] + 1)) for pair in sorted(bigrams))


def _proposal(commitment: Commitment, candidate: Candidate, said: _Said, weights: _Weights) -> Proposal:
    texts = (candidate.title, *candidate.words)
    words = max(_overlap(_bigrams(text), said, weights) for text in texts)
    shape = _shape_agreement(commitment.shape, candidate.shape)
    over = 1.0 if (commitment.over or "") == (candidate.over or "") else 0.0
    # Shape and level only lift what the wording already says: alone they prove nothing.
    score = words * (_WORDS + _SHAPE * shape + _OVER * over)
    shared = frozenset().union(*(_bigrams(text) for text in texts)) & said.all
    return Proposal(candidate.key, round(score, 4), tuple(sorted(shared)))


def _overlap(bigrams: frozenset[str], said: _Said, weights: _Weights) -> float:
    """How much of the definition's wording the commitment says, and how much of its title that explains."""
    if not bigrams or not said.title:
        return 0.0
    shared = bigrams & said.all
    if not shared:
        return 0.0
    recall = weights.of(shared) / weights.of(bigrams)
    precision = weights.of(bigrams & said.title) / weights.of(said.title)
    return math.sqrt(recall * max(precision, recall * _WORDS))


def _shape_agreement(one: str, other: str) -> float:
    if one == other:
        return 1.0
    return 0.5 if frozenset({one, other}) in _NEAR else 0.0


def _worded(key: str, title: str, words: Sequence[str], shape: str, over: str) -> Candidate:
    return Candidate(key, title, tuple(words), shape, over)


@lru_cache(maxsize=8)
def _rarity(known: tuple[Candidate, ...]) -> _Weights:
    """Kept: a plan asks for the same definitions once for each of its commitments."""
    used = [_bigrams(" ".join((candidate.title, *candidate.words))) for candidate in known]
    return _Weights(Counter(pair for bigrams in used for pair in bigrams), len(used))


@lru_cache(maxsize=4096)
def _bigrams(text: str) -> frozenset[str]:
    letters = [character for character in text.lower() if character.isalnum()]
    return frozenset(first + second for first, second in itertools.pairwise(letters))
