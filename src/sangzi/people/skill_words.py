"""Words about skills, declared in `definitions/skills/`: which mean the same, and which is about more than another."""

from __future__ import annotations

from functools import cache
from typing import Self

from django.utils.translation import gettext as _
from pydantic import Field as Constrained
from pydantic import model_validator

from sangzi.kernel import definitions

DEEPEST = 3  # 苹果 → 果树 → 种植


class SkillWords(definitions.Definition):
    """The words of one field of work.

    `same`: a word and others that say the same. `narrower`: a word and others that are about a part of it. `ignored`:
    words that say nothing about a skill (请问, 专家).
    """

    same: dict[str, tuple[str, ...]] = Constrained(default_factory=dict)
    narrower: dict[str, tuple[str, ...]] = Constrained(default_factory=dict)
    ignored: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _makes_sense(self) -> Self:
        for words in (self.same, self.narrower):
            for word, others in words.items():
                if word in others:
                    raise ValueError(_("“%(word)s”不能归在自己下面") % {"word": word})
        return self


@cache
def skill_words() -> dict[str, SkillWords]:
    """All declared fields of work by key."""
    return definitions.load("skills", SkillWords)


@cache
def ignored() -> tuple[str, ...]:
    """Words to be passed over, the longest first."""
    return tuple(sorted({word for field in skill_words().values() for word in field.ignored}, key=_longest_first))


@cache
def spoken() -> dict[str, str]:
    """Every known word, in lower case, with the one that stands for it."""
    found: dict[str, str] = {}
    for field in skill_words().values():
        for word, others in field.narrower.items():
            found |= {one.lower(): one for one in (word, *others)}
    for field in skill_words().values():
        for word, others in field.same.items():
            found |= {one.lower(): word for one in (word, *others)}
    return found


@cache
def above(word: str) -> tuple[tuple[str, int], ...]:
    """The broader words over a word, each with how many steps it is up."""
    found: dict[str, int] = {}
    edge = {word}
    for step in range(1, DEEPEST + 1):
        edge = {broader for one in edge for broader in _directly_above().get(one, ())} - found.keys() - {word}
        found |= dict.fromkeys(sorted(edge), step)
    return tuple(found.items())


@cache
def _directly_above() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for field in skill_words().values():
        for broader, words in field.narrower.items():
            for word in words:
                found[word] = (*found.get(word, ()), broader)
    return found


def _longest_first(word: str) -> tuple[int, str]:
    return -len(word), word
