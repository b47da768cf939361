"""Which indicator a commitment is probably about: proposed from the definitions' own words, never decided.

Wording decides: the Chinese character bigrams that the commitment and a definition share, rare ones counting more,
and the longest run of characters they have in common. The measure word, the shape and the level only lift or lower
what the wording says. Below `FLOOR` nothing is proposed: a wrong guess costs more than a question.
Measured in `tests/plans/test_binding_quality.py`.
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
_RUN = 0.15  # what a long run in common adds
_LONG_RUN = 4  # characters
_RECALL = 0.62  # how much the definition's wording counts beside the commitment's title
_AROUND = 0.62  # what the sentence around a quote is worth beside the quote itself
_OTHER_MEASURE = 0.6  # of the score where the measure words count different things
_OTHER_KIND = 0.8  # of the score where one speaks of growth and the other does not

# Shapes that say nearly the same: "all townships have one" is a coverage and an each.
_NEAR = (frozenset({"coverage", "each"}), frozenset({"count", "frequency"}), frozenset({"coverage", "share"}))

# What every plan says of everything: these bigrams prove little, however few definitions use them.
_SAID_EVERYWHERE = (
    "每个 个乡 乡镇 镇的 个村 村的 每村 村有 个县 县的 全市 全省 全县 市县 县两 两级 全年 每年 每月 年度 "
    "人数 人次 场次 次数 数量 金额 个数 覆盖 盖率 全覆 增长 长率 同比 占比 比例 比率 "
    "举办 开展 组织 建设 活动 项目 服务 青年"
)
_EVERYWHERE = frozenset(_SAID_EVERYWHERE.split())
_LITTLE = 0.7

# Measure words by what they count. What is in no class counts anything.
_MEASURES = (
    ("persons", "名人位"),
    ("attendances", "人次"),
    ("events", "场次期届节堂"),
    ("money", "元万元亿元"),
    ("hours", "小时"),
    ("beds", "张"),
    ("deals", "笔"),
    ("teams", "支"),
    ("lengths", "公里条米"),
    ("households", "户"),
    ("things", "个家所处间项座"),
)
_ALIKE = (frozenset({"persons", "attendances"}),)


class Candidate(NamedTuple):
    """An indicator as its definition words it; `over` and `measure` (its measure word) are "" where it has none."""

    key: str
    title: str
    words: Sequence[str]
    shape: str
    over: str
    measure: str = ""


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
    said = _Said(commitment)
    weights = _rarity(known)
    scored = [_proposal(commitment, candidate, said, weights) for candidate in known]
    kept = [proposal for proposal in scored if proposal.score >= FLOOR]
    return sorted(kept, key=lambda proposal: (-proposal.score, proposal.key))


def likeness(one: str, other: str) -> float:
    """How alike two titles are, 0 to 1: the bigrams they share over those either has."""
    mine, theirs = _bigrams(one), _bigrams(other)
    return len(mine & theirs) / len(mine | theirs) if mine | theirs else 0.0


class _Said:
    """The bigrams of what a commitment says: of its title alone, with its quote, and with the sentence around it."""

    def __init__(self, commitment: Commitment) -> None:
        self.title = _bigrams(commitment.title)
        self.all = self.title | _bigrams(commitment.quote)
        self.around = self.all | _bigrams(commitment.sentence)
        self.text = _letters(f"{commitment.title}\n{commitment.quote}")
        self._weight = 0.0

    def weight(self, weights: _Weights) -> float:
        """Of the title; asked for many times, computed once."""
        self._weight = self._weight or weights.of(self.title)
        return self._weight


class _Weights:
    """How much a bigram counts: the fewer definitions use it, the more."""

    def __init__(self, uses: Counter[str], definitions: int) -> None:
        self._weights = {pair: _weight(pair, count, definitions) for pair, count in uses.items()}
        self._unused = math.log(2 + definitions)
        self._whole: dict[str, float] = {}

    def of(self, bigrams: Iterable[str]) -> float:
        # `fsum` is exact, so the order of a set changes nothing.
        unused = self._unused
        return math.fsum(
            self._weights.get(pair) or (unused * _LITTLE if pair in _EVERYWHERE else unused) for pair in bigrams
        )

    def whole(self, text: str) -> float:
        """Of all bigrams of a definition's wording; kept."""
        if text not in self._whole:
            self._whole[text] = self.of(_bigrams(text))
        return self._whole[text]


