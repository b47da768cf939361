"""Figures: indicators read from the totals, for many units at once in a fixed number of queries."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from django.db.models import Case, Count, F, Q, Sum, When

from sangzi.kernel.facts import SCALE

from .indicators import Indicator
from .measures import Basis, denominator, numerator
from .models import Measure, Total
from .months import last_day, month_of, year_start

Cell = tuple[int, str]  # unit id, measure key
Move = tuple[str, int, int]  # measure key, month, amount


@dataclass(frozen=True, slots=True)
class Figure:
    """A computed number for a unit as of a day.

    `value` is exact (None: nothing to divide by); a percentage of 80 % is 80.
    `numerator` and `denominator` are hundredths of amounts; months where the shape is frequency.
    """

    indicator: str
    unit: int
    as_of: date
    value: Fraction | None
    numerator: int
    denominator: int | None

    @property
    def number(self) -> float | None:
        return None if self.value is None else float(self.value)


class Sums(NamedTuple):
    """One measure at one unit: in all, this year so far, the same months of last year."""

    total: int = 0
    year: int = 0
    before: int = 0


class Rhythm(NamedTuple):
    """How many months of the year so far reached the number, and whether the present one did."""

    met: int = 0
    now: bool = False


NOTHING = Sums()
NO_RHYTHM = Rhythm()


def figures(indicators: Sequence[Indicator], units: Sequence[int], as_of: date) -> dict[tuple[str, int], Figure]:
    """The figures of all indicators for all units, by (indicator key, unit id), at the end of the month of `as_of`.

    Three queries.
    """
    keys = measure_keys(indicators)
    month = month_of(as_of)
    sums = _sums(keys, units, month)
    rhythms = _rhythms([i for i in indicators if i.shape == "frequency"], keys, units, month)
    return {
        (i.key, unit): _figure(i, unit, as_of, sums, rhythms.get((unit, i.key), NO_RHYTHM))
        for i in indicators
        for unit in units
    }


def moves_of(indicators: Iterable[Indicator], unit: int, until: date) -> list[Move]:
    """All monthly movements of some indicators' measures at one unit, up to the month of `until`. One query."""
    keys = {basis.key for indicator in indicators for basis in sides(indicator)}
    rows = Total.objects.filter(measure__key__in=keys, unit=unit, month__lte=month_of(until))
    return list(rows.values_list("measure__key", "month", "amount"))


def trend_of(indicator: Indicator, unit: int, until: date, months: int, moves: Sequence[Move]) -> list[Figure]:
    """The figure at the end of each of the last months, oldest first, from the movements of its measures."""
    end = month_of(until)
    return [
        figure_from_moves(indicator, unit, min(last_day(month), until), moves)
        for month in range(end - months + 1, end + 1)
    ]


def figure_from_moves(indicator: Indicator, unit: int, as_of: date, moves: Iterable[Move]) -> Figure:
    """A figure from the monthly movements of its measures at one unit; later months are passed over."""
    month = month_of(as_of)
    january = year_start(month)
    sums: dict[Cell, Sums] = {}
    rhythm = NO_RHYTHM
    for key, at, amount in moves:
        if at > month:
            continue
        old = sums.get((unit, key), NOTHING)
        year, before = at >= january, january - 12 <= at <= month - 12
        sums[unit, key] = Sums(old.total + amount, old.year + amount * year, old.before + amount * before)
        if year and amount >= indicator.at_least * SCALE:
            rhythm = Rhythm(rhythm.met + 1, rhythm.now or at == month)
    return _figure(indicator, unit, as_of, sums, rhythm)


def measure_keys(indicators: Iterable[Indicator]) -> dict[int, str]:
    """Keys of the measures behind some indicators, by id. One query."""
    keys = {basis.key for indicator in indicators for basis in sides(indicator)}
    return dict(Measure.objects.filter(key__in=keys).values_list("id", "key"))


def sides(indicator: Indicator) -> list[Basis]:
    """The measures above and below an indicator's line."""
    return [basis for basis in (numerator(indicator), denominator(indicator)) if basis]


def _sums(keys: dict[int, str], units: Sequence[int], month: int) -> dict[Cell, Sums]:
    january = year_start(month)
    rows = (
        Total.objects.filter(measure__in=keys, unit__in=units, month__lte=month)
        .values_list("unit_id", "measure_id")
        .annotate(
            whole=Sum("amount"),
            year=Sum(Case(When(month__gte=january, then=F("amount")), default=0)),
            before=Sum(Case(When(month__range=(january - 12, month - 12), then=F("amount")), default=0)),
        )
    )
    return {
        (unit, keys[measure]): Sums(int(whole), int(year), int(before)) for unit, measure, whole, year, before in rows
    }


def _rhythms(
    indicators: Sequence[Indicator], keys: dict[int, str], units: Sequence[int], month: int
) -> dict[tuple[int, str], Rhythm]:
    """By (unit id, indicator key)."""
    if not indicators:
        return {}
    ids = {key: pk for pk, key in keys.items()}
    by_measure = {ids.get(numerator(i).key): i.key for i in indicators}
    reached = Q()
    for indicator in indicators:
        reached |= Q(measure=ids.get(numerator(indicator).key), amount__gte=indicator.at_least * SCALE)
    rows = Total.objects.filter(reached, unit__in=units, month__range=(year_start(month), month))
    counted = rows.values_list("unit_id", "measure_id").annotate(
        months=Count("id"), now=Count("id", filter=Q(month=month))
    )
    return {(unit, by_measure[measure]): Rhythm(months, now > 0) for unit, measure, months, now in counted}


def _figure(indicator: Indicator, unit: int, as_of: date, sums: dict[Cell, Sums], rhythm: Rhythm) -> Figure:
    if indicator.shape == "frequency":
        return _rhythm_figure(indicator, unit, as_of, rhythm)
    above = sums.get((unit, numerator(indicator).key), NOTHING)
    if indicator.shape == "growth":
        change = Fraction((above.year - above.before) * 100, above.before) if above.before > 0 else None
        return Figure(indicator.key, unit, as_of, change, above.year, above.before)
    basis = denominator(indicator)
    top = _read(indicator, above)
    if basis is None:
        return Figure(indicator.key, unit, as_of, Fraction(top, SCALE), top, None)
    bottom = _read(indicator, sums.get((unit, basis.key), NOTHING))
    value = Fraction(top * 100, bottom) if bottom > 0 else None
    return Figure(indicator.key, unit, as_of, value, top, bottom)


def _rhythm_figure(indicator: Indicator, unit: int, as_of: date, rhythm: Rhythm) -> Figure:
    """A month that is not over yet is asked for only once it has reached the number."""
    month = month_of(as_of)
    gone = month - year_start(month) + (as_of == last_day(month) or rhythm.now)
    value = Fraction(rhythm.met * 100, gone) if gone else None
    return Figure(indicator.key, unit, as_of, value, rhythm.met, gone)


def _read(indicator: Indicator, sums: Sums) -> int:
    return sums.year if indicator.reading == "year" else sums.total
