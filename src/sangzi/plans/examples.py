"""Labelled examples: what people made of what was read, replayed through the present reader. Needs no database.

An example is a statement as people left it, in the fields of a gold annotation, or one that they said is none. It is
right when the reader finds it in its text with the same value (detection) and with the same fields (strict). Beside it
stands how it was read when people saw it, so that a reader that gets worse is told from one that never got it right.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from sangzi.engines import plangrammar
from sangzi.kernel.errors import BadInput

Row = dict[str, Any]
FIELDS = ("unit", "comparator", "deadline", "period", "shape", "over", "status", "owners")  # what strict compares
SHOWN_FIELDS = ("value", *FIELDS, "indicator")
DISMISSED = "dismissed"  # the label of what is none; every other label is of a statement that stands
TEXTS = ".texts"  # the folder of the texts beside a file of examples
_LEVELS = frozenset({"village", "township", "county", "prefecture", "province", "nation"})


class Example(NamedTuple):
    """One statement as people left it. `row` has gold fields; `as_read` is {} for what no reader gave."""

    row: Row
    label: str
    as_read: Row
    reader: str


@dataclass(frozen=True)
class Labelled:
    """A plan's text with its examples. `year` is what the reader was told besides the text."""

    name: str
    text: str
    year: int | None
    examples: tuple[Example, ...]

    @property
    def digest(self) -> str:
        return hashlib.sha256(self.text.encode()).hexdigest()


class Verdict(NamedTuple):
    """An example, what the present reader makes of it, and which fields agree."""

    example: Example
    found: Row | None
    right: frozenset[str]  # fields that agree, "value" among them; all of them for a dismissed one that is not found
    was_right: bool  # whether it was strictly right as it was read

    @property
    def detected(self) -> bool:
        return "value" in self.right

    @property
    def strict(self) -> bool:
        return self.right.issuperset(("value", *FIELDS))

    @property
    def regressed(self) -> bool:
        return self.was_right and not self.strict


@dataclass
class Score:
    """How the present reader does on examples."""

    verdicts: list[Verdict] = field(default_factory=list)

    @property
    def strict(self) -> int:
        return sum(one.strict for one in self.verdicts)

    @property
    def detected(self) -> int:
        return sum(one.detected for one in self.verdicts)

    @property
    def regressions(self) -> list[Verdict]:
        return [one for one in self.verdicts if one.regressed]

    @property
    def gains(self) -> list[Verdict]:
        return [one for one in self.verdicts if one.strict and not one.was_right]

    @property
    def share(self) -> float:
        """The share of examples that are strictly right; 1 where there are none."""
        return self.strict / len(self.verdicts) if self.verdicts else 1.0

    def by_field(self) -> dict[str, tuple[int, int]]:
        """For each field, in how many of the statements that were found it is right, and how many were found."""
        found = [one for one in self.verdicts if one.found is not None and one.example.label != DISMISSED]
        return {name: (sum(name in one.right for one in found), len(found)) for name in SHOWN_FIELDS}


def replay(labelled: Labelled) -> Score:
    """Read the text and hold every example to it. Linear in the text, quadratic only where statements overlap."""
    read = plangrammar.read(labelled.text, year=labelled.year).commitments
    rows = [found.row() for found in read]
    standing = [one for one in labelled.examples if one.label != DISMISSED]
    paired = _paired([one.row for one in standing], rows)
    used = set(paired.values())
    left = [row for turn, row in enumerate(rows) if turn not in used]
    verdicts = [_verdict(one, rows[paired[turn]] if turn in paired else None) for turn, one in enumerate(standing)]
    verdicts += [_verdict_of_none(one, left) for one in labelled.examples if one.label == DISMISSED]
    return Score(sorted(verdicts, key=lambda one: one.example.row["offset"]))


def agreeing(gold: Row, found: Row) -> frozenset[str]:
    """The fields in which a row agrees with what people left; populations count as one kind, as in the gold sets."""
    same = {name for name in FIELDS if _norm(name, gold.get(name)) == _norm(name, found.get(name))}
    same |= {"value"} if _same_value(gold, found) else set()
    return frozenset(same | ({"indicator"} if gold.get("indicator") == found.get("indicator") else set()))


def strictly(gold: Row, found: Row) -> bool:
    """Whether every field that strict compares agrees, and the value."""
    return agreeing(gold, found).issuperset(("value", *FIELDS))


def write_examples(plans: Iterable[Labelled], path: Path) -> int:
    """Write examples as lines of JSON in gold fields, and the texts into a folder beside; how many there were."""
    folder = path.with_name(path.name + TEXTS)
    folder.mkdir(parents=True, exist_ok=True)
    count = 0
    with path.open("w", encoding="utf-8") as out:
        for labelled in plans:
            (folder / f"{labelled.digest}.txt").write_text(labelled.text, encoding="utf-8", newline="")
            for example in labelled.examples:
                out.write(json.dumps(_line(labelled, example), ensure_ascii=False) + "\n")
                count += 1
    return count


