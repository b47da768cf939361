"""Fits the reader's confidences to its first readings, and draws how far they hold.

`python scripts/reliability.py` fits, writes the constants of `engines/plangrammar/confidences.py`, the tables of
docs/reading-plans.md and the curve beside it; `--check` says which of them are out of date.

A first reading is that of a plan for which the reader had not been mended. For each statement the file of first
readings tells on what evidence each field was read, which fields were wrong, and how its plan is written. A field's
chance is the share of those right under the same evidence, drawn towards the field's mean; the chances of four fields
are multiplied, and the logarithm is weighed with the share of numbers in tables (logistic regression, its slopes held
short). What the page shows is cross-validated: no plan is judged by a fit that saw it.
"""

from __future__ import annotations

import csv
import math
import re
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np

ROOT = Path(__file__).parent.parent
READINGS = ROOT / "tests" / "engines" / "plangrammar" / "development" / "first_readings.csv"
TABLE = READINGS.with_name("FIRST_READINGS.md")
PAGE = ROOT / "docs" / "reading-plans.md"
PICTURE = ROOT / "docs" / "images" / "reliability.svg"
ENGINE = ROOT / "src" / "sangzi" / "engines" / "plangrammar" / "confidences.py"
FIRST_ROUND = 9
"""Readings of earlier rounds were those of a reader that lacked whole kinds of rules; they are kept, not fitted."""
HELD = 0.3
"""How short the slopes are held."""
DRAWN = 5
"""So many statements of the field's mean are added to those under one evidence."""
FIELDS: dict[str, tuple[str, tuple[str, ...]]] = {
    "found": ("rule", ("missing",)),
    "shape": ("rule", ("shape", "over", "unit", "period")),
    "status": ("status", ("status",)),
    "deadline": ("deadline", ("deadline",)),
    "owners": ("owners", ("owners",)),
    "comparator": ("comparator", ("comparator",)),
}
SCORED = ("unit", "comparator", "deadline", "period", "shape", "over", "status", "owners")
OF_THE_PLAN = {"deadline", "owners"}
WEIGHED = ("found", "shape", "status", "comparator")
"""What is judged, by which evidence, and which wrong fields count against it."""

Row = dict[str, str]
Chances = dict[str, dict[str, float]]


def readings() -> list[Row]:
    with READINGS.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def right(row: Row) -> bool:
    """Whether a statement's own fields were right; deadlines and owners go wrong for whole plans."""
    return not set(row["wrong"].split()) - OF_THE_PLAN


def chances(rows: Sequence[Row]) -> Chances:
    """For each field and evidence, how often the field was right."""
    return {field: _shares(rows, evidence, set(wrong)) for field, (evidence, wrong) in FIELDS.items()}


def _shares(rows: Sequence[Row], evidence: str, wrong: set[str]) -> dict[str, float]:
    known = [row for row in rows if "missing" not in row["wrong"].split() or "missing" in wrong]
    good = [not wrong & set(row["wrong"].split()) for row in known]
    mean = sum(good) / len(good)
    counts: dict[str, list[bool]] = defaultdict(list)
    for row, fine in zip(known, good, strict=True):
        counts[row[evidence]].append(fine)
    shares = {name: (sum(all_) + DRAWN * mean) / (len(all_) + DRAWN) for name, all_ in sorted(counts.items())}
    return {"": round(mean, 3)} | {name: round(share, 3) for name, share in shares.items()}


def measured(row: Row, fit: Chances) -> list[float]:
    """What is weighed: one, the logarithm of the product of chances, and the share of numbers in tables."""
    product = math.prod(fit[field].get(row[FIELDS[field][0]], fit[field][""]) for field in WEIGHED)
    return [1.0, math.log(product), float(row["tabled"])]


