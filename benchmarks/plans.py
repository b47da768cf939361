"""Texts of plans made from a seed out of the repository's own development plans; no two sentences alike.

`dense` is the development plans again and again with other numbers: a statement every 25 characters, as no plan is
published. `published` has prose without numbers between them, as much as in the published plans that the reader was
made for: a statement every 150 characters.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from pathlib import Path

PLANS = Path(__file__).parent.parent / "tests" / "engines" / "plangrammar" / "development"
PROSE = 230
"""Characters of prose for each line of a development plan of forty or so, for `published`."""
_NUMBER = re.compile(r"(?<![\d.])[1-9]\d{0,3}(?=[个名人家场次项所条台户处座间套件%]|万|余)")
_CLAUSE = re.compile("(?<=[，。；])[\u4e00-\u9fff]{6,24}(?=[，。；])")
_NUMERAL = re.compile("[一二三四五六七八九十百千万两每各全所均年月]")


def dense(length: int, seed: int = 1) -> str:
    """At least so many characters of development plans with numbers of their own."""
    return _gathered(_lines(_chance(seed)), length)


def published(length: int, seed: int = 1) -> str:
    """The same between prose without numbers."""
    rng = _chance(seed)
    found = {clause for path in _paths() for clause in _CLAUSE.findall(path.read_text("utf-8"))}
    clauses = sorted(clause for clause in found if not _NUMERAL.search(clause))
    return _gathered((line + _prose(rng, clauses) for line in _lines(rng)), length)


def _chance(seed: int) -> random.Random:
    return random.Random(seed)  # noqa: S311  (a text that can be made again, no secret)


def _paths() -> list[Path]:
    return sorted(PLANS.glob("*.txt"))


def _lines(rng: random.Random) -> Iterator[str]:
    plans = [path.read_text("utf-8").splitlines(keepends=True) for path in _paths()]
    while True:
        for line in rng.choice(plans):
            yield _NUMBER.sub(lambda match: str(rng.randint(1, 10 ** len(match.group()))), line)


def _prose(rng: random.Random, clauses: list[str]) -> str:
    words = ""
    while len(words) < PROSE:
        words += rng.choice(clauses) + rng.choice("，，，。")
    return words[:-1] + "。\n"


def _gathered(lines: Iterator[str], length: int) -> str:
    gathered, count = [], 0
    for line in lines:
        gathered.append(line)
        count += len(line)
        if count >= length:
            break
    return "".join(gathered)
