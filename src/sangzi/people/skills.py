"""Finding people by what they can do: a need in a sentence, and register lines ranked by it. No model, no server.

A text is pairs of neighbouring characters, and words of the declared vocabulary with the broader words over them, so
that apple trees with canker lead to somebody for fruit and plant protection. Both are ranked by BM25 (bm25s) over the
lines given, and added up. S. Robertson and H. Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond"
(2009); weights were chosen on one half of a set of needs and are measured on the other (docs/registers.md).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from typing import Any
from unicodedata import normalize

import numpy as np
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from numpy.typing import NDArray

from sangzi.kernel.errors import BadInput

from .definitions import registers
from .models import Entry
from .skill_words import above, ignored, spoken

LIMIT = 20
LONGEST_NEED = 200
MOST_LINES = 50_000
WORDS_SHOWN = 5
# A pair of characters; a word said by both; one that says it more broadly; one more narrowly; both a part of one thing.
BY_PAIRS, BY_WORDS, BY_BROADER, BY_NARROWER, BY_KIN = 0.5, 1.5, 1.0, 0.7, 0.3
NEAR = 1  # a word one step up is broader; one further up is no more than kin
_RUNS = re.compile(r"[㐀-鿿]+|[a-z0-9]+")


@dataclass(frozen=True)
class Tokens:
    """What a text is taken for: pairs of characters, known words, and broader words with the word they came from."""

    pairs: tuple[str, ...]
    words: tuple[str, ...]
    broader: tuple[tuple[str, str, int], ...]

    @property
    def said(self) -> list[str]:
        """The known words as they are indexed."""
        return [f"={word}" for word in self.words]

    @property
    def about(self) -> list[str]:
        """The broader words as they are indexed."""
        return [f"^{word}" for word in dict.fromkeys(word for word, _from, _steps in self.broader)]

    def broader_by(self, *, near: bool) -> list[str]:
        """The broader words one step up, or those further up, as words that are said are indexed."""
        return [f"={word}" for word, _from, steps in self.broader if (steps <= NEAR) is near]

    @cached_property
    def all(self) -> list[str]:
        """As one list to be indexed, each kind by itself."""
        return [*self.pairs, *self.said, *self.about]


@dataclass(frozen=True)
class Match:
    """A register line that fits a need, how well, and the words that it fits by."""

    entry: Entry
    score: float
    words: list[str]


def ranked(entries: QuerySet[Entry], text: str, *, limit: int = LIMIT) -> list[Match]:
    """The living lines that fit a need best, the best first. Two queries; cost grows with the lines given.

    Raises `BadInput` for a need of more than 200 characters. What the reader may see is for `entries` to say.
    """
    text = text.strip()
    if len(text) > LONGEST_NEED:
        raise BadInput(_("需求最多%(most)d个字；请只写要解决的事。") % {"most": LONGEST_NEED}, field="text")
    lines = list(_searchable(entries)[:MOST_LINES]) if text else []
    best = rank([said_of_skills(register, fields) for _key, register, fields in lines], text, limit=limit)
    found = entries.select_related("unit", "partner", "person__home").in_bulk([lines[at][0] for at, *_rest in best])
    return [Match(found[lines[at][0]], score, words) for at, score, words in best]


def rank(texts: Sequence[str], need: str, *, limit: int | None = None) -> list[tuple[int, float, list[str]]]:
    """Which of some texts fit a need: place, score and the words it fits by, the best first; nothing that does not."""
    scores = fits(texts, need)
    order = [int(at) for at in np.argsort(-scores, kind="stable")[:limit] if scores[at] > 0]
    return [(at, float(scores[at]), in_common(need, texts[at])) for at in order]


def fits(texts: Sequence[str], need: str) -> NDArray[np.float32]:
    """(texts) how well each fits a need; 0 where nothing speaks for it."""
    wanted = tokens(need)
    if not texts or not wanted.all:
        return np.zeros(len(texts), np.float32)
    return _scores(tuple(texts), wanted)


def in_common(need: str, text: str, *, said: bool = False) -> list[str]:
    """By which words a text fits a need: those of both, those that lead to one another, then pairs of characters.

    `said`: only what the text itself says, not what both are a part of.
    """
    found = _common(tokens(need), tokens(text))
    own = tokens(text).words
    return [word for word in found if not said or "→" not in word or word.partition("→")[2] in own]


def says_so(need: str, text: str) -> bool:
    """Whether a text says itself what is needed: a known word, a narrower or broader one, or three characters."""
    known = tokens(need).words
    return any(word in known or len(word) > len("两字") for word in in_common(need, text, said=True))


@lru_cache(maxsize=50_000)
def tokens(text: str) -> Tokens:
    """What a text is taken for."""
    plain = normalize("NFKC", text).lower()
    words = tuple(dict.fromkeys(spoken()[found] for found in _vocabulary().findall(plain)))
    broader = tuple((up, word, steps) for word in words for up, steps in above(word) if up not in words)
    for word in ignored():
        plain = plain.replace(word, " ")
    pairs = tuple(pair for run in _RUNS.findall(plain) for pair in _pairs(run))
    return Tokens(pairs, words, broader)


def _pairs(run: str) -> Iterable[str]:
    if run.isascii():
        return [run]
    return [run[at : at + 2] for at in range(len(run) - 1)]


@cache
def _vocabulary() -> re.Pattern[str]:
    """All known words, the longest tried first, so that 苹果梨 is not an apple."""
    known = sorted(spoken(), key=lambda word: (-len(word), word))
    return re.compile("|".join(map(re.escape, known)) or r"(?!)")


@lru_cache(maxsize=4)
def _index(texts: tuple[str, ...]) -> Any:
    """The index of some texts; kept, as one page often asks the same lines about several needs."""
    import bm25s

    index = bm25s.BM25()
    index.index([tokens(text).all for text in texts], show_progress=False, create_empty_token=True)
    return index


def _scores(texts: tuple[str, ...], wanted: Tokens) -> NDArray[np.float32]:
    index = _index(texts)
    kinds: tuple[tuple[list[str], float], ...] = (
        (list(wanted.pairs), BY_PAIRS),
        (wanted.said, BY_WORDS),
        (wanted.broader_by(near=True), BY_BROADER),
        (wanted.broader_by(near=False), BY_KIN),
        ([word.replace("=", "^") for word in wanted.said], BY_NARROWER),
        (wanted.about, BY_KIN),
    )
    total = np.zeros(len(texts), dtype=np.float32)
    for asked, weight in kinds:
        known = [one for one in asked if one in index.vocab_dict]
        if known:
            total += weight * np.asarray(index.get_scores(known), dtype=np.float32)
    return total


def _common(wanted: Tokens, given: Tokens) -> list[str]:
    """Why a text fits: words in common, words that lead to one another, and then bare pairs of characters."""
    same = [word for word in wanted.words if word in given.words]
    over = {up: word for up, word, _steps in given.broader}
    led = [f"{word}→{up}" for up, word, _steps in wanted.broader if up in given.words]
    led += [f"{word}→{over[word]}" for word in wanted.words if word in over]
    met = [f"{word}→{up}" for up, word, _steps in wanted.broader if up in over]
    said = "".join(same)
    pairs = [pair for pair in wanted.pairs if pair in given.pairs and pair not in said]
    return list(dict.fromkeys([*same, *led, *_joined(pairs), *met]))[:WORDS_SHOWN]


def _joined(pairs: Sequence[str]) -> list[str]:
    """Pairs that go on one in the other as the words they are pieces of."""
    found: list[str] = []
    for pair in pairs:
        if found and found[-1][-1] == pair[0] and not pair.isascii():
            found[-1] += pair[1:]
        else:
            found.append(pair)
    return found


def _searchable(entries: QuerySet[Entry]) -> QuerySet[Entry, tuple[int, str, str]]:
    """Key, register and answers of living lines of registers in which skills can be searched."""
    searched = [key for key, register in registers().items() if register.skills]
    found = entries.filter(register__in=searched, until=None, erased=None)
    return found.order_by("pk").values_list("pk", "register", "fields")


@lru_cache(maxsize=50_000)
def said_of_skills(register: str, fields: str) -> str:
    """What the fields of a line say of skills."""
    answers: dict[str, Any] = json.loads(fields)
    said = [answers.get(key, "") for key in registers()[register].skills]
    return " ".join("、".join(one) if isinstance(one, list) else str(one) for one in said)
