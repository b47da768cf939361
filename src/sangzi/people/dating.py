"""Which days may be written: not before a unit was there, not after it was gone, not still to come."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from sangzi.kernel.errors import BadInput
from sangzi.kernel.wording import day_of
from sangzi.units.models import Unit


def refuse_outside_life(unit: Unit, on: date, *, ends: bool = False) -> None:
    """Raise `BadInput` where the unit did not exist on that day. What `ends` may end with the unit itself."""
    if unit.founded and on < unit.founded:
        raise BadInput(
            _("%(unit)s成立于%(founded)s，%(on)s时尚不存在；请改为成立当天或以后的日期，或改选当时的单位。")
            % {"unit": unit.short, "founded": day_of(unit.founded), "on": day_of(on)},
            field="on",
            value=str(on),
        )
    if unit.closed and (on > unit.closed if ends else on >= unit.closed):
        raise BadInput(
            _("%(unit)s已于%(closed)s撤销，不能再登记%(on)s的事项；请改为撤销前的日期，或改选承接它的单位。")
            % {"unit": unit.short, "closed": day_of(unit.closed), "on": day_of(on)},
            field="on",
            value=str(on),
        )


def refuse_future(on: date, today: date) -> None:
    """Raise `BadInput` for a day still to come."""
    if on > today:
        raise BadInput(
            _("日期%(on)s还没有到（今天是%(today)s）；请填写今天或以前的日期。")
            % {"on": day_of(on), "today": day_of(today)},
            field="on",
            value=str(on),
        )


def refuse_backwards(first: date, last: date | None) -> None:
    """Raise `BadInput` where something would end before it began."""
    if last is not None and last < first:
        raise BadInput(
            _("结束日期%(last)s早于开始日期%(first)s；请检查两个日期。")
            % {"last": day_of(last), "first": day_of(first)},
            field="until",
            value=str(last),
        )
