"""Who answers, as a plan says it: each office with its part, and which writings probably mean the same office."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from itertools import combinations
from typing import NamedTuple

from .models import Commitment, Duty

LEAD, SUPPORT = Duty.Part.LEAD, Duty.Part.SUPPORT
LONGEST = 100
SHORTEST = 2  # characters of an abbreviation that may be proposed
# What stands before a name and is none of it, and what a plan of the same unit leaves out at will.
_BEFORE = re.compile("^(?:会同|联合|和|与|及|以及|由|请)(?=..)")
_AFTER = re.compile("(?<=..)(?:和|与|及|等|等部门|等单位|等有关部门)$")
_WHOSE = re.compile(
    "^(?:共青团|团)?(?:中央|省委|市委|县委|区委|州委|省|市|县|区|州|自治州|各级)(?:机关|直)?(?=..)|^(?:共青团|团委)(?=..)"
)
_ROLE = re.compile("(牵头|主责|责任|主办|负责|会同|配合|协办|协助|协同|参与|支持)(?:[^、，,；;：:（）()]{0,4}([：:]))?")
_SUPPORTING = frozenset({"会同", "配合", "协办", "协助", "协同", "参与", "支持"})


class Named(NamedTuple):
    """An office as a commitment names it, and its part."""

    name: str
    part: Duty.Part


def named(commitment: Commitment) -> list[Named]:
    """The offices of a commitment in order, each once; supporting where the plan's own words say so."""
    words = _words(commitment)
    found = {name: part_of(name, words) for name in map(tidy, json.loads(commitment.owners)) if name}
    return [Named(name, part) for name, part in found.items()]


def tidy(name: str) -> str:
    """A name without spaces, conjunctions at either end and brackets around it."""
    plain = re.sub(r"\s+", "", name).strip("（）()、，,；;。")
    return _AFTER.sub("", _BEFORE.sub("", plain))[:LONGEST]


def part_of(name: str, words: str) -> Duty.Part:
    """Lead, unless `words` put the name behind 配合单位： or before 配合."""
    at = words.find(name)
    if at < 0:
        return LEAD
    role = _role_at(words, at, at + len(name))
    return SUPPORT if role in _SUPPORTING else LEAD


def core(name: str) -> str:
    """A name without whose office it is: 团省委青年发展部 and 青年发展部 are one."""
    return _WHOSE.sub("", tidy(name)) or tidy(name)


def alike(one: str, other: str) -> bool:
    """Whether two writings may mean one office: the same core, or one abbreviates the other."""
    short, long = sorted((core(one), core(other)), key=lambda name: (len(name), name))
    return short == long or (len(short) >= SHORTEST and short[-1] == long[-1] and _abbreviates(short, long))


def variants(names: Sequence[Iterable[str]]) -> list[tuple[int, int]]:
    """Which of some offices, each with all its writings, are probably the same; by their places in `names`."""
    lists = [list(written) for written in names]
    return [
        (first, second)
        for first, second in combinations(range(len(lists)), 2)
        if any(alike(one, other) for one in lists[first] for other in lists[second])
    ]


def _words(commitment: Commitment) -> str:
    reason = json.loads(commitment.because).get("owners") or [""]
    return str(reason[0] or "")


def _role_at(words: str, start: int, end: int) -> str:
    """The role that governs a name: announced with a colon before it, else said behind it, else joined before it."""
    roles = list(_ROLE.finditer(words))
    announced = [role for role in roles if role[2] and role.end() <= start]
    if announced:
        return announced[-1][1]
    if words[:start].endswith("会同"):
        return "会同"
    return next((role[1] for role in roles if role.start() >= end), "")


def _abbreviates(short: str, long: str) -> bool:
    """Whether all characters of `short` stand in `long` in their order."""
    rest = iter(long)
    return all(character in rest for character in short)
