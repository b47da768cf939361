"""What the apportionment engine refuses, each time with a sentence that says what and where."""

from __future__ import annotations


class ApportionError(ValueError):
    """A total cannot be shared out as asked. `child` is the index at fault (from 0), or None."""

    def __init__(self, sentence: str, child: int | None = None) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.child = child
