"""Why a sharing-out comes out otherwise than the one before it, in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from .bases import Basis
from .wording import plain

MOST_NAMES = 4


@dataclass(frozen=True)
class Difference:
    """What two rules of one unit do not have in common. Units by their keys, in rising order."""

    was: Decimal | None
    now: Decimal | None
    came: tuple[int, ...] = ()
    left: tuple[int, ...] = ()
    set_by_hand: tuple[int, ...] = ()
    let_go: tuple[int, ...] = ()
    other_weight: tuple[int, ...] = ()

    @property
    def units(self) -> set[int]:
        return {*self.came, *self.left, *self.set_by_hand, *self.let_go, *self.other_weight}

    def __bool__(self) -> bool:
        return bool(self.units) or self.was != self.now


def difference(before: Basis, after: Basis) -> Difference:
    """What changed from one rule to the next."""
    stayed = before.took_part & after.took_part
    hand = {unit for unit, value in after.hand.items() if unit in stayed and before.hand.get(unit) != value}
    weighed = {unit for unit, weight in before.weights.items() if after.weights.get(unit, weight) != weight}
    return Difference(
        was=before.whole if before.whole is not None else after.whole,
        now=after.whole,
        came=_ordered(after.took_part - before.took_part),
        left=_ordered(before.took_part - after.took_part),
        set_by_hand=_ordered(hand),
        let_go=_ordered(unit for unit in stayed if unit in before.hand and unit not in after.hand),
        other_weight=_ordered(weighed & stayed),
    )


def because(found: Difference, names: Mapping[int, str]) -> str:
    """The difference as a sentence without its full stop; "" where there is none that can be told."""
    told = []
    if found.was is not None and found.now is not None and found.was != found.now:
        numbers = {"was": plain(found.was), "now": plain(found.now)}
        told.append(_("要分的数由 %(was)s 变为 %(now)s") % numbers)
    lines = (
        (found.came, _("新增%(units)s")),
        (found.left, _("%(units)s不再承接")),
        (found.set_by_hand, _("%(units)s改为单独确定")),
        (found.let_go, _("%(units)s不再单独确定")),
        (found.other_weight, _("%(units)s用来分配的数据变了")),
    )
    told += [sentence % {"units": _named(units, names)} for units, sentence in lines if units]
    return _("；").join(told)


def _named(units: tuple[int, ...], names: Mapping[int, str]) -> str:
    known = [names[unit] for unit in units if unit in names]
    more = len(units) - min(len(known), MOST_NAMES)
    first = _("、").join(known[:MOST_NAMES])
    if not more:
        return first
    told = {"units": first, "count": len(units)}
    return _("%(units)s等 %(count)s 个单位") % told if first else _("%(count)s 个单位") % told


def _ordered(units: Iterable[int]) -> tuple[int, ...]:
    return tuple(sorted(units))
