"""A line of two plans side by side as its page shows it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from sangzi.plans.comparing import VERDICTS, Line, Manner
from sangzi.plans.corrections import TITLES
from sangzi.plans.models import Commitment, Comparator, Shape, Status
from sangzi.plans.receivers import LEVELS
from sangzi.plans.wording import LEVEL_NAMES, PERIODS, plain

from .commitment_cards import over_words, said

# Icon and colour of each verdict; the words always stand beside.
LOOKS: dict[str, tuple[str, str]] = {
    "dropped": ("dash-circle", "tag-bad"),
    "less": ("arrow-down", "tag-bad"),
    "short": ("arrow-down", "tag-bad"),
    "mixed": ("arrow-down-up", "tag-warn"),
    "other": ("question-circle", "tag-warn"),
    "part": ("pie-chart", "tag-plain"),
    "more": ("arrow-up", "tag-good"),
    "amplified": ("arrow-up", "tag-good"),
    "new": ("plus-circle", "tag-good"),
    "same": ("check-circle", "tag-plain"),
    "equal": ("check-circle", "tag-plain"),
}


@dataclass(frozen=True)
class Difference:
    """One field that differs, in words; `ambition` is more, less or other."""

    title: str
    before: str
    after: str
    ambition: str


@dataclass(frozen=True)
class Row:
    """A line with its words."""

    line: Line
    verdict: str | Promise
    icon: str
    tag: str
    differences: tuple[Difference, ...]
    remark: str

    @property
    def one(self) -> Commitment | None:
        """The commitment by which an address names the line."""
        return self.line.left or self.line.right

    @property
    def sides(self) -> tuple[tuple[str, Commitment | None, str], ...]:
        """Both sides: which, the commitment, and what it asks for in words."""
        return tuple(
            (name, one, (one and asked(one)) or "")
            for name, one in (("left", self.line.left), ("right", self.line.right))
        )


def row_of(line: Line, manner: Manner) -> Row:
    icon, tag = LOOKS[line.verdict]
    differences = tuple(
        Difference(
            str(TITLES[_COLUMNS.get(change.field, change.field)]),
            _shown(change.field, change.before),
            _shown(change.field, change.after),
            change.ambition,
        )
        for change in line.changes
    )
    return Row(line, VERDICTS[manner][line.verdict], icon, tag, differences, _remark(line, manner))


def asked(commitment: Commitment) -> str:
    """What a commitment asks for, by when, in one line."""
    when = date_format(commitment.deadline, "Y-m-d") if commitment.deadline else ""
    parts = [str(PERIODS.get(commitment.period, commitment.period)), _each(commitment), said(commitment)]
    words = " ".join(part for part in parts if part)
    return _("%(words)s，%(when)s 前") % {"words": words, "when": when} if when else words


def _each(commitment: Commitment) -> str:
    if commitment.shape not in (Shape.EACH, Shape.COVERAGE, Shape.PAIRING) or not commitment.over:
        return ""
    name = over_words(commitment)
    return (
        _("覆盖%(over)s") % {"over": name} if commitment.shape == Shape.COVERAGE else _("每个%(over)s") % {"over": name}
    )


def _remark(line: Line, manner: Manner) -> str:
    """How a count stands to what was asked of the unit, in a sentence; floors and ratios speak for themselves."""
    if manner != "levels" or line.ratio is None or line.left is None or line.left.shape != Shape.COUNT:
        return ""
    if line.share is None:
        told = {"percent": f"{100 * line.ratio:.1f}"}
        return _("上级还没有把这一条分到本级；本级写的是总数的 %(percent)s%%") % told if line.verdict == "part" else ""
    told = {"share": plain(line.share), "measure": line.left.measure, "ratio": f"{line.ratio:.2f}"}
    return _("上级分到本级 %(share)s %(measure)s，本级写的是它的 %(ratio)s 倍") % told


_COLUMNS = {"unit": "measure"}


def _shown(field: str, value: Any) -> str:
    if value is None or value == "":
        return _("没有")
    return _WORDS.get(field, str)(value)


def _day(value: date) -> str:
    return date_format(value, "Y-m-d")


def _number(value: Decimal) -> str:
    return plain(value)


def _level(value: str) -> str:
    level = LEVELS.get(value)
    return value if level is None else str(LEVEL_NAMES[level])


_WORDS: dict[str, Callable[[Any], str]] = {
    "value": _number,
    "value_max": _number,
    "deadline": _day,
    "over": _level,
    "period": lambda value: str(PERIODS.get(value, value)),
    "shape": lambda value: str(Shape(value).label),
    "status": lambda value: str(Status(value).label),
    "comparator": lambda value: str(Comparator(value).label),
}
