"""What the reader wants a person to look at, as a plan keeps it: a sentence and, where it has one, its place."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import NamedTuple

from sangzi.engines.plangrammar.model import Notice

LOST_NUMBER = "lost-number"


class Warned(NamedTuple):
    """A warning; `start` is -1 where it is about the whole text."""

    sentence: str
    code: str = ""
    start: int = -1
    end: int = -1


def to_json(sentences: Iterable[str], notices: Iterable[Notice]) -> str:
    """Warnings of the file, then those of its text."""
    rows = [Warned(sentence) for sentence in sentences]
    rows += [Warned(notice.sentence, notice.code, notice.start, notice.end) for notice in notices]
    return json.dumps(rows, ensure_ascii=False)


def from_json(stored: str) -> tuple[Warned, ...]:
    """Warnings as kept. Those of a reader before this one are sentences alone."""
    return tuple(Warned(row) if isinstance(row, str) else Warned(*row) for row in json.loads(stored))
