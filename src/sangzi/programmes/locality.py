"""Which units lie at county level or below. A branch lies where the area lies that it hangs on."""

from __future__ import annotations

from collections.abc import Iterable

from sangzi.units.models import Level, Unit
from sangzi.units.paths import keys


def is_local(unit: Unit) -> bool:
    """Whether a unit lies at county level or below. No query for areas, one for a branch."""
    return bool(local_units([(unit.pk, unit.kind, unit.level, unit.path)]))


def local_units(units: Iterable[tuple[int, str, int, str]]) -> set[int]:
    """The local ones among units given as (key, kind, level, path). At most one query."""
    units = list(units)
    above = {pk: keys(path)[-2::-1] for pk, kind, _level, path in units if kind == Unit.Kind.BRANCH}
    levels = {pk: level for pk, kind, level, _path in units if kind == Unit.Kind.AREA}
    if above:
        wanted = {key for chain in above.values() for key in chain}
        levels |= dict(Unit.objects.filter(pk__in=wanted, kind=Unit.Kind.AREA).values_list("pk", "level"))
    seats = {pk: next(key for key in above.get(pk, [pk]) if key in levels) for pk, *_rest in units}
    return {pk for pk, seat in seats.items() if levels[seat] >= Level.COUNTY}