def read_examples(path: Path) -> Iterator[Labelled]:
    """Read what `write_examples` wrote. Raises `BadInput` with the line that cannot be used."""
    lines: dict[str, list[Row]] = defaultdict(list)
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if line.strip():
            row = _row_of(line, number, path)
            lines[row["text_sha256"]].append(row)
    for digest, rows in lines.items():
        yield _labelled(path, digest, rows)


def _paired(gold: list[Row], found: list[Row]) -> dict[int, int]:
    """Pairs of gold and found rows that overlap with the same value, the best agreement first."""
    shelves: dict[object, list[int]] = defaultdict(list)
    for turn, row in enumerate(found):
        shelves[_value_key(row)].append(turn)
    candidates = []
    for turn, row in enumerate(gold):
        for other in shelves.get(_value_key(row), ()):
            shared = _overlap(row, found[other])
            if shared > 0:
                candidates.append((len(agreeing(row, found[other])), shared, -turn, -other))
    pairs: dict[int, int] = {}
    used: set[int] = set()
    for _fields, _shared, turn, other in sorted(candidates, reverse=True):
        if -turn not in pairs and -other not in used:
            pairs[-turn] = -other
            used.add(-other)
    return pairs


def _verdict(example: Example, found: Row | None) -> Verdict:
    was_right = bool(example.as_read) and strictly(example.row, example.as_read)
    return Verdict(example, found, frozenset() if found is None else agreeing(example.row, found), was_right)


def _verdict_of_none(example: Example, left: list[Row]) -> Verdict:
    """What people said is none is right when it is not found; it was found when they said so."""
    for row in left:
        if _overlap(example.row, row) > 0 and _same_value(example.row, row):
            return Verdict(example, row, frozenset(), was_right=False)
    return Verdict(example, None, frozenset(SHOWN_FIELDS), was_right=False)


def _overlap(one: Row, other: Row) -> int:
    first: int = max(one["offset"], other["offset"])
    last: int = min(one["offset"] + len(one["quote"]), other["offset"] + len(other["quote"]))
    return last - first


def _same_value(one: Row, other: Row) -> bool:
    return _value_key(one) == _value_key(other)


def _value_key(row: Row) -> object:
    return tuple(None if row.get(name) is None else round(float(row[name]), 6) for name in ("value", "value_max"))


def _norm(name: str, value: Any) -> object:
    if name == "owners":
        return tuple(sorted(value or ()))
    if name == "over":
        return value if not value or value in _LEVELS else "population"
    return value or None


def _line(labelled: Labelled, example: Example) -> Row:
    told = {"label": example.label, "as_read": example.as_read, "reader": example.reader}
    return {**example.row, **told, "plan": labelled.name, "year": labelled.year, "text_sha256": labelled.digest}


def _row_of(line: str, number: int, path: Path) -> Row:
    try:
        row: Row = json.loads(line)
        missing = [name for name in ("quote", "offset", "value", "label", "text_sha256") if name not in row]
    except (ValueError, TypeError) as error:
        told = {"file": path.name, "line": number}
        raise BadInput(
            _("%(file)s 第 %(line)s 行不是 JSON 对象；请用 sangzi plan examples 重新导出。") % told
        ) from error
    if missing:
        told = {"file": path.name, "line": number, "missing": "、".join(missing)}
        raise BadInput(_("%(file)s 第 %(line)s 行少了 %(missing)s；请用 sangzi plan examples 重新导出。") % told)
    return row


def _labelled(path: Path, digest: str, rows: list[Row]) -> Labelled:
    file = path.with_name(path.name + TEXTS) / f"{digest}.txt"
    if not file.is_file():
        told = {"text": f"{file.parent.name}/{file.name}", "file": path.name}
        raise BadInput(_("找不到正文 %(text)s；请把它和 %(file)s 放在一起。") % told)
    text = file.read_bytes().decode()
    labelled = Labelled(rows[0].get("plan", ""), text, rows[0].get("year"), tuple(map(_example, rows)))
    if labelled.digest != digest:
        raise BadInput(
            _("正文 %(text)s 被改过，例子里的位置对不上了；请用 sangzi plan examples 重新导出。") % {"text": file.name}
        )
    return labelled


def _example(row: Row) -> Example:
    gold = {name: row.get(name) for name in plangrammar.ROW_FIELDS}
    return Example(gold, row["label"], row.get("as_read") or {}, row.get("reader", ""))


def replay_all(plans: Iterable[Labelled], told: Callable[[Labelled, Score], None]) -> Score:
    """Replay plan by plan, telling of each; all verdicts together."""
    whole = Score()
    for labelled in plans:
        score = replay(labelled)
        told(labelled, score)
        whole.verdicts += score.verdicts
    return whole


def readers_of(score: Score) -> Mapping[str, list[Verdict]]:
    """Regressions by the version of the reader that had got them right."""
    found: dict[str, list[Verdict]] = defaultdict(list)
    for one in score.regressions:
        found[one.example.reader].append(one)
    return found
