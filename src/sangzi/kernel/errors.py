"""The errors people are told about: a code, a status and a sentence that says what to change."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar


class SangziError(Exception):
    """Base of every refusal.

    `sentence` is shown as it is, on a page, as JSON or on the terminal;
    `context` holds plain values (row, field, value) for machines.
    """

    code: ClassVar[str] = "refused"
    status: ClassVar[int] = 400

    def __init__(self, sentence: object, **context: Any) -> None:
        super().__init__(sentence)
        self._sentence = sentence
        self.context = context

    @property
    def sentence(self) -> str:
        return str(self._sentence)


class NotVisible(SangziError):
    """What may not be known to exist: answered exactly like what does not exist."""

    code = "not-found"
    status = 404


class NotPermitted(SangziError):
    """Visible, but not for this person to do; the sentence names the rule."""

    code = "not-permitted"
    status = 403


class Conflict(SangziError):
    """Somebody else was quicker: the thing changed, is full, or is already there."""

    code = "conflict"
    status = 409


class TooMany(SangziError):
    """Tried too often; the sentence says when to try again."""

    code = "too-many"
    status = 429


class BadInput(SangziError):
    """What was given cannot be used; the sentence says what and where."""

    code = "bad-input"
    status = 422


def refusal_of(check: Callable[[], object]) -> list[str]:
    """What a check refuses, as one sentence in a list; an empty one where it passes. For telling all that is wrong."""
    try:
        check()
    except SangziError as refusal:
        return [refusal.sentence]
    return []
