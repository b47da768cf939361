"""What a new indicator may count: every declared fact with each of its tags, in words."""

from __future__ import annotations

from typing import NamedTuple

from sangzi.kernel import facts
from sangzi.kernel.facts import Kind
from sangzi.plans.binding import Candidate, propose_indicator
from sangzi.plans.models import Commitment

BETWEEN = "|"
PLAIN = ("places.open", "people.entries", "programmes.records", "library.items")


class Countable(NamedTuple):
    """A fact narrowed to one tag; `group` is what the fact is called, `measure` its measure word."""

    fact: str
    tag: str
    kind: Kind
    group: str
    title: str
    measure: str

    @property
    def key(self) -> str:
        return f"{self.fact}{BETWEEN}{self.tag}"


def countables() -> list[Countable]:
    """Everything that apps are willing to be counted by, fact by fact."""
    return [
        Countable(fact.key, tag, fact.kind, str(fact.title), *fact.in_words(tag))
        for fact in facts.known().values()
        for tag in fact.tags()
    ]


def countable(key: str) -> Countable | None:
    """The one that a choice names."""
    return next((one for one in countables() if one.key == key), None)


def likely(commitment: Commitment) -> Countable | None:
    """What a commitment probably counts, by the words it shares; None where nothing is near."""
    known = {one.key: one for one in countables() if commitment.measure in (one.measure, "%")}
    known = known or {one.key: one for one in countables()}
    candidates = [Candidate(key, one.title, (one.title,), commitment.shape, "") for key, one in known.items()]
    found = propose_indicator(commitment, candidates)
    best = [one.key for one in found if one.score == found[0].score]
    return min((known[key] for key in best), key=_plainness, default=None)


def _plainness(one: Countable) -> tuple[bool, int]:
    """Of several that are called the same, the plainest: places that are open before their beds."""
    return (one.fact not in PLAIN, PLAIN.index(one.fact) if one.fact in PLAIN else 0)
