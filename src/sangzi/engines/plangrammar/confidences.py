"""How sure the reader is of a statement, on what evidence, and what it asks where it is not.

A confidence is meant as the share of such statements that are right in every field, in a plan never seen before.
It is fitted to first readings, the readings of plans before any rule was mended for them (`scripts/reliability.py`
writes the constants below; docs/reading-plans.md shows how far they hold). Of each field it is known on what evidence
it was read, and how often a field was right under such evidence; the product of these chances is weighed together
with how much of the plan's numbers are written in characters and how many stand in tables. It rises with every
chance, and falls with both shares.
"""

import math
from functools import lru_cache
from typing import NamedTuple

from sangzi.engines.plangrammar.drafts import Draft
from sangzi.engines.plangrammar.model import Status

ASK_BELOW = 0.6
"""A statement less sure than this is asked and not taken for read."""
LOWEST, HIGHEST = 0.05, 0.98
CHANCES: dict[str, dict[str, float]] = {
    "found": {
        "": 0.953,
        "count": 0.958,
        "cover": 0.93,
        "coverage of a level": 0.962,
        "coverage of a population": 0.955,
        "coverage rate": 0.932,
        "each of a level": 0.979,
        "each of a population": 0.951,
        "each person": 0.955,
        "entitlement": 0.955,
        "frequency": 0.972,
        "frequency by number": 0.982,
        "growth": 0.886,
        "pairing of each": 0.968,
        "per head": 0.977,
        "rate": 0.96,
        "share by proportion word": 0.933,
        "share of things": 0.955,
        "slogan": 0.964,
        "sum for each": 0.968,
        "table": 0.933,
        "zero": 0.965,
    },
    "shape": {
        "": 0.931,
        "count": 0.962,
        "cover": 0.941,
        "coverage of a level": 0.945,
        "coverage of a population": 0.934,
        "coverage rate": 0.837,
        "each of a level": 0.925,
        "each of a population": 0.942,
        "each person": 0.934,
        "entitlement": 0.967,
        "frequency": 0.958,
        "frequency by number": 0.914,
        "growth": 0.957,
        "pairing of each": 0.884,
        "per head": 0.966,
        "rate": 0.884,
        "share by proportion word": 0.948,
        "share of things": 0.934,
        "slogan": 0.947,
        "sum for each": 0.952,
        "table": 0.85,
        "zero": 0.875,
    },
    "status": {
        "": 0.922,
        "assumed": 0.894,
        "form": 0.952,
        "said": 0.965,
    },
    "deadline": {
        "": 0.882,
        "none": 0.907,
        "not due": 0.802,
        "stated": 0.894,
        "year": 0.894,
    },
    "owners": {
        "": 0.887,
        "named": 0.928,
        "none": 0.836,
        "none here": 0.866,
    },
    "comparator": {
        "": 0.941,
        "stated": 0.996,
        "usual": 0.915,
    },
}
WEIGHTS = (1.363, 0.824, -1.946, -1.245)


class Manner(NamedTuple):
    """How a plan is written: the share of its numbers in characters, the share of its numbers that stand in tables,
    and whether it names owners anywhere.
    """

    spelled: float = 0.0
    tabled: float = 0.0
    owned: bool = False


PLAIN = Manner()


class Evidence(NamedTuple):
    """On what each field was read: the rule, and for the others where what they say was found."""

    rule: str
    status: str
    deadline: str
    owners: str
    comparator: str

    def of(self, field: str) -> str:
        """The evidence for one of `CHANCES`."""
        return str(getattr(self, EVIDENCE[field]))


EVIDENCE = {
    "found": "rule",
    "shape": "rule",
    "status": "status",
    "deadline": "deadline",
    "owners": "owners",
    "comparator": "comparator",
}
WEIGHED = ("found", "shape", "status", "comparator")
"""The fields whose chances are multiplied. Deadlines and owners go wrong for whole plans, and tell nothing of one."""
_ASKS = {
    "found": "“{quote}”是不是一项可以衡量的承诺？按“{rule}”读出，这类读法较易误读。",
    "shape": "“{quote}”的类型或覆盖对象对不对？文中没有“每个”“覆盖”“占比”一类的明确说法。",
    "status": "“{quote}”是目标还是已完成的结果？句中没有写明，按所在部分读作“{status}”。",
    "deadline": "“{quote}”的完成时限对不对？句中没有写明，{deadline}。",
    "owners": "“{quote}”由谁负责？这份规划别处写有责任部门，这一条没有读到。",
    "comparator": "“{quote}”是“不少于”还是“等于”？句中没有写比较词，按惯例读。",
}
_FIRM = frozenset({"said", "form", "stated", "named", "none", "not due"})
"""Evidence that leaves nothing to ask. A plan without owners has none to be missed."""
MOST_ASKED = 2
_STATUSES: dict[Status, str] = {"target": "目标", "result": "结果", "rule": "长期要求"}


def evidence(draft: Draft, status: Status, deadline: str | None, owned: bool, manner: Manner) -> Evidence:
    """The evidence of a draft that is settled; `owned` tells whether it has owners."""
    return Evidence(
        draft.rule,
        "form" if status == "rule" else "said" if "status" in draft.why else "assumed",
        _dated(draft, status, deadline),
        "named" if owned else "none here" if manner.owned else "none",
        "stated" if "comparator" in draft.why else "usual",
    )


def _dated(draft: Draft, status: Status, deadline: str | None) -> str:
    if deadline is None:
        return "none" if status == "target" else "not due"
    return "stated" if "deadline" in draft.why else "year"


def chance(known: Evidence, field: str) -> float:
    """How often a field was right under such evidence."""
    shares = CHANCES[field]
    return shares.get(known.of(field), shares[""])


@lru_cache(maxsize=4096)
def of(known: Evidence, manner: Manner) -> float:
    """A confidence between `LOWEST` and `HIGHEST`."""
    product = math.prod(chance(known, field) for field in WEIGHED)
    even, chances, spelled, tabled = WEIGHTS
    odds = even + chances * math.log(product) + spelled * manner.spelled + tabled * manner.tabled
    return round(max(LOWEST, min(HIGHEST, 1 / (1 + math.exp(-odds)))), 2)


def doubts(known: Evidence, sure: float) -> tuple[str, ...]:
    """The fields to ask about in a statement below `ASK_BELOW`, the weakest first; none above."""
    if sure >= ASK_BELOW:
        return ()
    weak = [(chance(known, field) / CHANCES[field][""], field) for field in EVIDENCE if known.of(field) not in _FIRM]
    return tuple(field for share, field in sorted(weak) if share < 1)[:MOST_ASKED] or ("found",)


def question(doubtful: tuple[str, ...], known: Evidence, quote: str, status: Status, deadline: str | None) -> str:
    """The weakest field as a question in words, and why it is asked; empty where nothing is doubtful."""
    if not doubtful:
        return ""
    said = f"按规划年份推为{deadline}" if deadline else "读作没有时限"
    words = {"quote": quote[:40], "rule": known.rule, "status": _STATUSES[status], "deadline": said}
    return _ASKS[doubtful[0]].format(**words)
