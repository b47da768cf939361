"""Numbers that a plan's text has lost, as commitments without a value: the desk asks a person for the number."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple, cast

from sangzi.engines import plangrammar
from sangzi.engines.plangrammar.model import Found, Notice, Reading, Reason

from .notices import LOST_NUMBER

RULE = "lost-number"
SURE = 0.05  # as little as a reader ever is
_NO_NUMBER = cast("Any", None)  # the reader itself never gives a statement without one
_MEASURE = re.compile("(?:人次|万元|万人|亿元|个|名|家|场|次|项|支|%|条|所|期)$")
_STAND_IN = "9"


class _Gap(NamedTuple):
    """A lost number: what the reader said of it, and where it must have stood."""

    notice: Notice
    at: int
    measure: str


def lost_statements(reading: Reading, text: str, scope: str) -> list[Found]:
    """A statement without a value for each place where the reader says that a number must have stood.

    Where any is lost the text is read a second time with numbers put in: that gives all the other fields. O(len(text)).
    """
    gaps = [_gap(notice, text) for notice in reading.warnings if notice.code == LOST_NUMBER and notice.start >= 0]
    if not gaps:
        return []
    mended = _mended(text, reading.year, gaps)
    return [_statement(reading, text, scope, gap, mended.get(gap.at)) for gap in gaps]


def _gap(notice: Notice, text: str) -> _Gap:
    found = _MEASURE.search(text[notice.start : notice.end])
    measure = found.group() if found else ""
    return _Gap(notice, notice.end - len(measure), measure)


def _mended(text: str, year: int | None, gaps: Sequence[_Gap]) -> dict[int, Found]:
    """What is read at each gap once a number stands in it; offsets and quotes are those of the text without."""
    edges = sorted({gap.at for gap in gaps})
    parts = [text[start:end] for start, end in zip([0, *edges], [*edges, len(text)], strict=True)]
    read = plangrammar.read(_STAND_IN.join(parts), year=year).commitments
    return dict(_at_gaps(text, edges, read))


def _at_gaps(text: str, edges: Sequence[int], read: Sequence[Found]) -> Iterator[tuple[int, Found]]:
    turn = 0
    for found in read:  # in the order of the text
        while turn < len(edges) and edges[turn] + turn < found.offset:
            turn += 1
        inside = turn < len(edges) and edges[turn] + turn < found.offset + len(found.quote)
        if inside and found.value == int(_STAND_IN):
            start = found.offset - turn
            yield edges[turn], found._replace(offset=start, quote=text[start : start + len(found.quote) - 1])


def _statement(reading: Reading, text: str, scope: str, gap: _Gap, mended: Found | None) -> Found:
    words = text[gap.notice.start : gap.notice.end]
    lost: dict[str, Any] = {
        "value": _NO_NUMBER,
        "value_max": None,
        "rule": RULE,
        "confidence": SURE,
        "because": {"value": Reason(words, gap.notice.start, gap.notice.end)},
        "clause": _innermost(reading, gap.notice.start),
    }
    return (mended or _nothing_known(words, gap, scope))._replace(**lost)


def _nothing_known(words: str, gap: _Gap, scope: str) -> Found:
    """A statement of which only the words are known."""
    return Found(
        quote=words, offset=gap.notice.start, status="target", indicator=words.strip("“”\"'‘’ "), value=_NO_NUMBER,
        value_max=None, unit=gap.measure or None, comparator="=", deadline=None, period=None, shape="count", over=None,
        scope=scope, owners=(), clause=None, rule=RULE, because={}, confidence=SURE,
    )  # fmt: skip


def _innermost(reading: Reading, at: int) -> int | None:
    around = (clause.index for clause in reading.clauses if clause.offset <= at < clause.end)
    return max(around, key=lambda index: reading.clauses[index].level, default=None)
