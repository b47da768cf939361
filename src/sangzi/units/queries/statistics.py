"""Statistics about units: one unit's, those of units side by side, and what a file of them would change."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from sangzi.units.access import Scope
from sangzi.units.models import Statistic, Unit
from sangzi.units.statistics import Given, Rows

AT_ONCE = 500  # names and keys that one query asks for


class Series(NamedTuple):
    """A statistic that some units have: its key, its year, how many of them."""

    key: str
    year: int
    units: int


@dataclass(frozen=True)
class Line:
    """A row of a file beside what stands: `was` is the live number of the same unit, key and year."""

    given: Given
    unit: Unit
    was: Statistic | None

    @property
    def is_same(self) -> bool:
        return self.was is not None and (self.was.value, self.was.source) == (self.given.value, self.given.source)


@dataclass(frozen=True)
class Sheet:
    """What a file would do: the rows that can be imported, and by line what is wrong with the others."""

    rows: Rows
    lines: tuple[Line, ...]

    @property
    def mistakes(self) -> dict[int, list[str]]:
        return self.rows.mistakes

    @property
    def added(self) -> list[Line]:
        return [line for line in self.lines if line.was is None]

    @property
    def changed(self) -> list[Line]:
        return [line for line in self.lines if line.was is not None and not line.is_same]

    @property
    def same(self) -> int:
        return sum(line.is_same for line in self.lines)


def sheet_of(rows: Rows, scope: Scope | None) -> Sheet:
    """Rows of a file beside the units they name and what is known of these; None: all units may be named.

    Adds to the mistakes of `rows` what no unit, more than one, or an earlier row of the file answers to.
    """
    units = _units_named({*(given.unit for given in rows.given), *rows.named.values()}, scope)
    for line, word in rows.named.items():
        _one(rows, line, word, units[word])
    placed = [(given, _one(rows, given.line, given.unit, units[given.unit])) for given in rows.given]
    fitting = _once(rows, [(given, unit) for given, unit in placed if unit is not None])
    was = _standing([unit.pk for _given, unit in fitting])
    return Sheet(rows, tuple(Line(given, unit, was.get((unit.pk, given.key, given.year))) for given, unit in fitting))


def statistics_of(unit: Unit) -> list[Statistic]:
    """All of a unit's numbers, the replaced ones included, the latest year and the latest import first. One query."""
    return list(unit.statistics.select_related("by").order_by("key", "-year", "-pk"))


def series_of(units: Iterable[int]) -> list[Series]:
    """Which statistics some units have. One query."""
    rows = Statistic.objects.filter(unit__in=list(units), replaced=None).values_list("key", "year")
    return [Series(*row) for row in rows.annotate(units=Count("pk")).order_by("key", "-year")]


def side_by_side(units: Collection[Unit], key: str, year: int) -> list[tuple[Unit, Statistic | None]]:
    """One number of several units, in their order. One query."""
    rows = Statistic.objects.filter(unit__in=[unit.pk for unit in units], key=key, year=year, replaced=None)
    found = {row.unit_id: row for row in rows}
    return [(unit, found.get(unit.pk)) for unit in units]


def values_of(key: str, year: int, units: Sequence[int]) -> dict[int, Decimal]:
    """One number of several units; those without one are left out. One query."""
    rows = Statistic.objects.filter(key=key, year=year, replaced=None)
    if len(units) <= AT_ONCE:
        rows = rows.filter(unit__in=units)
    wanted = set(units)
    return {unit: value for unit, value in rows.values_list("unit_id", "value") if unit in wanted}


def _units_named(words: set[str], scope: Scope | None) -> dict[str, list[Unit]]:
    """The live units that each word may mean: by code, or else by full or short name."""
    live = Unit.objects.filter(closed=None)
    live = live if scope is None else scope.filter(live, "")
    found: dict[str, list[Unit]] = defaultdict(list)
    every = sorted(words)
    for start in range(0, len(every), AT_ONCE):
        some = every[start : start + AT_ONCE]
        for unit in live.filter(Q(code__in=some) | Q(name__in=some) | Q(short__in=some)):
            for word in {unit.code, unit.name, unit.short} & words:
                found[word].append(unit)
    return {word: _by_code_first(word, found[word]) for word in words}


def _by_code_first(word: str, units: list[Unit]) -> list[Unit]:
    by_code = [unit for unit in units if unit.code == word]
    by_name = [unit for unit in units if unit.name == word]
    return by_code or by_name or units


def _one(rows: Rows, line: int, word: str, units: list[Unit]) -> Unit | None:
    told = {"unit": word[:40], "count": len(units)}
    if not units:
        rows.wrong(line, _("在您负责的范围里没有找到单位“%(unit)s”") % told)
    elif len(units) > 1:
        rows.wrong(line, _("有 %(count)s 个单位叫“%(unit)s”；请改写代码") % told)
    return units[0] if len(units) == 1 else None


def _once(rows: Rows, placed: list[tuple[Given, Unit]]) -> list[tuple[Given, Unit]]:
    """Each number once: a row that repeats an earlier one is passed over, one that contradicts it is wrong."""
    first: dict[tuple[int, str, int], tuple[Given, Unit]] = {}
    for given, unit in placed:
        earlier = first.setdefault((unit.pk, given.key, given.year), (given, unit))[0]
        if earlier.value != given.value:
            rows.wrong(given.line, _("与第 %(line)s 行的数值不一致") % {"line": earlier.line})
    return list(first.values())


def _standing(units: Sequence[int]) -> dict[tuple[int, str, int], Statistic]:
    every, found = sorted(set(units)), {}
    for start in range(0, len(every), AT_ONCE):
        rows = Statistic.objects.filter(unit__in=every[start : start + AT_ONCE], replaced=None)
        found.update({(row.unit_id, row.key, row.year): row for row in rows})
    return found
