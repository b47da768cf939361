"""All that is wrong with a row of openings: beside its cells, what it names and where it may not be offered."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

from sangzi.kernel.errors import SangziError
from sangzi.kernel.fields import Answer, canonical, clean
from sangzi.kernel.models import Account
from sangzi.kernel.worksheets import Row
from sangzi.people.models import Partner
from sangzi.units.access import scope_of, writable_unit_for
from sangzi.units.models import Unit

from ..actions.offering import everything_refused
from ..answering import unit_is_known
from ..definitions import frozen
from ..models import Opening, Round
from .naming import partner_named, unit_named

OWN = ("title", "unit", "on", "until", "capacity", "amount")


def look_at_openings(round_: Round, by: Account, today: date) -> Callable[[Row], list[str]]:
    """What says of a row all that is wrong with it beside its cells. A unit that many rows name is looked up once."""
    units: dict[str, Unit | str] = {}

    def look(row: Row) -> list[str]:
        text = str(row.values.get("unit", ""))
        if text and text not in units:
            units[text] = _unit(text, round_, by, today)
        return _complaints(row, round_, units.get(text), _partner(row, by, today))

    return look


def _unit(text: str, round_: Round, by: Account, today: date) -> Unit | str:
    try:
        unit = unit_named(text, round_.unit, "unit")
        writable_unit_for(by, unit.pk, today)
    except SangziError as refusal:
        return refusal.sentence
    return unit


def _partner(row: Row, by: Account, today: date) -> Partner | str | None:
    text = str(row.values.get("partner", ""))
    try:
        return partner_named(text, scope_of(by, today)) if text else None
    except SangziError as refusal:
        return refusal.sentence


def _complaints(row: Row, round_: Round, unit: Unit | str | None, partner: Partner | str | None) -> list[str]:
    said = [row.at("unit", unit)] if isinstance(unit, str) else []
    said += [row.at("partner", partner)] if isinstance(partner, str) else []
    opening = Opening(round=round_, title=str(row.values.get("title", "")), capacity=_capacity(row))
    opening.on, opening.until = _day(row, "on") or date.min, _day(row, "until")
    opening.amount = Decimal(str(row.values["amount"])) if "amount" in row.values else None
    opening.partner = partner if isinstance(partner, Partner) else None
    answers, wrong = _answers(row, round_)
    opening.answers = canonical(answers)
    unknown = {key for key in OWN if key in row.wrong}
    if isinstance(unit, Unit):
        opening.unit = unit
    else:
        unknown.add("unit")
    return [*said, *wrong, *everything_refused(opening, unknown=unknown)]


def _answers(row: Row, round_: Round) -> tuple[dict[str, Answer], list[str]]:
    """The answers that can be used, and what is wrong with the others."""
    step = frozen(round_.definition).openings
    answers: dict[str, Answer] = {}
    wrong = []
    for field in step.fields if step else ():
        try:
            if field.key in row.values:
                answers[field.key] = clean(field, row.values[field.key], unit_is_known=unit_is_known)
        except SangziError as refusal:
            wrong.append(row.at(field.key, refusal.sentence))
    return answers, wrong


def _capacity(row: Row) -> int:
    return int(Decimal(str(row.values.get("capacity", 1))))


def _day(row: Row, key: str) -> date | None:
    text = str(row.values.get(key, ""))
    return date.fromisoformat(text) if text else None
