"""The reader: text -> clean text -> clauses, triggers, sentences -> statements -> a Reading.

One pass over the text for each kind of trigger, then work bounded by a constant for each sentence that has one:
linear in the length of the text. Nothing is learned and nothing is looked up: the same text always reads the same.
"""

import gc
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from operator import attrgetter
from typing import TypeVar

from sangzi.engines.plangrammar import (
    amounts,
    calendars,
    carries,
    clauses,
    confidences,
    dues,
    events,
    losses,
    owners,
    privacy,
    scopes,
    sections,
    sentences,
    statements,
    tables,
    times,
)
from sangzi.engines.plangrammar.clauses import Mark
from sangzi.engines.plangrammar.cleaning import Clean, clean, one_form
from sangzi.engines.plangrammar.dates import Calendar
from sangzi.engines.plangrammar.drafts import Draft
from sangzi.engines.plangrammar.errors import MAX_CHARS, PlanEmpty, PlanTooLong
from sangzi.engines.plangrammar.model import Found, Notice, Reading, Status
from sangzi.engines.plangrammar.sections import Section
from sangzi.engines.plangrammar.sentences import Sentence
from sangzi.engines.plangrammar.settling import Page, settle
from sangzi.engines.plangrammar.times import Time

Heard = Callable[[int, int], object]
Trigger = TypeVar("Trigger", amounts.Amount, events.Event)


def read(text: str, *, year: int | None = None, scope: str | None = None, heard: Heard | None = None) -> Reading:
    """Read a work plan.

    text: the plan as published; year: the year it speaks in, when known better than the text tells; scope: the unit
    that speaks; heard: told now and then how many of how many characters are read. Offsets of the reading count
    characters of `text`, and every quote is a substring of it.
    Raises PlanEmpty for a text without a word, PlanTooLong beyond `MAX_CHARS` characters. O(len(text)).
    """
    if len(text) > MAX_CHARS:
        raise PlanTooLong(len(text))
    with _uncollected():
        return _read(text, year, scope, heard)


@contextmanager
def _uncollected() -> Iterator[None]:
    """Without the collector of cycles, which a reading makes none of and which would walk over all it made."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


def _read(text: str, year: int | None, scope: str | None, heard: Heard | None) -> Reading:
    whole = one_form(text)
    cleaned = clean(whole)
    if not any(char.isalnum() for char in cleaned.text):
        raise PlanEmpty("文本里没有文字，读不出规划内容；请确认文件不是空白页或扫描图片。")
    body = cleaned.text
    found = clauses.marks(body)
    when = calendars.calendar_of(body, year)
    grids = tables.read(whole, when)
    if grids.lines:
        cleaned = clean(whole, grids.breaks)
        body, found = cleaned.text, clauses.marks(cleaned.text)
    counted = _outside(_counted(body), cleaned, grids.zones)
    triggers = _outside(list(events.scan(body)), cleaned, grids.zones)
    measured = sorted([one.start for one in counted] + [one.start for one in triggers])
    page = _page(text, cleaned, when, found, scope, measured)
    page.manner = _manner(page, counted, len(grids.figures))
    page.lines = [_in_clean(cleaned, line) for line in grids.lines]
    tree = clauses.tree(cleaned, found)
    held = _telling(_holding(body, measured), len(body), heard)
    commitments = [
        settle(page, section, s, draft, timed) for section, s, timed, draft in _drafts(page, held, counted, triggers)
    ]
    speaks = page.scope.name if page.scope else None
    commitments += [
        _weighed(tables.found(text, figure, speaks, clauses.holding(tree, figure.start)), page.manner)
        for figure in grids.figures
    ]
    commitments.sort(key=lambda one: (one.offset, one.because["value"].start))
    notices = [*losses.lost_numbers(cleaned), *_nothing(commitments)]
    return Reading(
        text,
        when.year,
        tree,
        tuple(commitments),
        privacy.spans(whole),
        clauses.reading_order(tree),
        tuple(notices),
    )


def _counted(body: str) -> list[amounts.Amount]:
    """Numbers with a measure word, and halves, in order; no years."""
    found = [one for one in amounts.scan(body) if one.unit not in {"年", "日"} or not _is_date(body, one)]
    found += [*amounts.bare(body), *amounts.halves(body)]
    return sorted(found, key=attrgetter("start"))


def _weighed(found: Found, manner: confidences.Manner) -> Found:
    """A table's figure with the confidence that its evidence gives."""
    due = "stated" if found.deadline else "none" if found.status == "target" else "not due"
    owned = "named" if found.owners else "none here" if manner.owned else "none"
    known = confidences.Evidence("table", "said", due, owned, "usual")
    sure = confidences.of(known, manner)
    doubtful = confidences.doubts(known, sure)
    asks = confidences.question(doubtful, known, found.quote, found.status, found.deadline)
    return found._replace(confidence=sure, question=asks)


