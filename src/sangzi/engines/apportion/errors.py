"""What the apportionment engine refuses, each time with a sentence that says what and where."""

from __future__ import annotations

from typing import Literal

Refusal = Literal[
    "total", "range", "row", "nobody", "weight", "bounds", "bound", "crossed", "floors", "caps", "weightless",
    "one-each", "stranger", "hand", "hands-above", "hands-below",
]  # fmt: skip


class ApportionError(ValueError):
    """A total cannot be shared out as asked.

    code      which refusal it is, for whoever words it anew
    sentence  what is wrong and what to change, in English
    child     the index at fault (from 0), or None
    children  the indices that stand in the way together, the one that weighs most first
    numbers   what the sentence names, by name
    """

    def __init__(
        self,
        code: Refusal,
        sentence: str,
        child: int | None = None,
        children: tuple[int, ...] = (),
        **numbers: float,
    ) -> None:
        super().__init__(sentence)
        self.code = code
        self.sentence = sentence
        self.child = child
        self.children = children
        self.numbers = numbers
