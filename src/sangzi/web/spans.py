"""The days a list is narrowed to: `since=` and `until=`, each a day (2025-03-01) or a month (2025-03), both in it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest
from django.utils.translation import gettext as _

from sangzi.kernel.errors import BadInput
from sangzi.scoreboard.months import last_day, month_of

_MONTH = re.compile(r"\d{4}-\d{2}")


@dataclass(frozen=True)
class Span:
    """The first and the last day; None where it is open."""

    first: date | None
    last: date | None

    def __bool__(self) -> bool:
        return self.first is not None or self.last is not None


def span(request: HttpRequest) -> Span:
    """What the address asks for. Raises `BadInput` for what is no day, and for an end before the beginning."""
    first, last = _day(request, "since"), _day(request, "until", ends=True)
    if first and last and last < first:
        raise BadInput(_("截止日期%(last)s早于开始日期%(first)s；请对调或重选。") % {"last": last, "first": first})
    return Span(first, last)


def _day(request: HttpRequest, name: str, *, ends: bool = False) -> date | None:
    asked = request.GET.get(name, "").strip()
    if not asked:
        return None
    month = bool(_MONTH.fullmatch(asked))
    try:
        day = date.fromisoformat(f"{asked}-01" if month else asked)
    except ValueError as error:
        raise BadInput(_("“%(asked)s”不是日期；请写成 2025-03-31 或 2025-03 这样。") % {"asked": asked[:20]}) from error
    return last_day(month_of(day)) if month and ends else day
