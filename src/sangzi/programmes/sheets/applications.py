"""Applications collected on paper, as a sheet: one row an applicant."""

from __future__ import annotations

import json
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from sangzi.kernel.importing import Look, one_by_one, sheet_kind
from sangzi.kernel.models import SheetImport
from sangzi.kernel.wording import title_of
from sangzi.kernel.worksheets import Column, Row, column_of, template
from sangzi.people.models import Person
from sangzi.units.models import Unit

from .. import actions
from ..bidders import Bidder
from ..definitions import ProgrammeType, frozen
from ..models import Applicant, Application, Round
from ..nominees import known_or_new
from .application_looks import look_at_applications, wish_keys
from .naming import home_named, openings_named, openings_to_choose, units_to_choose

APPLICATIONS = "programmes.applications"
OWN = ("name", "phone", "born", "home", "team")


def columns_to_apply(definition: ProgrammeType) -> tuple[Column, ...]:
    """The columns of a sheet of paper applications: who applies, the wishes in order, the form's own fields."""
    step = definition.applications
    if step is None or not set(step.by) & {Applicant.PERSON, Applicant.TEAM}:
        return ()
    people = [
        Column("name", "姓名", "Name", required=True, example="张三"),
        Column("phone", "电话", "Phone", kind="phone", required=True, example="13800000000"),
        Column("born", "出生日期", "Born", kind="date", example="2004-05-01"),
        Column("home", "家乡", "Home", required=True, width=28, note=_("单位名称或代码；可从下拉列表选")),
    ]
    if Applicant.TEAM in step.by:
        people.append(Column("team", "团队名称", "Team", width=24, note=_("由团队报名时填；姓名填领队")))
    wishes = [
        Column(f"wish{rank}", _wish_title(rank, step.wishes), f"Wish {rank}", required=rank == 1, width=32)
        for rank in range(1, step.wishes + 1)
    ]
    fields = [column_of(one) for one in step.fields if one.kind != "file" and one.key not in OWN]
    return (*people, *wishes, *fields)


def application_template(round_: Round) -> bytes:
    """An empty sheet for the paper applications of a round."""
    definition = frozen(round_.definition)
    columns = columns_to_apply(definition)
    offered = openings_to_choose(round_)
    lists = {one.key: offered for one in columns if one.key.startswith("wish")}
    notes = (
        _("批次：%(round)s（%(programme)s）") % {"round": round_.title, "programme": title_of(definition)},
        _("只录入本人签字同意的纸质报名表；纸质表请按规定保存。"),
        _("一行一人。填不对的行会退回来，写明原因，改好再传；已经收下的不会重复。"),
    )
    lists["home"] = units_to_choose(round_.unit)
    return template(columns, title=_("报名"), key=APPLICATIONS, notes=notes, choices_sheets=lists)


def _wish_title(rank: int, wishes: int) -> str:
    return "名额" if wishes == 1 else f"第{rank}志愿"


def round_of(sheet: SheetImport) -> Round:
    return Round.objects.select_related("unit").get(pk=json.loads(sheet.arguments)["round"])


def _columns(sheet: SheetImport) -> tuple[Column, ...]:
    return columns_to_apply(frozen(round_of(sheet).definition))


def _take(sheet: SheetImport, row: Row) -> Application:
    """Hand in what a row says for the person it names."""
    round_, values = round_of(sheet), dict(row.values)
    wished = [str(values.pop(key)) for key in wish_keys(frozen(round_.definition)) if key in values]
    team = str(values.pop("team", ""))
    person = _person(sheet, round_.unit, {key: str(values.pop(key, "")) for key in ("name", "phone", "born", "home")})
    return actions.apply(
        round=round_,
        bidder=Bidder(Applicant.TEAM if team else Applicant.PERSON, person=person),
        answers=values,
        wishes=openings_named(wished, round_),
        key=f"sheet-{sheet.pk}-{row.number}",
        now=timezone.now(),
        by=sheet.by,
        name=team,
    )


def _person(sheet: SheetImport, above: Unit, told: dict[str, str]) -> Person:
    """The person a row names: known by name and phone together, or made known. Whoever may be the same is asked."""
    born = date.fromisoformat(told["born"]) if told["born"] else None
    home = home_named(told["home"], above)
    return known_or_new(name=told["name"], phone=told["phone"], home=home, by=sheet.by, born=born)


def _looks(sheet: SheetImport) -> Look:
    """What else is wrong with an application that was refused."""
    return look_at_applications(round_of(sheet), sheet.by, timezone.now())


sheet_kind(APPLICATIONS, columns=_columns, looks=_looks)(one_by_one(_take))