def weights(rows: Sequence[Row], fit: Chances) -> list[float]:
    """Logistic regression by Newton's steps; all but the first are held short."""
    known = np.array([measured(row, fit) for row in rows])
    good = np.array([float(right(row)) for row in rows])
    held = HELD * np.diag([1e-6, *[1.0] * (known.shape[1] - 1)])
    found = np.zeros(known.shape[1])
    for _ in range(40):
        sure = 1 / (1 + np.exp(-known @ found))
        slope = known.T @ (good - sure) - held @ found
        found += np.linalg.solve(known.T @ (known * (sure * (1 - sure))[:, None]) + held, slope)
    return [round(float(one), 3) for one in found]


def sure_of(row: Row, fit: Chances, weighed: Sequence[float]) -> float:
    odds = sum(weight * one for weight, one in zip(weighed, measured(row, fit), strict=True))
    return 1 / (1 + math.exp(-odds))


def validated(rows: Sequence[Row]) -> list[tuple[float, bool]]:
    """Each statement's probability by a fit to the other plans, and whether it was right."""
    out = []
    for plan in sorted({row["plan"] for row in rows}):
        others = [row for row in rows if row["plan"] != plan]
        fit = chances(others)
        weighed = weights(others, fit)
        out += [(sure_of(row, fit, weighed), right(row)) for row in rows if row["plan"] == plan]
    return out


def reliability(points: Sequence[tuple[float, bool]]) -> Iterator[tuple[str, int, float, float]]:
    """Tenth by tenth: how many, how sure the reader was, how many of them were right."""
    for low in range(0, 100, 10):
        held = [(sure, good) for sure, good in points if low <= 100 * sure < low + 10]
        if held:
            mean = sum(sure for sure, _ in held) / len(held)
            yield f"{low / 100:.1f}–{(low + 10) / 100:.1f}", len(held), mean, sum(good for _, good in held) / len(held)


def brier(points: Sequence[tuple[float, bool]]) -> float:
    return sum((sure - good) ** 2 for sure, good in points) / len(points)


def tables(rows: Sequence[Row], points: Sequence[tuple[float, bool]]) -> str:
    """The Markdown that the page holds between its marks."""
    base = sum(good for _, good in points) / len(points)
    lines = ["| Sure | Statements | Said on the average | Right |", "|---|---|---|---|"]
    lines += [f"| {name} | {count} | {said:.2f} | {good:.2f} |" for name, count, said, good in reliability(points)]
    flat = base * (1 - base)
    lines += ["", f"{len(points)} statements of {len({row['plan'] for row in rows})} plans. Brier score"]
    lines[-1] += f" {brier(points):.3f}; one probability for all, {base:.2f}, would score {flat:.3f}."
    return "\n".join(lines)


def first_table(rows: Sequence[Row]) -> str:
    """Every first reading, plan by plan: how much was detected, how much was right in every field."""
    lines = ["| Round | Plan | Author | Annotated | Read | Detection F1 | Strict F1 |", "|---|---|---|---|---|---|---|"]
    plans = sorted({(int(row["reader"]), row["plan"], row["annotator"]) for row in rows})
    for round_, plan, author in plans:
        whose = "the reader's" if author == "own" else "another"
        lines.append(f"| {round_} | {plan} | {whose} | {_scores([row for row in rows if row['plan'] == plan])} |")
    return "\n".join([*lines, *_rounds(rows)])


def _rounds(rows: Sequence[Row]) -> Iterator[str]:
    for name, held in (("1–4", range(1, 5)), ("5–6", range(5, 7)), ("7–8", range(7, 9)), ("9–11", range(9, 12))):
        yield f"| {name} | together | | {_scores([row for row in rows if int(row['reader']) in held])} |"


def _scores(rows: Sequence[Row]) -> str:
    read = [row for row in rows if row["wrong"] != "unread"]
    matched = sum("missing" not in row["wrong"].split() for row in read)
    annotated = matched + len(rows) - len(read)
    both = annotated + len(read)
    return f"{annotated} | {len(read)} | {2 * matched / both:.3f} | {2 * sum(map(right, read)) / both:.3f}"


