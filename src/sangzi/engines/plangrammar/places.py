"""An amount in its comma clause, and what is said of its shape."""

from typing import NamedTuple

from sangzi.engines.plangrammar.amounts import Amount
from sangzi.engines.plangrammar.model import Shape
from sangzi.engines.plangrammar.sentences import Sentence


class Place(NamedTuple):
    """An amount in its comma clause.

    The clause's bounds and where the amount before it in the sentence ends; the clean text, the words of the clause
    before the amount, and those between the amount before it, or the clause's beginning, and the amount.
    """

    s: Sentence
    a: Amount
    left: int
    right: int
    prior: int
    text: str
    before: str
    tail: str


class Shaped(NamedTuple):
    """A shape, over whom (one statement each), the rule that said so, and the words it went by."""

    shape: Shape
    over: tuple[str | None, ...]
    rule: str
    span: tuple[int, int]
