"""The day a page of figures stands on: today, or the last day of a past month named by `until=2025-03`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from sangzi.kernel.errors import BadInput
from sangzi.scoreboard.months import label, last_day, month_of

_MONTH = re.compile(r"(\d{4})-(\d{2})")
EARLIEST = 1990 * 12
CHOICES = 60  # months that the chooser offers


@dataclass(frozen=True)
class AsOf:
    """The day, and what the chooser of months needs."""

    day: date
    today: date

    @property
    def month(self) -> str:
        return label(month_of(self.day))

    @property
    def choices(self) -> list[tuple[str, date, bool]]:
        """(address, last day, whether it is the one shown) of this month and the years before it, latest first."""
        now, shown = month_of(self.today), month_of(self.day)
        return [
            (label(month), last_day(month), month == shown) for month in range(now, min(shown, now - CHOICES) - 1, -1)
        ]

    @property
    def is_now(self) -> bool:
        return self.day == self.today

    @property
    def before(self) -> str:
        return label(month_of(self.day) - 1)

    @property
    def after(self) -> str:
        """The month after; "" when the day is today."""
        return "" if self.is_now else label(month_of(self.day) + 1)

    @property
    def until(self) -> str:
        """What an address carries: nothing for today."""
        return "" if self.is_now else self.month


def as_of(request: HttpRequest) -> AsOf:
    """Read `until` from the address. Raises `BadInput` for what is no month, or one that has not begun."""
    today = timezone.localdate()
    asked = request.GET.get("until", "").strip()
    if not asked:
        return AsOf(today, today)
    found = _MONTH.fullmatch(asked)
    month = int(found[1]) * 12 + int(found[2]) - 1 if found and 1 <= int(found[2]) <= 12 else 0
    if not EARLIEST <= month <= month_of(today):
        raise BadInput(_("“%(asked)s”不是可以查看的月份；请写成 2025-03 这样，且不晚于本月。") % {"asked": asked[:20]})
    return AsOf(min(last_day(month), today), today)
