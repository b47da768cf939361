"""What the reader wants a person to look at, as a plan keeps it: a sentence and, where it has one, its place."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import NamedTuple

from django.utils.translation import gettext as _

from sangzi.engines.plangrammar.model import Notice

LOST_NUMBER, NOTHING = "lost-number", "nothing-measurable"


class Warned(NamedTuple):
    """A warning; `start` is -1 where it is about the whole text."""

    sentence: str
    code: str = ""
    start: int = -1
    end: int = -1

    @property
    def words(self) -> str:
        """The sentence in the language that is spoken, where the reader's code says what it is about."""
        if self.code == LOST_NUMBER:
            quoted = {"words": self.sentence.partition("“")[2].rpartition("”")[0]}
            return _("“%(words)s”处似乎缺了数字，没有猜测；请对照原件补上。") % quoted
        if self.code == NOTHING:
            return _("没有读到可以衡量的表述：文中没有带数量、比例、全覆盖或频次的目标或结果。")
        return self.sentence


def to_json(sentences: Iterable[str], notices: Iterable[Notice]) -> str:
    """Warnings of the file, then those of its text."""
    rows = [Warned(sentence) for sentence in sentences]
    rows += [Warned(notice.sentence, notice.code, notice.start, notice.end) for notice in notices]
    return json.dumps(rows, ensure_ascii=False)


def from_json(stored: str) -> tuple[Warned, ...]:
    """Warnings as kept. Those of a reader before this one are sentences alone."""
    return tuple(Warned(row) if isinstance(row, str) else Warned(*row) for row in json.loads(stored))
