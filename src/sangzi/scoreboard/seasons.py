"""In which months of a year things happen, as past years' records have it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from sangzi.engines import apportion
from sangzi.kernel.errors import BadInput
from sangzi.units.models import Unit

from .figures import Move, moves_of
from .indicators import Indicator
from .measures import numerator
from .months import month_of

YEARS = 3  # so many past years are looked at, where there are so many
MONTHS = 12
_WHOLE = 1_000_000


def season_of(indicator: Indicator, unit: Unit, begins: date) -> tuple[Decimal, ...]:
    """Twelve shares of a year, January first, that add up to one: what each month had of the last years before a day.

    Only whole years before the day's month count, at most three. One query. Raises `BadInput` when there is less than
    one year of past, or nothing happened in it.
    """
    moves = [move for move in moves_of([indicator], unit.pk, begins) if move[0] == numerator(indicator).key]
    end = month_of(begins)
    first = min((month for _key, month, amount in moves if amount > 0), default=end)
    years = min((end - first) // MONTHS, YEARS)
    if years < 1:
        told = {"unit": unit.short, "months": max(end - first, 0)}
        raise BadInput(
            _("“%(unit)s”在开始日期以前只有 %(months)s 个月的记录，不足一年，看不出往年节奏；请改用均匀推进或按节点。")
            % told,
            field="kind",
        )
    return _shares(_amounts(moves, end - years * MONTHS, end))


def _amounts(moves: Sequence[Move], first: int, end: int) -> list[int]:
    amounts = [0] * MONTHS
    for _key, month, amount in moves:
        if first <= month < end:
            amounts[month % MONTHS] += amount
    return [max(amount, 0) for amount in amounts]


def _shares(amounts: Sequence[int]) -> tuple[Decimal, ...]:
    if not any(amounts):
        raise BadInput(_("往年各月都没有记录，看不出节奏；请改用均匀推进或按节点。"), field="kind")
    return tuple(Decimal(int(part)) / _WHOLE for part in apportion.proportional(_WHOLE, amounts).value)