def _manner(page: Page, counted: Sequence[amounts.Amount], tabled: int) -> confidences.Manner:
    """How the plan is written, which tells how well it is read."""
    return confidences.Manner(tabled / max(1, tabled + len(counted)), bool(page.owned.back or page.owned.ahead))


def _is_date(body: str, amount: amounts.Amount) -> bool:
    """2025年, 5月18日."""
    if amount.unit == "日":
        return body[amount.start - 1 : amount.start] == "月"
    return 1900 <= amount.value <= 2200


def _page(
    source: str, cleaned: Clean, when: Calendar, found: list[Mark], scope: str | None, measured: Sequence[int]
) -> Page:
    body = cleaned.text
    ends = clauses.ends(found, len(body))
    starts = sorted({0, *(mark.start for mark in found), *(index + 1 for index in _newlines(body))})
    default: Status = "result" if calendars.is_report(body) else "target"
    divided = sections.sections(body, found, when, default)
    layout = owners.Layout(body, starts, found, ends, measured)
    owned = owners.governed(layout, owners.notes(body, [mark.start for mark in found]))
    owners.numbered(body, owned, found, ends)
    return Page(
        source=source,
        clean=cleaned,
        scope=scopes.Said(scope) if scope else scopes.whole(body),
        marks=found,
        ends=ends,
        sections=divided,
        carried=carries.carried(body, found, ends, when),
        owned=owned,
        due=dues.due_notes(layout, divided),
        parts=scopes.parts(body),
        lines=[],
    )


def _in_clean(cleaned: Clean, line: tables.Line) -> tables.Line:
    """A row of sentences in clean offsets."""
    edges = (line.start, line.end, *line.owners_at, *line.deadline_at)
    start, end, *where = (cleaned.position(edge) for edge in edges)
    return tables.Line(start, end, line.owners, (where[0], where[1]), line.deadline, (where[2], where[3]))


def _newlines(body: str) -> Iterator[int]:
    at = body.find("\n")
    while at >= 0:
        yield at
        at = body.find("\n", at + 1)


def _holding(body: str, measured: Sequence[int]) -> Iterator[tuple[int, int]]:
    """The sentences in which something is measured."""
    places = iter(measured)
    place = next(places, -1)
    for start, end in sentences.bounds(body):
        if 0 <= place < end:
            yield start, end
            while 0 <= place < end:
                place = next(places, -1)


def _telling(held: Iterator[tuple[int, int]], length: int, heard: Heard | None) -> Iterator[tuple[int, int]]:
    """The same sentences; after every hundredth of the text, how far they are."""
    due = 0
    for start, end in held:
        yield start, end
        if heard and end >= due:
            heard(end, length)
            due = end + length // 100
    if heard:
        heard(length, length)


def _drafts(
    page: Page, held: Iterable[tuple[int, int]], counted: list[amounts.Amount], triggers: list[events.Event]
) -> Iterator[tuple[Section, Sentence, list[Time], Draft]]:
    """Every draft of the sentences that hold any, with its sentence and the times named in it."""
    body = page.clean.text
    first_amount = first_trigger = 0
    for start, end in held:
        here, first_amount = _within(counted, first_amount, start, end)
        there, first_trigger = _within(triggers, first_trigger, start, end)
        if not here and not there:
            continue
        s = sentences.analyse(body, start, end, sorted([one.start for one in here] + [one.start for one in there]))
        drafts = statements.of_sentence(s, here, there)
        if drafts:
            section = sections.at(page.sections, start)
            timed = times.scan(body, start, end, section.when)
            for draft in drafts:
                yield section, s, timed, draft


def _within(found: list[Trigger], first: int, start: int, end: int) -> tuple[list[Trigger], int]:
    """The triggers that lie in a sentence, and where to look for the next one's."""
    last, count = first, len(found)
    while last < count and found[last].start < end:
        last += 1
    if last == first:
        return [], last
    return [one for one in found[first:last] if one.start >= start and one.end <= end], last


def _outside(found: list[Trigger], cleaned: Clean, zones: Sequence[tuple[int, int]]) -> list[Trigger]:
    """The triggers that stand in no table."""
    if not zones:
        return found
    return [one for one in found if not _zoned(zones, cleaned.source(one.start))]


def _zoned(zones: Sequence[tuple[int, int]], position: int) -> bool:
    index = bisect_right(zones, (position, 1 << 60)) - 1
    return index >= 0 and position < zones[index][1]


def _nothing(commitments: Sequence[Found]) -> list[Notice]:
    if commitments:
        return []
    return [Notice("nothing-measurable", "没有读到可以衡量的表述：文中没有带数量、比例、全覆盖或频次的目标或结果。")]
