"""The sources of weights that plans know themselves: units of a level, and statistics about units."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from decimal import Decimal

from django.db.models import Count
from django.db.models.functions import Substr
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sangzi.kernel.errors import BadInput
from sangzi.units.models import Level, Unit
from sangzi.units.queries.statistics import AT_ONCE, series_of, values_of
from sangzi.units.statistics import title_of_key

from .receivers import LEVELS
from .weighing import Choice, Source, declare
from .wording import LEVEL_NAMES

_COUNTED = (Level.PREFECTURE, Level.COUNTY, Level.TOWNSHIP, Level.VILLAGE)


def units_of_level(rest: str, units: Sequence[int]) -> dict[int, Decimal]:
    """How many units of a level there are in each unit, itself included. A query for each depth of the tree, and one.

    A unit without any is not known: the tree need not have been loaded that far down.
    """
    level = _level_of(rest)
    paths = _paths(units)
    found: Counter[str] = Counter()
    live = Unit.objects.filter(kind=Unit.Kind.AREA, level=level, closed=None)
    for length in sorted({len(path) for path in paths}):
        stems = live.annotate(stem=Substr("path", 1, length)).values_list("stem").annotate(many=Count("pk"))
        found.update({stem: many for stem, many in stems.order_by() if stem in paths})
    return {paths[path]: Decimal(many) for path, many in found.items()}


def statistic(rest: str, units: Sequence[int]) -> dict[int, Decimal]:
    """A statistic of one year, as last imported. One query."""
    key, year = _key_and_year(rest)
    return values_of(key, year, units)


def _say_units(rest: str) -> str:
    return _("%(level)s级单位数") % {"level": LEVEL_NAMES[_level_of(rest)]}


def _say_statistic(rest: str) -> str:
    key, year = _key_and_year(rest)
    return _("%(title)s（%(year)s年）") % {"title": title_of_key(key), "year": year}


def _unit_choices(units: Sequence[int]) -> list[Choice]:
    levels = Unit.objects.filter(pk__in=units[:1]).values_list("level", flat=True)
    above = min(levels, default=Level.VILLAGE)
    names = {level: name for name, level in LEVELS.items()}
    deeper = [names[level] for level in _COUNTED if level > above]
    return [Choice(f"units:{name}", _say_units(name)) for name in deeper]


def _statistic_choices(units: Sequence[int]) -> list[Choice]:
    rests = [(f"{one.key}:{one.year}", one.units) for one in series_of(units[:AT_ONCE])]
    return [Choice(f"statistic:{rest}", _say_statistic(rest), known) for rest, known in rests]


def _paths(units: Sequence[int]) -> dict[str, int]:
    rows = Unit.objects.filter(pk__in=units) if len(units) <= AT_ONCE else Unit.objects.filter(closed=None)
    wanted = set(units)
    return {path: pk for path, pk in rows.values_list("path", "pk") if pk in wanted}


def _level_of(rest: str) -> Level:
    level = LEVELS.get(rest)
    if level is None:
        raise BadInput(_("没有“%(level)s”这一级单位；请从列出的数据中选择。") % {"level": rest[:40]}, field="figure")
    return level


def _key_and_year(rest: str) -> tuple[str, int]:
    key, _colon, year = rest.rpartition(":")
    if not key or not (year.isascii() and year.isdecimal() and len(year) == 4):
        raise BadInput(_("没有“%(rest)s”这项统计数据；请从列出的数据中选择。") % {"rest": rest[:60]}, field="figure")
    return key, int(year)


def declare_own() -> None:
    """Make both known, when the app is ready."""
    declare(Source("units", gettext_lazy("下级单位"), units_of_level, _say_units, _unit_choices))
    declare(Source("statistic", gettext_lazy("统计数据"), statistic, _say_statistic, _statistic_choices))
