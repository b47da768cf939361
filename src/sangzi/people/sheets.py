"""Lines of a register brought as a sheet: its columns, what is done with a row, and when to stop and ask."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from itertools import islice

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from sangzi.kernel.errors import BadInput, NotVisible, SangziError, refusal_of
from sangzi.kernel.fields import YES
from sangzi.kernel.importing import Look, one_by_one, sheet_kind
from sangzi.kernel.models import SheetImport
from sangzi.kernel.wording import title_of
from sangzi.kernel.worksheets import Column, Row, columns_of, template
from sangzi.units.access import scope_of, unit_for
from sangzi.units.initials import initials
from sangzi.units.models import Unit
from sangzi.units.paths import keys

from . import actions
from .access import require_may_enter, visible_partners, visible_persons
from .dating import refuse_future, refuse_outside_life
from .definitions import RegisterType, known_register
from .doubles import Traits, compare, likely_pairs
from .entering import NewPartner, NewPerson, clean_credit_code
from .models import Entry, Partner, Person
from .queries import likely_persons, traits_of

REGISTER = "people.register"
LOOKED_AT = 500  # rows, before the first is taken
FEWEST, ABNORMAL = 20, 0.2  # from so many rows on, a greater share of likely doubles makes the import stop and ask


PERSON = (
    Column("name", "姓名", "Name", required=True, example="张三"),
    Column("phone", "电话", "Phone", kind="phone", example="13812341234"),
    Column("born", "出生日期", "Born on", kind="date", example="1998-02-03"),
)
PARTNER = (
    Column("name", "名称", "Name", required=True, width=28, example="某某合作社"),
    Column("kind_of", "性质", "Nature", required=True, example="合作社"),
    Column("credit_code", "统一社会信用代码", "Credit code", width=22),
)
WHERE = (
    Column(
        "unit", "列在哪个单位", "Unit", width=28, note="名称或代码；不填就列在导入的单位", also=("单位", "单位代码")
    ),
    Column("since", "从哪一天起", "Since", kind="date", note="不填就从今天起"),
)
ALLOWED = (
    Column("agreed", "本人已同意", "Agreed in person", kind="yes", required=True, example="是"),
    Column("new", "确认是新人员", "Somebody new", kind="yes", note="核对过、确实没有登记过的才填“是”"),
)
_CODE = re.compile(r"[（(]([0-9A-Za-z]{2,20})[)）]\s*$")


@dataclass(frozen=True)
class Given:
    """What a row says of somebody."""

    name: str
    phone: str
    born: date | None
    unit: Unit

    @property
    def traits(self) -> Traits:
        home = tuple(keys(self.unit.path))
        return Traits(0, self.name, initials(self.name)[:30], self.phone, self.born, home)


def columns_to_enter(register: RegisterType) -> tuple[Column, ...]:
    """The columns of a sheet of a register: who, where, since when, and what the register asks."""
    own = columns_of(register.fields)
    if register.of == "person":
        return (*PERSON, *WHERE, *own, *ALLOWED)
    return (*PARTNER, *WHERE, *own)


def register_template(register: RegisterType, units: list[str]) -> bytes:
    """An empty sheet of a register; `units` are offered to choose from."""
    notes = (
        _("名册：%(register)s。一行一条；填不对的行会退回来，写明原因，改好再传。") % {"register": title_of(register)},
        _("可能已经登记过的人不会重复登记：同名同电话的直接选用，其他的退回来由您核对。"),
    )
    title = title_of(register)
    return template(columns_to_enter(register), title=title, key=REGISTER, notes=notes, choices_sheets={"unit": units})


def _columns(sheet: SheetImport) -> tuple[Column, ...]:
    return columns_to_enter(register_of(sheet))


def register_of(sheet: SheetImport) -> RegisterType:
    """The register that a sheet is for."""
    return known_register(sheet.about.partition(":")[2])


def _ask(sheet: SheetImport, rows: Iterator[Row]) -> str:
    """A question where many of the rows are likely known already, or twice in the sheet."""
    register = register_of(sheet)
    if register.of != "person":
        return ""
    given = list(_readable(sheet, islice(rows, LOOKED_AT)))
    if len(given) < FEWEST:
        return ""
    twice = {pair.other for pair in likely_pairs(_numbered(given))}
    persons = visible_persons(scope_of(sheet.by, timezone.localdate(sheet.brought)))
    known = {number for number, one in enumerate(given) if number not in twice and _likely(persons, one)}
    share = (len(twice) + len(known)) / len(given)
    if share <= ABNORMAL:
        return ""
    told = {"rows": len(given), "known": len(known), "twice": len(twice)}
    return (
        _("看了前%(rows)d行：%(known)d行可能已经登记过，%(twice)d行在表里可能重复。是不是传错了表格？确认后才会导入。")
        % told
    )


def _looks(sheet: SheetImport) -> Look:
    """What else is wrong with a row that was refused: where it belongs, since when, who it may be."""
    units: dict[str, Unit | str] = {}

    def look(row: Row) -> list[str]:
        text = str(row.values.get("unit") or "")
        if text not in units:
            units[text] = _unit_or_why(sheet, text)
        unit = units[text] if "unit" not in row.wrong else None
        of_persons = register_of(sheet).of == "person"
        return [*_about_unit(sheet, row, unit), *(_about_person if of_persons else _about_partner)(sheet, row, unit)]

    return look


def _unit_or_why(sheet: SheetImport, text: str) -> Unit | str:
    try:
        unit = _unit(sheet, text)
        require_may_enter(scope_of(sheet.by, timezone.localdate(sheet.brought)), register_of(sheet), unit)
    except SangziError as refusal:
        return refusal.sentence
    return unit


def _about_unit(sheet: SheetImport, row: Row, unit: Unit | str | None) -> list[str]:
    if isinstance(unit, str):
        return [row.at("unit", unit)]
    today, told = timezone.localdate(sheet.brought), str(row.values.get("since") or "")
    since = date.fromisoformat(told) if told else today
    said = [] if "since" in row.wrong else refusal_of(lambda: refuse_future(since, today))
    if unit is not None and "since" not in row.wrong:
        said += refusal_of(lambda: refuse_outside_life(unit, since))
    return [row.at("since", one) for one in said] if told else said


def _about_person(sheet: SheetImport, row: Row, unit: Unit | str | None) -> list[str]:
    """Whether the person agreed, and who they may be where name and phone can be read."""
    said = [row.at("agreed", one) for one in refusal_of(lambda: _refuse_disagreed(row)) if "agreed" not in row.wrong]
    born = str(row.values.get("born") or "")
    if born:
        today = timezone.localdate(sheet.brought)
        said += [row.at("born", one) for one in refusal_of(lambda: refuse_future(date.fromisoformat(born), today))]
    if not isinstance(unit, Unit) or {"name", "phone", "new"} & set(row.wrong):
        return said
    given = Given(
        name=str(row.values["name"]),
        phone=str(row.values.get("phone") or ""),
        born=date.fromisoformat(born) if born else None,
        unit=unit,
    )
    return said + refusal_of(lambda: _known_or_new(sheet, row, given))


def _about_partner(sheet: SheetImport, row: Row, _unit: Unit | str | None) -> list[str]:
    return [row.at("credit_code", one) for one in refusal_of(lambda: _partner(sheet, row))]


@sheet_kind(REGISTER, columns=_columns, ask=_ask, looks=_looks)
@one_by_one
def _enter(sheet: SheetImport, row: Row) -> Entry:
    register, given = register_of(sheet), _given(sheet, row)
    today = timezone.localdate(sheet.brought)
    require_may_enter(scope_of(sheet.by, today), register, given.unit)
    who = _person(sheet, row, given) if register.of == "person" else _partner(sheet, row)
    since = str(row.values.get("since") or "")
    return actions.enlist(
        register=register.key,
        unit=given.unit,
        who=who,
        since=date.fromisoformat(since) if since else today,
        today=today,
        by=sheet.by,
        fields={field.key: row.values[field.key] for field in register.fields if field.key in row.values},
    )


def _readable(sheet: SheetImport, rows: Iterable[Row]) -> Iterator[Given]:
    """What can be made out of some rows; what cannot is told when the rows are taken."""
    for row in rows:
        with suppress(BadInput):
            if not row.complaints:
                yield _given(sheet, row)


def _given(sheet: SheetImport, row: Row) -> Given:
    born = str(row.values.get("born") or "")
    return Given(
        name=str(row.values.get("name") or ""),
        phone=str(row.values.get("phone") or ""),
        born=date.fromisoformat(born) if born else None,
        unit=_unit(sheet, str(row.values.get("unit") or "")),
    )


def _unit(sheet: SheetImport, text: str) -> Unit:
    """The unit of the import, or the one below it that a cell names. Raises `BadInput` for none or several."""
    here = unit_for(sheet.by, int(sheet.unit_id or 0), timezone.localdate(sheet.brought))
    if not text:
        return here
    code = _CODE.search(text)
    below = Unit.objects.filter(path__within=here.path, closed=None)
    named = Q(code=(code[1] if code else text).upper()) | Q(name=text) | Q(short=text)
    found = list(below.filter(named)[:2])
    if len(found) == 1:
        return found[0]
    told = {"unit": text[:60], "here": here.short}
    raise BadInput(_("%(here)s和下级里找不到、或不止一个“%(unit)s”；请写单位代码。") % told, field="unit")


def _numbered(given: list[Given]) -> Iterator[Traits]:
    for number, one in enumerate(given):
        traits = one.traits
        yield Traits(number, traits.name, traits.initials, traits.phone, traits.born, traits.home)


def _likely(persons: QuerySet[Person], one: Given) -> list[Person]:
    return likely_persons(persons, name=one.name, home=one.unit, phone=one.phone, born=one.born)


def _person(sheet: SheetImport, row: Row, given: Given) -> Person | NewPerson:
    """Somebody known who is surely meant, somebody new, or a refusal where only a person can tell."""
    _refuse_disagreed(row)
    return _known_or_new(sheet, row, given)


def _refuse_disagreed(row: Row) -> None:
    if row.values.get("agreed") != YES:
        raise BadInput(_("“本人已同意”要填“是”；没有本人同意的不能登记。"), field="agreed")


def _known_or_new(sheet: SheetImport, row: Row, given: Given) -> Person | NewPerson:
    persons = visible_persons(scope_of(sheet.by, timezone.localdate(sheet.brought)))
    likely = _likely(persons, given)
    meant = [one for one in likely if one.phone and one.phone == given.phone and _alike(one, given)]
    if len(meant) == 1:
        return meant[0]
    if likely and row.values.get("new") != YES:
        raise BadInput(
            _("可能已经登记过（%(count)d人相近）；请在页面上核对，确是新人员就在“确认是新人员”里填“是”。")
            % {"count": len(likely)}
        )
    return NewPerson(given.name, given.phone, given.born)


def _alike(one: Person, given: Given) -> bool:
    agreement = compare(traits_of(one), given.traits).agreements[0]
    return agreement.weight > 0


def _partner(sheet: SheetImport, row: Row) -> Partner | NewPartner:
    code = clean_credit_code(str(row.values.get("credit_code") or ""))
    known = Partner.objects.filter(credit_code=code).first() if code else None
    seen = visible_partners(scope_of(sheet.by, timezone.localdate(sheet.brought)))
    if known and not seen.filter(pk=known.pk).exists():
        raise NotVisible(_("这个统一社会信用代码已由别的单位登记；请与上级联系。"))
    return known or NewPartner(str(row.values.get("name")), str(row.values.get("kind_of")), code)
