"""Single units, what hangs below and above them, and how much there is of it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import Count, Max, QuerySet
from django.utils.translation import gettext as _

from sangzi.kernel.errors import NotVisible
from sangzi.units.codes import CODE, other_spelling
from sangzi.units.models import Unit, UnitEvent, UnitVersion
from sangzi.units.paths import keys

from .dated import tree


def tree_edition() -> int:
    """The key of the latest event; 0 before anything happened. One query."""
    latest: int | None = UnitEvent.objects.aggregate(latest=Max("pk"))["latest"]
    return latest or 0


def unit_by_code(code: str) -> Unit:
    """The live unit with this code, or else the last one that had it. Raises `NotVisible`.

    A code that no unit has is also tried as other lists would write it (22 and 220000000000 for 220000).
    """
    other = other_spelling(code)
    found = None
    if code and CODE.fullmatch(code):  # nothing else is anybody's code; some of it a database would not even look for
        found = _with_code(code) or (_with_code(other) if other else None)
    if found is None:
        raise NotVisible(_("没有代码为“%(code)s”的单位。") % {"code": code}, code=code)
    return found


def unit_by_slug(slug: str) -> Unit:
    """The unit that an address names: by its code, or by its key behind a `u`. Raises `NotVisible`."""
    if slug.startswith("u") and slug[1:].isascii() and slug[1:].isdigit():
        found = Unit.objects.filter(pk=int(slug[1:])).first()
        if found is None:
            raise NotVisible(_("没有编号为“%(key)s”的单位。") % {"key": slug[1:]}, key=slug[1:])
        return found
    return unit_by_code(slug)


def children(unit: Unit) -> QuerySet[Unit]:
    """The live units right below, in their official order."""
    return Unit.objects.filter(parent=unit, closed=None).order_by("order", "pk")


def ancestors(unit: Unit) -> list[Unit]:
    """The units above, the root first. One query."""
    above = keys(unit.path)[:-1]
    found = Unit.objects.in_bulk(above)
    return [found[key] for key in above]


def trails(units: Iterable[Unit]) -> dict[int, list[Unit]]:
    """For each unit's key the units above it, the root first. One query for all."""
    above = {unit.pk: keys(unit.path)[:-1] for unit in units}
    found = Unit.objects.in_bulk({key for path in above.values() for key in path})
    return {pk: [found[key] for key in path] for pk, path in above.items()}


def count_by_level(unit: Unit, on: date | None = None) -> dict[int, int]:
    """How many live units there are below `unit` at each level; with a day, as it was on that day.

    Without a day one query over the subtree; with one, the whole tree of that day is read.
    """
    if on is not None:
        return tree(on).count_below(unit.pk)
    below = Unit.objects.filter(path__within=unit.path, closed=None).exclude(pk=unit.pk)
    return dict(below.order_by("level").values_list("level").annotate(count=Count("pk")))


def _with_code(code: str) -> Unit | None:
    those = Unit.objects.filter(code=code)
    return max(those, key=_latest, default=None) or _once_had(code)


def _latest(unit: Unit) -> tuple[bool, date, int]:
    """The live one is the latest of those with a code, then the one that was closed last."""
    return unit.closed is None, unit.closed or date.min, unit.pk


def _once_had(code: str) -> Unit | None:
    version = UnitVersion.objects.filter(code=code).select_related("unit").order_by("-until").first()
    return version.unit if version else None
