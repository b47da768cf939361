"""What the roll-up engine refuses, each time with a sentence that says what and where.

`row` is the place in the caller's own array (counted from 0), or None when no single row is at fault.
"""

from __future__ import annotations


class RollUpError(ValueError):
    """Base of every refusal of this engine."""

    def __init__(self, sentence: str, row: int | None = None) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.row = row


class TreeError(RollUpError):
    """The parents given are not a forest."""


class FactError(RollUpError):
    """A fact cannot be counted on this tree."""
