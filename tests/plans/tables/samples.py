"""Tables with their annotation: a grid with merged cells, what stands around it, and every statement it makes.

A sample has four parts between lines of ====: the lines before the table, the rows, the lines after it, the statements.
In a row `<` goes on from the cell to the left and `^` from the cell above. A statement is
indicator|value|unit|comparator|deadline|status|shape|owners|scope; `*` is not asked for.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent / "samples"
FIELDS = ("indicator", "value", "unit", "comparator", "deadline", "status", "shape", "owners", "scope")
LEFT, ABOVE = "<", "^"


@dataclass(frozen=True)
class Sample:
    """A table, the lines around it, and its statements."""

    name: str
    before: list[str]
    rows: list[list[str]]
    after: list[str]
    stated: list[dict[str, str]]


def names():
    return sorted(path.stem for path in FOLDER.glob("*.table"))


def sample(name):
    parts = (FOLDER / f"{name}.table").read_text("utf-8").split("====\n")
    before, rows, after, stated = ([line for line in part.splitlines() if line] for part in parts)
    grid = [[cell.strip() for cell in row.split("|")] for row in rows]
    return Sample(name, before, grid, after, [dict(zip(FIELDS, line.split("|"), strict=False)) for line in stated])


def score(one, commitments):
    """(stated, read, found, right, what went wrong): a statement is found by its value and its indicator or quote."""
    left = [found.row() | {"said": found} for found in commitments]
    matched = right = 0
    wrong = []
    for stated in one.stated:
        found = next((row for row in left if _is(stated, row)), None)
        if found is None:
            wrong.append(f"missed {stated}")
            continue
        left.remove(found)
        matched += 1
        differing = {field: _said(found, field) for field in FIELDS if not _same(stated, found, field)}
        right += not differing
        if differing:
            wrong.append(f"{stated['indicator']} {stated['value']}: {differing}")
    wrong += [f"not there: {row['quote']!r} {row['value']}" for row in left]
    return len(one.stated), len(commitments), matched, right, wrong


def _is(stated, row):
    if float(stated["value"]) != row["value"] or not _same(stated, row, "indicator"):
        return False
    return _same(stated, row, "deadline") and _same(stated, row, "scope")


def _same(stated, row, field):
    wanted = stated.get(field) or ""
    if wanted == "*" or (field == "scope" and not wanted):
        return True
    if field == "value":
        return float(wanted) == row["value"]
    if field == "indicator":  # by the heads of its row and column: what it is called is a matter of its own
        why = row["said"].because
        heads = "".join(why[head].words for head in ("row", "column") if head in why)
        return set(wanted) <= set(heads)
    return wanted == _said(row, field)


def _said(row, field):
    if field == "owners":
        return "、".join(sorted(row["owners"]))
    return row[field] or ""
