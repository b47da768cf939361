"""From what a brief has to tell to the typed parts of a document. Reads no database."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from .draft import Draft
from .parts import Day, Document, IssueNumber, Line, Masthead, Month, Seal, Section, UnitName
from .sections import SECTIONS

SEAL = 16  # characters of the audit digest that are printed


def compose(draft: Draft, *, number: int, today: date, audit_head: str) -> Document:
    """The whole brief; every number in it comes from a receipt of the draft."""
    template, matter = draft.template, draft.matter
    name = UnitName(matter.unit.pk, matter.unit.name)
    sample = draft.words(template.sample) if matter.sample else None
    return Document(
        masthead=Masthead(draft.words(template.masthead), IssueNumber(number), name, Day(today), sample),
        heading=draft.say("heading", unit=name, month=Month(matter.month)),
        sections=tuple(
            Section(key, draft.words(template.titles[key]), SECTIONS[key](draft)) for key in template.sections
        ),
        tail=tuple(_tail(draft, name)),
        close=draft.say("close", seal=Seal(audit_head[:SEAL])),
    )


def _tail(draft: Draft, name: UnitName) -> Iterator[Line]:
    above = draft.matter.unit.parent
    if above is not None:
        yield draft.say("report", unit=UnitName(above.pk, above.name))
    yield draft.say("send")
    if draft.matter.has_children:
        yield draft.say("issue", unit=name)