def by_field(rows: Sequence[Row]) -> str:
    """How often each field was right where a statement was detected, in the rounds that are fitted and in the last."""
    lines = ["| Rounds | " + " | ".join(SCORED) + " |", "|---" * (len(SCORED) + 1) + "|"]
    for name, held in (("5–8", range(5, 9)), ("9–11", range(9, 12))):
        wrong = [row["wrong"].split() for row in rows if int(row["reader"]) in held]
        wrong = [words for words in wrong if "missing" not in words and "unread" not in words]
        shares = [1 - sum(field in words for words in wrong) / len(wrong) for field in SCORED]
        lines.append(f"| {name} | " + " | ".join(f"{share:.3f}" for share in shares) + " |")
    return "\n".join(lines)


def drawing(points: Sequence[tuple[float, bool]]) -> str:
    """The curve as SVG: said against right, a circle as large as the statements are many."""
    marks = []
    for _, count, said, good in reliability(points):
        at = f'cx="{40 + 300 * said:.0f}" cy="{320 - 300 * good:.0f}" r="{3 + math.sqrt(count) / 2:.1f}"'
        marks.append(f"<circle {at} fill='#2a6f97' fill-opacity='.75'><title>{count}</title></circle>")
    scale = [f"<text x='{40 + 30 * n}' y='338' text-anchor='middle'>{n / 10:.1f}</text>" for n in range(0, 11, 2)]
    scale += [f"<text x='34' y='{324 - 30 * n}' text-anchor='end'>{n / 10:.1f}</text>" for n in range(0, 11, 2)]
    return "\n".join(
        [
            "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 360 360' font-family='sans-serif' font-size='11'>",
            "<title>How sure the reader said it was, and how often it was right</title>",
            "<rect width='360' height='360' fill='#fff'/>",
            "<rect x='40' y='20' width='300' height='300' fill='none' stroke='#bbb'/>",
            "<path d='M40 320 340 20' stroke='#999' stroke-dasharray='4 4'/>",
            *marks,
            *scale,
            "<text x='190' y='354' text-anchor='middle'>said</text><text x='10' y='14'>right</text>",
            "</svg>",
            "",
        ]
    )


def constants(fit: Chances, weighed: Sequence[float]) -> str:
    """The constants as they stand in the engine."""
    lines = ["CHANCES: dict[str, dict[str, float]] = {"]
    for field, shares in fit.items():
        lines += [f'    "{field}": {{', *(f'        "{name}": {share},' for name, share in shares.items()), "    },"]
    return "\n".join([*lines, "}", f"WEIGHTS = ({', '.join(map(str, weighed))})"])


def between(page: str, text: str) -> str:
    """The page with the text between its marks."""
    head, _, rest = page.partition("<!-- reliability -->\n")
    _, _, tail = rest.partition("<!-- end -->")
    return f"{head}<!-- reliability -->\n{text}\n<!-- end -->{tail}"


def main(arguments: Sequence[str], say: Callable[[str], object] = print) -> int:
    rows = [row for row in readings() if row["wrong"] != "unread" and int(row["reader"]) >= FIRST_ROUND]
    fit = chances(rows)
    points = validated(rows)
    made = {
        ENGINE: _CONSTANTS.sub(lambda _: constants(fit, weights(rows, fit)), ENGINE.read_text("utf-8")),
        PAGE: between(PAGE.read_text("utf-8"), tables(rows, points)),
        PICTURE: drawing(points),
        TABLE: between(TABLE.read_text("utf-8"), f"{first_table(readings())}\n\n{by_field(readings())}"),
    }
    old = [path for path, text in made.items() if not path.exists() or path.read_text("utf-8") != text]
    if "--check" in arguments:
        say(f"out of date: {', '.join(path.name for path in old)}" if old else "up to date")
        return bool(old)
    for path in old:
        path.write_text(made[path], "utf-8")
    say(f"written: {', '.join(path.name for path in old) or 'nothing'}")
    return 0


_CONSTANTS = re.compile(r"CHANCES: dict\[.*?\nWEIGHTS = [^\n]*", re.DOTALL)

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
