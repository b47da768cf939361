"""What is offered, as a sheet: one row an opening."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from sangzi.kernel.fields import Answer, Field
from sangzi.kernel.importing import Look, one_by_one, sheet_kind
from sangzi.kernel.models import SheetImport
from sangzi.kernel.wording import title_of
from sangzi.kernel.worksheets import Column, Row, column_of, template
from sangzi.units.access import Scope, scope_of, writable_unit_for
from sangzi.units.models import Unit

from .. import actions
from ..definitions import ProgrammeType, frozen
from ..models import Opening, Round
from .naming import partner_named, unit_named, units_to_choose, written
from .opening_looks import look_at_openings

OPENINGS = "programmes.openings"
LONGEST_SUMMARY = Decimal(4000)


def columns_to_offer(definition: ProgrammeType) -> tuple[Column, ...]:
    """The columns of a sheet of openings: what every opening says, then the definition's own fields."""
    step = definition.openings
    if step is None:
        return ()
    summary = Field(key="summary", title="说明", title_en="About", kind="long", most=LONGEST_SUMMARY)
    own = [
        Column("title", "名称", "Name", required=True, width=28, example="村小支教"),
        Column(
            "unit",
            "单位",
            "Unit",
            required=True,
            width=28,
            note=_("单位名称或代码；可从下拉列表选"),
            also=("单位代码",),
        ),
        Column("on", "开始日期", "First day", kind="date", required=True, example="2025-07-01"),
        Column("until", "结束日期", "Last day", kind="date", example="2025-08-15"),
        column_of(
            Field(
                key="capacity",
                title="名额数",
                title_en="Places",
                kind="number",
                required=True,
                least=Decimal(1),
                most=Decimal(step.most),
            ),
            example="5",
        ),
    ]
    if step.money:
        own.append(Column("amount", "金额", "Sum", kind="money", required=True))
    if "partner" in step.by:
        own.append(
            Column("partner", "提供的合作方", "Partner", width=28, note=_("已登记的合作方全称或统一社会信用代码"))
        )
    own.append(column_of(summary, width=40))
    return (*own, *(column_of(one) for one in step.fields if one.kind != "file"))


def opening_template(round_: Round, unit: Unit) -> bytes:
    """An empty sheet to offer in a round at a unit and those below it."""
    definition = frozen(round_.definition)
    notes = (
        _("批次：%(round)s（%(programme)s）") % {"round": round_.title, "programme": title_of(definition)},
        _("一行一条名额。填不对的行会退回来，写明原因，改好再传；已经收下的不会重复。"),
    )
    lists = {"unit": units_to_choose(unit)}
    return template(columns_to_offer(definition), title=_("名额"), key=OPENINGS, notes=notes, choices_sheets=lists)


def opening_cells(opening: Opening) -> dict[str, object]:
    """An opening as a row of the same sheet. Reads unit and partner."""
    own: dict[str, object] = {
        "title": opening.title,
        "unit": written(opening.unit),
        "on": opening.on,
        "until": opening.until,
        "capacity": opening.capacity,
        "amount": opening.amount,
        "partner": opening.partner.name if opening.partner else "",
        "summary": opening.summary,
    }
    answers: dict[str, object] = json.loads(opening.answers)
    return own | answers


def _round_of(sheet: SheetImport) -> Round:
    return Round.objects.select_related("unit").get(pk=json.loads(sheet.arguments)["round"])


def _columns(sheet: SheetImport) -> tuple[Column, ...]:
    return columns_to_offer(frozen(_round_of(sheet).definition))


def _take(sheet: SheetImport, row: Row) -> object:
    """Offer what a row says, with the rights that whoever brought the sheet has now."""
    round_, values = _round_of(sheet), dict(row.values)
    unit = unit_named(str(values.pop("unit")), round_.unit, "unit")
    now = timezone.now()
    writable_unit_for(sheet.by, unit.pk, timezone.localdate(now))
    given: dict[str, Any] = {
        "on": date.fromisoformat(str(values.pop("on"))),
        "capacity": int(Decimal(str(values.pop("capacity")))),
        "title": str(values.pop("title")),
    }
    given |= _optional(values, scope_of(sheet.by, timezone.localdate(now)))
    return actions.offer(
        round=round_, unit=unit, key=f"sheet-{sheet.pk}-{row.number}", by=sheet.by, answers=values, **given
    )


def _optional(values: dict[str, Answer], scope: Scope) -> dict[str, Any]:
    """What a row may leave empty; taken out of `values`, where only the declared fields stay."""
    given: dict[str, Any] = {"summary": str(values.pop("summary", ""))}
    until, amount, partner = values.pop("until", ""), values.pop("amount", ""), values.pop("partner", "")
    if until:
        given["until"] = date.fromisoformat(str(until))
    if amount:
        given["amount"] = Decimal(str(amount))
    if partner:
        given["partner"] = partner_named(str(partner), scope)
    return given


def _looks(sheet: SheetImport) -> Look:
    """What else is wrong with an opening that was refused."""
    return look_at_openings(_round_of(sheet), sheet.by, timezone.localdate())


sheet_kind(OPENINGS, columns=_columns, looks=_looks)(one_by_one(_take))
