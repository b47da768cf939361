"""How sure the reader is of a statement, on what evidence, and what it asks where it is not.

A confidence is meant as the share of such statements that are right, in a plan never seen before: that there is one,
with this value, unit, shape, population, status, comparator and period. Deadlines and owners are not in it: they go
right or wrong for a whole plan at once, and no single statement tells which.
It is fitted to first readings, the readings of plans before any rule was mended for them (`scripts/reliability.py`
writes the constants below; docs/reading-plans.md shows how far they hold). Of each field it is known on what evidence
it was read, and how often a field was right under such evidence; the product of these chances is weighed together
with how many of the plan's numbers stand in tables. It rises with every chance, and falls with that share.
"""

import math
from functools import lru_cache
from typing import NamedTuple

from sangzi.engines.plangrammar.drafts import Draft
from sangzi.engines.plangrammar.model import Status

ASK_BELOW = 0.8
"""A statement less sure than this is asked and not taken for read."""
LOWEST, HIGHEST = 0.05, 0.98
CHANCES: dict[str, dict[str, float]] = {
    "found": {
        "": 0.985,
        "count": 0.979,
        "cover": 0.937,
        "coverage of a population": 0.987,
        "coverage rate": 0.977,
        "doubling": 0.989,
        "each of a level": 0.996,
        "each of a population": 0.996,
        "entitlement": 0.995,
        "frequency": 0.989,
        "frequency by number": 0.997,
        "growth": 0.997,
        "pairing of each": 0.995,
        "per head": 0.995,
        "rate": 0.987,
        "share by proportion word": 0.997,
        "share of things": 0.989,
        "slogan": 0.989,
        "sum for each": 0.992,
        "table": 0.998,
        "zero": 0.992,
    },
    "shape": {
        "": 0.957,
        "count": 0.975,
        "cover": 0.987,
        "coverage of a population": 0.965,
        "coverage rate": 0.84,
        "doubling": 0.97,
        "each of a level": 0.989,
        "each of a population": 0.99,
        "entitlement": 0.985,
        "frequency": 0.97,
        "frequency by number": 0.991,
        "growth": 0.949,
        "pairing of each": 0.986,
        "per head": 0.986,
        "rate": 0.939,
        "share by proportion word": 0.926,
        "share of things": 0.827,
        "slogan": 0.684,
        "sum for each": 0.979,
        "table": 0.995,
        "zero": 0.976,
    },
    "status": {
        "": 0.978,
        "assumed": 0.988,
        "form": 0.997,
        "said": 0.971,
    },
    "deadline": {
        "": 0.891,
        "none": 0.816,
        "not due": 0.993,
        "stated": 0.907,
        "year": 0.901,
    },
    "owners": {
        "": 0.922,
        "named": 0.938,
        "none": 0.834,
        "none here": 0.954,
    },
    "comparator": {
        "": 0.98,
        "stated": 0.994,
        "usual": 0.972,
    },
}
WEIGHTS = (3.157, 4.558, -2.986)


class Manner(NamedTuple):
    """How a plan is written: the share of its numbers that stand in tables, and whether it names owners anywhere."""

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
    even, chances, tabled = WEIGHTS
    odds = even + chances * math.log(product) + tabled * manner.tabled
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
