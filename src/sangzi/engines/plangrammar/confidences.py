"""How sure the reader is of a statement, from the rule that found it and from what it had to assume.

The levels were set so that of the statements at 0.9 about nine in ten are right in every field; `docs` shows the curve.
"""

from sangzi.engines.plangrammar.drafts import Draft

_BY_RULE = {
    "count": 0.93,
    "each of a level": 0.95,
    "each of a population": 0.88,
    "cover": 0.9,
    "slogan": 0.93,
    "frequency": 0.85,
    "frequency by number": 0.85,
    "growth": 0.93,
    "coverage rate": 0.9,
    "coverage of a level": 0.95,
    "coverage of a population": 0.85,
    "share of things": 0.88,
    "share by proportion word": 0.88,
    "rate": 0.85,
    "per head": 0.85,
    "pairing of each": 0.9,
    "pairing of a group": 0.85,
    "entitlement": 0.88,
    "sum for each": 0.8,
    "age limit": 0.75,
    "streak": 0.8,
    "zero": 0.8,
    "table": 0.9,
}


def of(draft: Draft) -> float:
    """A confidence between 0 and 1."""
    sure = _BY_RULE.get(draft.rule, 0.8)
    if "comparator" in draft.why:
        sure += 0.03
    if "deadline" in draft.why:
        sure += 0.01
    return round(max(0.05, min(0.99, sure - 0.04 * draft.doubts)), 2)
