"""Several units become one, one becomes several."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from django.utils.translation import gettext as _

from sangzi.kernel.errors import BadInput
from sangzi.kernel.models import Account
from sangzi.units.models import Unit, UnitEvent

from .change import Change, Role, change
from .founding import NewUnit, found
from .hanging import hang
from .rules import refuse_depth, refuse_loop, refuse_occupied, refuse_parent


def merge_units(
    *,
    units: Sequence[Unit],
    into: Unit | NewUnit,
    on: date,
    by: Account | None,
    document: str = "",
    note: str = "",
) -> Unit:
    """Merge units into one that stays (it may be among them) or into a new one; what hung under them hangs there.

    A new unit may take over the code of one that ends.
    """
    with change(UnitEvent.Kind.MERGE, on=on, by=by, document=document, note=note) as act:
        parts = [act.present(unit) for unit in {unit.pk: unit for unit in units}.values()]
        stays = act.present(into) if isinstance(into, Unit) else None
        ending = [part for part in parts if stays is None or part.pk != stays.pk]
        _refuse_misfit(ending, stays)
        _end(act, ending)
        target = stays or found(act, _like(into, ending[0]))
        moved = [(part, _take(act, part, target)) for part in ending]
        for part, children in moved:
            refuse_occupied(part, on)
            act.tell(part, into=target.pk, children=len(children))
        act.lines(Role.BEFORE, parts)
        act.lines(Role.AFTER, [target])
        act.lines(Role.ALONG, [child for _part, children in moved for child in children])
        act.tell(target, merged=[part.pk for part in ending])
    return target


def split_unit(
    *,
    unit: Unit,
    into: Sequence[Unit | NewUnit],
    children: Mapping[int, int],
    on: date,
    by: Account | None,
    stays: bool = False,
    document: str = "",
    note: str = "",
) -> list[Unit]:
    """Split a unit into others, new or already there; return them.

    `children` says for the key of each child in which of them (counted from 0) it hangs from now on. With `stays`
    the unit itself goes on, and keeps the children that are not named; otherwise it ends and all must be named.
    """
    with change(UnitEvent.Kind.SPLIT, on=on, by=by, document=document, note=note) as act:
        now = act.present(unit)
        named = _named(now, children, len(into))
        if not stays:
            _refuse_unnamed(now, named)
            _end(act, [now])
        parts = [act.present(part) if isinstance(part, Unit) else found(act, _like(part, now)) for part in into]
        for number, part in enumerate(parts):
            _hang(act, [child for child in named if children[child.pk] == number], part)
        if not stays:
            refuse_occupied(now, on)
        act.lines(Role.BEFORE, [now])
        act.lines(Role.AFTER, [now, *parts] if stays else parts)
        act.lines(Role.ALONG, named)
        for part in (now, *parts):
            act.tell(part, split=now.pk, parts=[p.pk for p in parts], stays=stays)
    return parts


def _refuse_misfit(ending: Sequence[Unit], stays: Unit | None) -> None:
    if not ending:
        raise BadInput(_("请至少选择一个要并入的单位。"))
    if len({unit.kind for unit in (*ending, *([stays] if stays else []))}) > 1:
        raise BadInput(_("行政区划单位和分支单位不能合并。"))
    for part in ending:
        if stays and stays.path.startswith(part.path):
            raise BadInput(
                _("“%(into)s”在“%(unit)s”的下面；单位不能并入自己的下级。") % {"into": stays.name, "unit": part.name},
                unit=part.pk,
            )


def _end(act: Change, units: Sequence[Unit]) -> None:
    Unit.objects.filter(pk__in=[unit.pk for unit in units]).update(closed=act.on)


def _like(new: Unit | NewUnit, old: Unit) -> NewUnit:
    """A new unit, with the level and the parent of the old one where it names none."""
    assert isinstance(new, NewUnit)
    return NewUnit(
        name=new.name,
        code=new.code,
        level=old.level if new.level is None else new.level,
        parent=new.parent or old.parent,
        short=new.short,
        official=new.official,
        order=old.order if new.order is None else new.order,
    )


def _take(act: Change, part: Unit, target: Unit) -> list[Unit]:
    """Hang the live children of a unit that ends under the one that takes it in."""
    children = list(Unit.objects.filter(parent=part, closed=None).exclude(pk=target.pk).order_by("order", "pk"))
    _hang(act, children, target)
    return children


def _hang(act: Change, children: Sequence[Unit], target: Unit) -> None:
    assert act.on
    for child in children:
        act.present(child)
        refuse_loop(child, target, act.on)
        refuse_parent(target, child.level, act.on)
        refuse_depth(child, target)
    hang(act, children, target)


def _named(unit: Unit, children: Mapping[int, int], parts: int) -> list[Unit]:
    found = list(Unit.objects.filter(parent=unit, closed=None, pk__in=children).order_by("order", "pk"))
    strange = set(children) - {child.pk for child in found}
    if strange or not all(0 <= number < parts for number in children.values()):
        raise BadInput(
            _("“%(unit)s”的下级分配有误：只能分配它现有的下级，并且只能分给列出的单位。") % {"unit": unit.name},
            unit=unit.pk,
        )
    return found


def _refuse_unnamed(unit: Unit, named: Sequence[Unit]) -> None:
    left = Unit.objects.filter(parent=unit, closed=None).exclude(pk__in=[child.pk for child in named])
    first = left.order_by("order", "pk").first()
    if first:
        raise BadInput(
            _("“%(unit)s”的%(number)s个下级（如“%(first)s”）还没有分配去向。")
            % {"unit": unit.name, "number": left.count(), "first": first.name},
            unit=unit.pk,
        )
