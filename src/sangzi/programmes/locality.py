"""At which level units lie. A branch lies where the area lies that it hangs on."""

from __future__ import annotations

from collections.abc import Iterable

from sangzi.units.models import Level, Unit
from sangzi.units.paths import keys

UnitRow = tuple[int, str, int, str]  # key, kind, level, path


def is_local(unit: Unit) -> bool:
    """Whether a unit lies at county level or below. No query for areas, one for a branch."""
    return bool(local_units([row_of(unit)]))


def local_units(units: Iterable[UnitRow]) -> set[int]:
    """The units at county level or below. At most one query."""
    return {pk for pk, level in seat_levels(units).items() if level >= Level.COUNTY}


def row_of(unit: Unit) -> UnitRow:
    return unit.pk, unit.kind, unit.level, unit.path


def seat_levels(units: Iterable[UnitRow]) -> dict[int, int]:
    """The level of the area that each unit lies in. At most one query."""
    units = list(units)
    above = {pk: keys(path)[-2::-1] for pk, kind, _level, path in units if kind == Unit.Kind.BRANCH}
    levels = {pk: level for pk, kind, level, _path in units if kind == Unit.Kind.AREA}
    if above:
        wanted = {key for chain in above.values() for key in chain}
        levels |= dict(Unit.objects.filter(pk__in=wanted, kind=Unit.Kind.AREA).values_list("pk", "level"))
    return {pk: levels[next(key for key in above.get(pk, [pk]) if key in levels)] for pk, *_rest in units}
