"""What can be asked about indicators made at the desk: whose they are, and every version there was."""

from __future__ import annotations

from dataclasses import dataclass

from sangzi.units.models import Unit

from .declared import Made, present
from .models import Declaration


@dataclass(frozen=True)
class Near:
    """An indicator made in a unit, above it or below it; `own` when it was made in the unit itself."""

    made: Made
    unit: Unit
    own: bool


def made_in(unit: Unit) -> dict[str, Made]:
    """The indicators of a unit itself that were not withdrawn, by key."""
    return {key: one for key, one in present().made.items() if one.unit == unit.pk and not one.withdrawn}


def made_near(unit: Unit) -> list[Near]:
    """Those a unit has to do with, its own first; withdrawn ones last. One query."""
    near = [one for one in present().made.values() if one.seen_from(unit.path)]
    units = Unit.objects.in_bulk({one.unit for one in near})
    found = [Near(one, units[one.unit], one.unit == unit.pk) for one in near]
    return sorted(found, key=lambda one: (one.made.withdrawn, not one.own, one.unit.path, one.made.indicator.key))


def versions_of(unit: Unit, key: str) -> list[Declaration]:
    """All versions of an indicator that the unit has to do with, the latest first; none of a stranger's."""
    made = present().made.get(key)
    if made is None or not made.seen_from(unit.path):
        return []
    return list(Declaration.objects.filter(key=key).select_related("unit", "by").order_by("-version"))


def version_of(key: str, digest: str) -> Declaration | None:
    """The version that a receipt was issued by; None where the definition stood in a file. One query."""
    rows = Declaration.objects.filter(key=key, digest=digest).select_related("unit")
    return rows.order_by("version").first()


def latest_rows() -> list[tuple[Declaration, str]]:
    """The latest version of every indicator made at the desk with its title, by key; withdrawn ones as well. One query.

    What became a file since is left out: the file holds.
    """
    made = present().made
    rows = Declaration.objects.select_related("unit").order_by("key", "version")
    latest = {row.key: row for row in rows if row.key in made}
    return [(row, made[key].indicator.title) for key, row in latest.items()]
