"""New units."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Max
from django.utils.translation import gettext as _

from sangzi.kernel.errors import BadInput
from sangzi.kernel.models import Account
from sangzi.units.initials import search_initials
from sangzi.units.models import Level, Unit, UnitEvent
from sangzi.units.names import short_name
from sangzi.units.paths import step

from .change import Change, Role, allocate, change
from .rules import clean_code, clean_name, refuse_parent, refuse_taken_code


@dataclass(frozen=True)
class NewUnit:
    """A unit to be founded. Without a display name the name is shortened; without an order it comes last.

    A merger or a split gives it the level and the parent of what was there before, unless told otherwise.
    """

    name: str
    code: str = ""
    level: int | None = None
    parent: Unit | None = None
    short: str = ""
    official: bool = True
    order: int | None = None


def found_unit(
    *,
    name: str,
    level: int,
    parent: Unit | None,
    on: date | None,
    by: Account | None,
    code: str = "",
    short: str = "",
    official: bool = True,
    order: int | None = None,
    document: str = "",
    note: str = "",
) -> Unit:
    """Found a unit on a day (None: before records began). Level 9 is a branch, which can hang anywhere."""
    new = NewUnit(name, code, level, parent, short, official, order)
    with change(UnitEvent.Kind.FOUND, on=on, by=by, document=document, note=note) as act:
        unit = found(act, new)
        act.lines(Role.AFTER, [unit])
        act.tell(unit, name=unit.name, code=unit.code, parent=unit.parent_id)
    return unit


def found(act: Change, new: NewUnit) -> Unit:
    """Write a new unit, as a part of a change."""
    level = _level(new.level)
    parent = Unit.objects.get(pk=new.parent.pk) if new.parent else None
    code = clean_code(new.code)
    refuse_parent(parent, level, act.on)
    refuse_taken_code(code, act.on)
    name = clean_name(new.name)
    short = clean_name(new.short or short_name(name, level, parent.short if parent else ""))
    key = allocate(1)[0]
    unit = Unit(
        pk=key,
        level=level,
        kind=Unit.Kind.BRANCH if level == Level.BRANCH else Unit.Kind.AREA,
        name=name,
        short=short,
        initials=search_initials(name, short),
        code=code,
        parent=parent,
        path=(parent.path if parent else "") + step(key),
        official=new.official,
        order=_last(parent) if new.order is None else new.order,
        since=act.on,
        founded=act.on,
    )
    unit.save(force_insert=True)
    return unit


def _level(level: int | None) -> int:
    if level not in Level.values:
        raise BadInput(_("没有第%(level)s级；级别是0到5，分支单位是9。") % {"level": level}, level=level)
    return int(level)


def _last(parent: Unit | None) -> int:
    last: int | None = Unit.objects.filter(parent=parent).aggregate(last=Max("order"))["last"]
    return 0 if last is None else last + 1
