"""What a run of an allotment came to, as bars that are HTML: they need no script, print, and have a table beneath."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from django.utils.translation import gettext as _

from sangzi.programmes.queries.runs import Figures, Quota
from sangzi.programmes.runs.figures import County

from .points import wish_in_words

BEYOND, NOTHING = 10_000, 10_001
"""Where the bars stand of places nobody wished for, and of nothing: behind every wish."""
DRAWN = 20
"""Bars of counties and gauges that are drawn; the tables beneath have all."""


@dataclass(frozen=True)
class RankBar:
    """How many got which wish; `share` in hundredths of all who applied, `upto`: with all dearer wishes.

    `place`: where the bar stands among the others.
    """

    place: int
    words: str
    count: int
    share: Fraction | None
    upto: Fraction | None
    look: str

    @property
    def width(self) -> str:
        return f"{float(self.share or 0):.1f}"


@dataclass(frozen=True)
class CountyBar:
    """One county: of its seats so many filled, so many of these by people at home there; widths in percent."""

    county: County
    name: str
    filled: str
    at_home: str

    @property
    def share(self) -> Fraction | None:
        """Of its seats, in hundredths."""
        return _percent(self.county.filled, self.county.seats)

    @property
    def own(self) -> Fraction | None:
        """Of the people at home there, how many were placed anywhere."""
        return _percent(self.county.placed, self.county.people)


@dataclass(frozen=True)
class Gauge:
    """One bound: what it says, where it stands, whether it holds, and what one more is worth. Widths in percent."""

    quota: Quota
    says: str
    width: str
    mark: str
    look: str
    words: str
    worth: str

    @property
    def percent(self) -> str:
        return "%" if self.quota.kind == "share" else ""


def rank_bars(figures: Figures) -> list[RankBar]:
    """First wish, second wish and so on, then places nobody wished for, then nothing."""
    people = figures.placed + figures.left_over
    bars = list(_wishes(figures, people))
    if figures.beyond:
        bars.append(RankBar(BEYOND, _("志愿以外"), figures.beyond, _percent(figures.beyond, people), None, "beyond"))
    left = figures.left_over
    return [*bars, RankBar(NOTHING, _("没有分到"), left, _percent(left, people), None, "none")]


def _wishes(figures: Figures, people: int) -> Iterator[RankBar]:
    upto = 0
    last = max((at for at, count in enumerate(figures.ranks) if count), default=-1)
    for at, count in enumerate(figures.ranks[: last + 1]):
        upto += count
        yield RankBar(at + 1, wish_in_words(at + 1), count, _percent(count, people), _percent(upto, people), "wish")


def first_share(figures: Figures) -> Fraction | None:
    """Of all who applied, in hundredths, who got their first wish; None where nobody applied."""
    first = figures.ranks[0] if figures.ranks else 0
    return _percent(first, figures.placed + figures.left_over)


def county_bars(counties: Sequence[County]) -> list[CountyBar]:
    """Where most seats stay free first; then where many are."""
    bars = [_county(one) for one in counties]
    return sorted(bars, key=lambda bar: (bar.county.filled - bar.county.seats, -bar.county.seats, bar.name))


def _county(one: County) -> CountyBar:
    filled = _percent(one.filled, one.seats) or Fraction(0)
    at_home = _percent(min(one.at_home, one.filled), one.seats) or Fraction(0)
    name = one.name if one.unit else _("别处")
    return CountyBar(one, name, f"{float(filled):.1f}", f"{float(at_home):.1f}")


def gauges(quotas: Sequence[Quota]) -> list[Gauge]:
    """What is not kept first, then what costs most, then what is full."""
    found = [_gauge(one) for one in quotas]
    order = {"behind": 0, "full": 1, "done": 2}
    return sorted(found, key=lambda one: (order[one.look], -(one.quota.price or 0), one.says))


def _gauge(one: Quota) -> Gauge:
    scale = 100 if one.kind == "share" else max(one.bound, one.value, 1)
    full = one.kind == "most" and one.value == one.bound
    look = "behind" if not one.holds else "full" if full else "done"
    words = {"behind": _("没有守住"), "full": _("用满"), "done": _("未用满") if one.kind == "most" else _("达到")}
    return Gauge(
        quota=one,
        says=one.says,
        width=f"{100 * min(one.value, scale) / scale:.1f}",
        mark=f"{100 * one.bound / scale:.1f}",
        look=look,
        words=words[look],
        worth=_worth(one),
    )


def _worth(one: Quota) -> str:
    """What it would be worth to move the bound by one; empty where nobody knows, or where it was given up."""
    if one.price is None or not one.holds:
        return ""
    points = f"{one.price:g}"
    if not one.price:
        return _("放宽也不会使总分增加")
    if one.kind == "most":
        return _("再多放一人，总分最多增加%(points)s") % {"points": points}
    return _("少要求一人，总分最多增加%(points)s") % {"points": points}


def _percent(part: int, whole: int) -> Fraction | None:
    return Fraction(part * 100, whole) if whole else None
