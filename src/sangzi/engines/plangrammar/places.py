"""An amount in its comma clause, and what is said of its shape."""

from typing import NamedTuple

from sangzi.engines.plangrammar.amounts import Amount
from sangzi.engines.plangrammar.model import Shape
from sangzi.engines.plangrammar.sentences import Sentence


class Place(NamedTuple):
    """An amount in its comma clause: the clause's bounds, and where the amount before it in the sentence ends."""

    s: Sentence
    a: Amount
    left: int
    right: int
    prior: int

    @property
    def text(self) -> str:
        """The clean text."""
        return self.s.text

    @property
    def before(self) -> str:
        """The words of the clause before the amount."""
        return self.s.text[self.left : self.a.start]

    @property
    def tail(self) -> str:
        """The words between the amount before it, or the clause's beginning, and the amount."""
        return self.s.text[max(self.left, self.prior) : self.a.start]


class Shaped(NamedTuple):
    """A shape, over whom (one statement each), the rule that said so, and the words it went by."""

    shape: Shape
    over: tuple[str | None, ...]
    rule: str
    span: tuple[int, int]
