"""What happens to one unit: another name, another code, another parent, the end."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from sangzi.kernel.errors import BadInput
from sangzi.kernel.models import Account
from sangzi.units.initials import search_initials
from sangzi.units.models import Level, Unit, UnitEvent
from sangzi.units.names import short_name

from .change import Role, change
from .hanging import hang
from .rules import (
    clean_code,
    clean_name,
    refuse_depth,
    refuse_loop,
    refuse_occupied,
    refuse_parent,
    refuse_taken_code,
)


def rename_unit(
    *, unit: Unit, name: str, on: date, by: Account | None, short: str = "", document: str = "", note: str = ""
) -> Unit:
    """Give a unit another name from a day on."""
    name = clean_name(name)
    with change(UnitEvent.Kind.RENAME, on=on, by=by, document=document, note=note) as act:
        now = act.present(unit)
        short = clean_name(short or short_name(name, now.level, now.parent.short if now.parent else ""))
        if (name, short) == (now.name, now.short):
            raise BadInput(_("“%(unit)s”已经是这个名称。") % {"unit": now.name}, unit=now.pk)
        before = now.name
        act.supersede(now, name=name, short=short, initials=search_initials(name, short))
        act.lines(Role.AFTER, [now])
        act.tell(now, before=before, after=name)
    return now


def recode_unit(
    *,
    unit: Unit,
    code: str,
    on: date,
    by: Account | None,
    level: int | None = None,
    official: bool | None = None,
    document: str = "",
    note: str = "",
) -> Unit:
    """Give a unit another code from a day on, and with it another level or standing where that changed too."""
    code = clean_code(code)
    with change(UnitEvent.Kind.RECODE, on=on, by=by, document=document, note=note) as act:
        now = act.present(unit)
        level = now.level if level is None else level
        fields = {"code": code, "level": level, "official": now.official if official is None else official}
        if all(getattr(now, name) == value for name, value in fields.items()):
            raise BadInput(_("“%(unit)s”已经是这个代码。") % {"unit": now.name}, unit=now.pk)
        refuse_taken_code(code, on, but=now)
        _refuse_level(now, level)
        before = now.code
        act.supersede(now, **fields)
        act.lines(Role.AFTER, [now])
        act.tell(now, before=before, after=code)
    return now


def move_unit(
    *,
    unit: Unit,
    parent: Unit,
    on: date,
    by: Account | None,
    code: str | None = None,
    document: str = "",
    note: str = "",
) -> Unit:
    """Hang a unit, with everything below it, under another parent from a day on; with a new code if one is issued."""
    with change(UnitEvent.Kind.MOVE, on=on, by=by, document=document, note=note) as act:
        now = act.present(unit)
        under = Unit.objects.get(pk=parent.pk)
        if now.parent_id == under.pk:
            raise BadInput(
                _("“%(unit)s”已经在“%(parent)s”的下面。") % {"unit": now.name, "parent": under.name}, unit=now.pk
            )
        refuse_loop(now, under, on)
        refuse_parent(under, now.level, on)
        refuse_depth(now, under)
        before = now.parent_id
        code = now.code if code is None else clean_code(code)
        refuse_taken_code(code, on, but=now)
        hang(act, [now], under, code=code)
        act.lines(Role.AFTER, [now])
        act.tell(now, before=before, after=under.pk, code=code)
    return Unit.objects.select_related("parent").get(pk=now.pk)


def close_unit(*, unit: Unit, on: date, by: Account | None, document: str = "", note: str = "") -> Unit:
    """Close a unit: `on` is the first day it is no more. Nothing may hang under it any longer."""
    with change(UnitEvent.Kind.CLOSE, on=on, by=by, document=document, note=note) as act:
        now = act.present(unit)
        refuse_occupied(now, on)
        now.closed = on
        now.save(update_fields=["closed"])
        act.lines(Role.BEFORE, [now])
        act.tell(now, name=now.name)
    return now


def _refuse_level(unit: Unit, level: int) -> None:
    """A unit stays an area or a branch, lower than what it hangs under and higher than what hangs under it."""
    areas = Unit.objects.filter(parent=unit, closed=None).exclude(level=Level.BRANCH)
    fits = level in Level.values and (level == Level.BRANCH) == (unit.level == Level.BRANCH)
    above = unit.parent is None or unit.level == Level.BRANCH or unit.parent.level < level
    if not fits or not above or (level != Level.BRANCH and areas.filter(level__lte=level).exists()):
        raise BadInput(
            _("“%(unit)s”不能改为这一级：它必须低于上级、高于下级。") % {"unit": unit.name}, unit=unit.pk, level=level
        )
