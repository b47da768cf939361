"""What stops the start: an indicator over a fact or a tag that nobody declares."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.core.checks import CheckMessage, Error, register

from sangzi.kernel import facts
from sangzi.kernel.definitions import BadDefinition

from .indicators import Indicator, Term, indicators


@register()
def indicators_mean_something(**_kwargs: Any) -> list[CheckMessage]:
    try:
        declared = indicators().values()
    except BadDefinition as error:
        return [Error(complaint, id="scoreboard.E001") for complaint in error.context["complaints"]]
    return [Error(sentence, id="scoreboard.E002") for indicator in declared for sentence in complaints(indicator)]


def complaints(indicator: Indicator) -> Iterator[str]:
    """Every reason why an indicator could not be computed, as sentences."""
    for term in (indicator.measure, indicator.denominator):
        if term is not None:
            yield from (f"{indicator.key}.toml: {sentence}" for sentence in _term_complaints(term, indicator))


def _term_complaints(term: Term, indicator: Indicator) -> Iterator[str]:
    fact = facts.known().get(term.fact)
    if fact is None:
        yield f"no fact {term.fact!r}; known: {', '.join(sorted(facts.known()))}"
        return
    if term.tag not in set(fact.tags()):
        yield f"the fact {term.fact!r} has no tag {term.tag!r}; known: {', '.join(sorted(fact.tags()))}"
    if fact.kind == "people" and indicator.shape != "growth" and indicator.reading != "year":
        yield "people are counted once a year, so the reading must be 'year'"
    if fact.kind == "people" and indicator.over is not None:
        yield "coverage is taken over amounts, not over people"