def _weight(pair: str, uses: int, definitions: int) -> float:
    rarity = math.log(1 + (definitions + 1) / (uses + 1))
    return rarity * _LITTLE if pair in _EVERYWHERE else rarity


def _proposal(commitment: Commitment, candidate: Candidate, said: _Said, weights: _Weights) -> Proposal:
    texts = (candidate.title, *candidate.words)
    around = commitment.shape == candidate.shape and _speaks_alike(commitment.measure, candidate.measure)
    words = max(_overlap(text, said, weights, around=around) for text in texts)
    shape = _shape_agreement(commitment.shape, candidate.shape)
    over = 1.0 if (commitment.over or "") == (candidate.over or "") else 0.0
    # Shape and level only lift what the wording already says: alone they prove nothing.
    score = words * (_WORDS + _SHAPE * shape + _OVER * over) * _suits(commitment, candidate)
    shared = frozenset().union(*(_bigrams(text) for text in texts)) & said.all
    return Proposal(candidate.key, round(min(score, 1.0), 4), tuple(sorted(shared)))


def _overlap(text: str, said: _Said, weights: _Weights, *, around: bool) -> float:
    """How much of the definition's wording the commitment says, and how much of its title that explains.

    `around`: the sentence may say what the quote leaves out, as in “…, 60 of them a year”.
    """
    bigrams = _bigrams(text)
    heard = bigrams & (said.around if around else said.all)
    if not heard or not said.title:
        return 0.0
    whole = weights.whole(text)
    wider = _AROUND * weights.of(heard) / whole if around else 0.0
    recall = max(weights.of(bigrams & said.all) / whole, wider)
    if not recall:
        return 0.0
    precision = weights.of(bigrams & said.title) / said.weight(weights)
    fit = math.pow(recall, _RECALL) * math.pow(max(precision, recall * _WORDS), 1 - _RECALL)
    # A run in common takes a part of what is missing: it never makes two wordings of different fit equal.
    run = _RUN * recall if _longest_run(_letters(text), said.text) >= _LONG_RUN else 0.0
    return fit + (1 - fit) * run


def _suits(commitment: Commitment, candidate: Candidate) -> float:
    """1 where measure word and kind of number agree, less where they speak of different things."""
    factor = 1.0
    mine, theirs = _counted(commitment.measure), _counted(candidate.measure)
    if mine and theirs and mine != theirs and frozenset({mine, theirs}) not in _ALIKE:
        factor *= _OTHER_MEASURE
    if (commitment.shape == "growth") != (candidate.shape == "growth"):
        factor *= _OTHER_KIND
    return factor


def _speaks_alike(one: str, other: str) -> bool:
    """Whether two measure words count the same telling thing: 名 and 人, but not 个 and 家, which count everything."""
    return _counted(one) == _counted(other) not in ("", "things")


@lru_cache(maxsize=256)
def _counted(measure: str) -> str:
    """What a measure word counts; "" where that is open."""
    exact = {"人次": "attendances", "场次": "events", "小时": "hours"}
    if measure in exact:
        return exact[measure]
    return next((kind for kind, words in _MEASURES if measure and measure in words), "")


def _longest_run(one: str, other: str) -> int:
    """The length of the longest run of `one` that stands in `other`. O(len(one) · len(other)) at most."""
    best = 0
    for start in range(len(one)):
        while start + best < len(one) and one[start : start + best + 1] in other:
            best += 1
    return best


def _shape_agreement(one: str, other: str) -> float:
    if one == other:
        return 1.0
    return 0.5 if frozenset({one, other}) in _NEAR else 0.0


def _worded(key: str, title: str, words: Sequence[str], shape: str, over: str, measure: str = "") -> Candidate:
    return Candidate(key, title, tuple(words), shape, over, measure)


@lru_cache(maxsize=8)
def _rarity(known: tuple[Candidate, ...]) -> _Weights:
    """Kept: a plan asks for the same definitions once for each of its commitments."""
    used = [_bigrams(" ".join((candidate.title, *candidate.words))) for candidate in known]
    return _Weights(Counter(pair for bigrams in used for pair in bigrams), len(used))


@lru_cache(maxsize=4096)
def _bigrams(text: str) -> frozenset[str]:
    letters = _letters(text)
    return frozenset(first + second for first, second in itertools.pairwise(letters))


@lru_cache(maxsize=4096)
def _letters(text: str) -> str:
    return "".join(character for character in text.lower() if character.isalnum())
