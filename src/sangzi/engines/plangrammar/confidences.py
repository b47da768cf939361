"""How sure the reader is of a statement, from the rule that found it and from what it had to assume.

A confidence is meant as the share of such statements that are right in every field, in a plan never seen before.
The levels follow what was right when ten development plans (282 statements) were read for the first time, each before
any rule was mended for it: 0.79 on the whole; rules seen fewer than twenty times are drawn towards 0.85.
"""

from functools import cache

from sangzi.engines.plangrammar.drafts import Draft

_BY_RULE = {
    "count": 0.85,
    "each of a level": 0.94,
    "each of a population": 0.8,
    "each person": 0.85,
    "each of all": 0.75,
    "cover": 0.85,
    "slogan": 0.92,
    "frequency": 0.8,
    "frequency by number": 0.9,
    "growth": 0.85,
    "doubling": 0.75,
    "coverage rate": 0.78,
    "coverage of a level": 0.93,
    "coverage of a population": 0.8,
    "share of things": 0.85,
    "share by proportion word": 0.92,
    "rate": 0.82,
    "per head": 0.84,
    "pairing of each": 0.78,
    "pairing of a group": 0.78,
    "entitlement": 0.85,
    "sum for each": 0.75,
    "age limit": 0.65,
    "streak": 0.75,
    "zero": 0.75,
}
_OTHERWISE = 0.75
_STATED = 0.02
"""For each of comparator and deadline that the text states and the reader need not infer."""
_ASSUMED = 0.03
"""For a status that only the section or the kind of text gives."""
LOWEST, HIGHEST = 0.05, 0.98


def of(draft: Draft) -> float:
    """A confidence between `LOWEST` and `HIGHEST`."""
    return _of(draft.rule, ("comparator" in draft.why) + ("deadline" in draft.why), draft.doubts)


@cache
def _of(rule: str, stated: int, doubts: int) -> float:
    sure = _BY_RULE.get(rule, _OTHERWISE) + _STATED * stated - _ASSUMED * doubts
    return round(max(LOWEST, min(HIGHEST, sure)), 2)
