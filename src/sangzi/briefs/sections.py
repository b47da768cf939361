"""The sections of a brief, one function each; a template says which and in what order."""

from __future__ import annotations

from collections.abc import Callable

from sangzi.scoreboard.indicators import every_indicator
from sangzi.scoreboard.judging import course_of
from sangzi.scoreboard.models import Receipt
from sangzi.scoreboard.queries import BoardLine
from sangzi.scoreboard.receipts import figure_as_told

from . import derived
from .definitions import SectionKey
from .draft import Draft, asked_of, plan_of, sentence_of, title_of
from .matter import Lag, commitment_of
from .parts import Block, Day, IndicatorName, Line, Number, Paragraph, Part, Table, UnitName, Words
from .writing import RECEIPT_FIELDS, written

SMALL_WIDTHS = (0.07, 0.31, 0.12, 0.16, 0.11, 0.13, 0.1)


def overview(draft: Draft) -> tuple[Block, ...]:
    """How many commitments stand under which light, and the headline figures against last month's end."""
    blocks: list[Block] = [Paragraph(_standing(draft))]
    if draft.matter.headlines:
        blocks += [Paragraph(draft.say("overview_table")), _headlines(draft)]
    return tuple(blocks)


def progress(draft: Draft) -> tuple[Block, ...]:
    """Every commitment with its target, its figure and its light."""
    blocks: list[Block] = []
    if draft.matter.board.asked:
        rows = tuple(_progress_row(draft, line) for line in draft.matter.board.asked)
        blocks.append(Table(_heads(draft.template.columns.progress), rows, (0.31, 0.3, 0.14, 0.13, 0.12)))
    else:
        blocks.append(Paragraph(draft.say("nothing_asked", day=Day(draft.matter.as_of))))
    if draft.matter.board.uncounted:
        blocks.append(Paragraph(draft.say("uncounted"), "note"))
    return tuple(blocks)


def lagging(draft: Draft) -> tuple[Block, ...]:
    """What lags: how far, what the plan said, and which children are furthest."""
    matter = draft.matter
    if not matter.lags:
        return (Paragraph(draft.say("nothing_lags")),)
    blocks = [block for lag in matter.lags for block in _lag(draft, lag)]
    if matter.more:
        blocks.append(Paragraph(draft.say("more_lag", more=draft.count(list(matter.more)))))
    return tuple(blocks)


def asks(draft: Draft) -> tuple[Block, ...]:
    """What has to be done by when, for each commitment that lags."""
    if not draft.matter.lags:
        return (Paragraph(draft.say("nothing_asks")),)
    return tuple(Paragraph(_ask(draft, lag.line), "item") for lag in draft.matter.lags)


def receipts(draft: Draft) -> tuple[Block, ...]:
    """Every receipt that the brief quotes."""
    rows = tuple(_receipt_row(draft, receipt) for receipt in draft.vouched.all())
    note = Paragraph(draft.say("receipts"), "note")
    return note, Table(_heads(draft.template.columns.receipts), rows, SMALL_WIDTHS, small=True)


SECTIONS: dict[SectionKey, Callable[[Draft], tuple[Block, ...]]] = {
    "overview": overview,
    "progress": progress,
    "lagging": lagging,
    "asks": asks,
    "receipts": receipts,
}


def _heads(titles: tuple[str, ...]) -> tuple[Words, ...]:
    return tuple(Words(title) for title in titles)


def _standing(draft: Draft) -> Line:
    asked, day = list(draft.matter.board.asked), Day(draft.matter.as_of)
    if not asked:
        return draft.say("nothing_asked", day=day)
    line: Line = ()
    for light, _number in draft.matter.board.lights:
        under = [one for one in asked if one.standing.light == light]
        line += (Words("、"),) if line else ()
        line += (draft.words(draft.template.lights[light]), draft.count(under))
    return draft.say("overview", day=day, total=draft.count(asked), lights=line)


def _headlines(draft: Draft) -> Table:
    rows = tuple(_headline_row(draft, line) for line in draft.matter.headlines)
    return Table(_heads(draft.template.columns.overview), rows, (0.4, 0.2, 0.2, 0.2))


def _headline_row(draft: Draft, line: BoardLine) -> tuple[Line, ...]:
    before, now = (draft.number(line.indicator, figure, commitment_of(line)) for figure in line.trend[-2:])
    return (title_of(line),), (now,), (before,), (draft.change(line),)


def _progress_row(draft: Draft, line: BoardLine) -> tuple[Line, ...]:
    end = course_of(asked_of(line).commitment, draft.matter.as_of).end
    due: Line = (Day(end, in_table=True),) if end else draft.say("no_deadline")
    return (title_of(line),), (draft.goal(line),), due, (draft.figure(line),), (draft.light(line),)


def _lag(draft: Draft, lag: Lag) -> list[Block]:
    children = draft.say("furthest", children=_children(draft, lag)) if lag.children else ()
    blocks: list[Block] = [Paragraph(_how_far(draft, lag.line) + children, "item")]
    sentence = sentence_of(lag.line)
    if sentence:
        blocks.append(Paragraph(draft.say("quote", plan=plan_of(lag.line), sentence=sentence), "quote"))
    return blocks


def _how_far(draft: Draft, line: BoardLine) -> Line:
    missing = draft.missing(line)
    told: dict[str, Part | Line] = {"commitment": title_of(line), "light": draft.light(line), "goal": draft.goal(line)}
    if missing is None:
        return draft.say("unknown", **told)
    key = "exceeds" if derived.exceeds(asked_of(line).target) else "lags"
    return draft.say(key, **told, figure=draft.figure(line), missing=missing)


def _children(draft: Draft, lag: Lag) -> Line:
    line: Line = ()
    for child in lag.children:
        number = draft.number(lag.line.indicator, child.standing.figure, lag.shared)
        line += (Words("、"),) if line else ()
        line += (UnitName(child.unit.pk, child.unit.short), number)
    return line


def _ask(draft: Draft, line: BoardLine) -> Line:
    target, missing, name = asked_of(line).target, draft.missing(line), title_of(line)
    if missing is None:
        return draft.say("ask_counting", commitment=name)
    if derived.exceeds(target):
        return draft.say("ask_less", commitment=name, missing=missing)
    end = course_of(target.commitment, draft.matter.as_of).end
    if end is None:
        return draft.say("ask", commitment=name, missing=missing)
    told: dict[str, Part | Line] = {"commitment": name, "missing": missing, "deadline": Day(end)}
    if line.standing.light == "overdue":
        return draft.say("ask_overdue", **told)
    pace = draft.pace(line)
    return draft.say("ask_pace", **told, pace=pace) if pace else draft.say("ask_by", **told)


def _receipt_row(draft: Draft, receipt: Receipt) -> tuple[Line, ...]:
    indicator = every_indicator()[receipt.indicator]
    name: Line = (IndicatorName(indicator.key, indicator.title),)
    if receipt.unit_id != draft.matter.unit.pk:
        name += (Words("（"), UnitName(receipt.unit_id, draft.matter.names[receipt.unit_id]), Words("）"))
    number, *others = (
        (Number(receipt.pk, written(receipt, field, indicator, figure_as_told(receipt)), field),)
        for field in RECEIPT_FIELDS
    )
    return number, name, *others
