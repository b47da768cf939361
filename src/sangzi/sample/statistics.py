"""Numbers about units in the sample: how many people, young people and students live where. Invented, and said so."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from sangzi.units.models import Level, Statistic, Unit

from .chance import Chance, stream
from .terrain import FULL, SPARSE, Terrain

SOURCE = "示例数据，并非真实统计"
USUAL = 320_000  # people in a county of the usual size
YOUNG, STUDENTS = (0.13, 0.22), (0.06, 0.11)  # their shares of the people, between these
ROUND = 100


def count_people(terrain: Terrain, seed: int, until: date) -> int:
    """Statistics of the year before for every county and city of the sample, and for the full province."""
    sizes = {county.seat.pk: county.size for county in terrain.counties}
    numbers: dict[tuple[int, str], int] = {}
    for region in Unit.objects.filter(code__in=(FULL, *SPARSE), closed=None).order_by("code"):
        numbers |= _numbers(region, sizes, seed)
    rows = [
        Statistic(unit_id=unit, key=key, year=until.year - 1, value=value, source=SOURCE, sample=True)
        for (unit, key), value in numbers.items()
    ]
    return len(Statistic.objects.bulk_create(rows, batch_size=1000))


def _numbers(region: Unit, sizes: dict[int, float], seed: int) -> dict[tuple[int, str], int]:
    """Drawn for the lowest of these units, added up for those above."""
    levels = (Level.PROVINCE, Level.PREFECTURE, Level.COUNTY)
    area = Unit.objects.filter(path__within=region.path, kind=Unit.Kind.AREA, level__in=levels, closed=None)
    units = list(area.order_by("-level", "path").values_list("pk", "parent_id", "code"))
    below: dict[tuple[int, str], int] = defaultdict(int)
    found: dict[tuple[int, str], int] = {}
    for unit, parent, code in units:
        added_up = {key: below[unit, key] for key in ("population", "young-people", "students")}
        drawn = added_up if any(added_up.values()) else _drawn(stream(seed, "statistics", code), sizes.get(unit, 0.5))
        for key, value in drawn.items():
            found[unit, key] = value
            below[parent or 0, key] += value
    return found


def _drawn(chance: Chance, size: float) -> dict[str, int]:
    people = _rounded(USUAL * size * chance.uniform(0.7, 1.4))
    return {
        "population": people,
        "young-people": _rounded(people * chance.uniform(*YOUNG)),
        "students": _rounded(people * chance.uniform(*STUDENTS)),
    }


def _rounded(number: float) -> int:
    return max(round(number / ROUND), 1) * ROUND
