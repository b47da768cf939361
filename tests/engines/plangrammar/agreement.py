"""How far a reading agrees with an annotation, and the annotations that stand beside the development plans.

A statement read counts for an annotated one when they share a character and have the same values; it is right when
its unit, comparator, deadline, period, shape, population, status and owners are right too.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

DEVELOPMENT = Path(__file__).parent / "development"
OTHERS = ("batch2", "batch3", "batch4")
TABLES = {
    "batch2/batch2_02_health",
    "batch2/batch2_07_culture",
    "batch2/batch2_10_housing",
    "batch3/tourism",
    "batch4/03_vocational",
}
LEVELS = {"village", "township", "county", "prefecture", "province", "nation"}
FIELDS = ("unit", "comparator", "deadline", "period", "shape", "over", "status", "owners")
COLUMNS = ("quote", "value", "unit", "comparator", "deadline", "period", "shape", "over", "status", "owners")

_APART = re.compile("、(?![^（(]*[）)])")
"""What parts two owners, and no part of 县（市、区）."""

Row = dict[str, Any]


@dataclass
class Agreement:
    """Counts of annotated, read, matched and right statements, and what went wrong."""

    annotated: int = 0
    read: int = 0
    matched: int = 0
    right: int = 0
    wrong: list[str] = field(default_factory=list)

    @property
    def detection(self) -> float:
        return 2 * self.matched / (self.annotated + self.read)

    @property
    def strict(self) -> float:
        return 2 * self.right / (self.annotated + self.read)

    def __add__(self, other: Agreement) -> Agreement:
        return Agreement(
            self.annotated + other.annotated,
            self.read + other.read,
            self.matched + other.matched,
            self.right + other.right,
            self.wrong + other.wrong,
        )


def compare(annotated: list[Row], read: list[Row]) -> Agreement:
    matches = pairs(annotated, read)
    found = Agreement()
    for index, row in enumerate(annotated):
        other = matches.get(index)
        if row["optional"]:
            found.read -= other is not None
            continue
        differing = FIELDS if other is None else [name for name in FIELDS if _said(row, name) != _said(other, name)]
        found.annotated += 1
        found.matched += other is not None
        found.right += not differing
        if differing:
            found.wrong.append(f"{'missed' if other is None else ','.join(differing)}: {row['quote']}")
    found.read += len(read)
    taken = {id(other) for other in matches.values()}
    found.wrong += [f"not there: {other['quote']}" for other in read if id(other) not in taken]
    return found


def pairs(annotated: list[Row], read: list[Row]) -> dict[int, Row]:
    """One to one, the best agreement first."""
    ranked = sorted(
        ((-_agreeing(row, other), index, place) for index, row in enumerate(annotated)
         for place, other in enumerate(read) if _same_statement(row, other)),
    )  # fmt: skip
    found: dict[int, Row] = {}
    taken: set[int] = set()
    for _, index, place in ranked:
        if index not in found and place not in taken:
            found[index] = read[place]
            taken.add(place)
    return found


def _agreeing(row: Row, other: Row) -> int:
    return sum(_said(row, name) == _said(other, name) for name in FIELDS)


def _same_statement(row: Row, other: Row) -> bool:
    start, end = row["offset"], row["offset"] + len(row["quote"])
    apart = other["offset"] >= end or start >= other["offset"] + len(other["quote"])
    return not apart and (row["value"], row.get("value_max")) == (other["value"], other["value_max"])


def _said(row: Row, name: str) -> Any:
    value = row.get(name)
    if name == "owners":
        return sorted(value or [])
    if name == "over" and value and value not in LEVELS:
        return "a population"
    return value or None


def published(path: Path) -> list[Row]:
    """An annotation as it is published: a JSON object a line; notes mark the optional ones."""
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines() if line]
    for row in rows:
        row.setdefault("value_max", None)
        row["optional"] = str(row.get("note", "")).startswith(("structural", "borderline"))
    return rows


def own(name: str) -> tuple[str, list[Row]]:
    """A development plan and its annotation; a question mark before a quote marks it optional."""
    text = (DEVELOPMENT / f"{name}.txt").read_text("utf-8")
    rows: list[Row] = []
    at = 0
    for line in (DEVELOPMENT / f"{name}.gold").read_text("utf-8").splitlines():
        row: Row = dict(zip(COLUMNS, line.split("|"), strict=True))
        row["optional"], row["quote"] = row["quote"].startswith("?"), row["quote"].removeprefix("?")
        low, _, high = row["value"].partition("-")
        row["value"], row["value_max"] = float(low), float(high) if high else None
        row["owners"] = _APART.split(row["owners"]) if row["owners"] else []
        row["offset"] = at = _where(text, row["quote"], at)
        rows.append(row)
    return text, rows


def _where(text: str, quote: str, near: int) -> int:
    found = text.find(quote, max(0, near - 60))
    return found if found >= 0 else text.index(quote)


def names() -> list[str]:
    return sorted(path.stem for path in DEVELOPMENT.glob("*.gold"))


def others() -> list[str]:
    """Development plans that somebody else wrote and annotated without knowing the reader, but for flattened tables."""
    found = (path for folder in OTHERS for path in (DEVELOPMENT / folder).glob("*.jsonl"))
    names = (f"{path.parent.name}/{path.stem}" for path in found)
    return sorted(name for name in names if name not in TABLES)


def of_another(name: str) -> tuple[str, list[Row]]:
    with (DEVELOPMENT / f"{name}.txt").open(encoding="utf-8", newline="") as file:
        return file.read(), published(DEVELOPMENT / f"{name}.jsonl")
