"""What happened to a unit, where it came from and what became of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from sangzi.units.models import Unit, UnitEvent, UnitEventLine, UnitVersion

Role = UnitEventLine.Role


@dataclass(frozen=True)
class HistoryLine:
    """One event in a unit's life.

    `was` is what the unit was until then (None where nothing of its own changed), `became` what it was from then on;
    both carry name, short, code, level, parent and official. `before` and `after` are the other units that took part,
    `along` says that the unit was hung elsewhere because its parent merged or split.
    """

    event: UnitEvent
    was: UnitVersion | None
    became: UnitVersion | Unit | None
    before: list[Unit]
    after: list[Unit]
    along: bool

    @property
    def date(self) -> date | None:
        return self.event.date


def history(unit: Unit) -> list[HistoryLine]:
    """The unit's events, oldest first. Three queries."""
    concerned = Q(lines__unit=unit) | Q(first_unit__lte=unit.pk, last_unit__gte=unit.pk)
    events = UnitEvent.objects.filter(concerned).distinct().prefetch_related("lines__unit")
    versions = list(unit.versions.select_related("parent").order_by("until", "pk"))
    after: list[UnitVersion | Unit] = [*versions[1:], unit]
    later = {version.event_id: next_one for version, next_one in zip(versions, after, strict=False)}
    ended = {version.event_id: version for version in versions}
    ordered = sorted(events, key=lambda event: (event.date or date.min, event.pk))
    return [_line(unit, event, ended.get(event.pk), later.get(event.pk)) for event in ordered]


def predecessors(units: Iterable[int]) -> set[int]:
    """The units that merged into these, and into those, and so on. One query a generation."""
    found: set[int] = set()
    ask = set(units)
    while ask:
        events = UnitEventLine.objects.filter(unit__in=ask, role=Role.AFTER, event__kind=UnitEvent.Kind.MERGE)
        merged = UnitEventLine.objects.filter(event__in=events.values("event"), role=Role.BEFORE)
        ask = set(merged.values_list("unit_id", flat=True)) - found - ask
        found |= ask
    return found


def _line(unit: Unit, event: UnitEvent, was: UnitVersion | None, became: UnitVersion | Unit | None) -> HistoryLine:
    lines = list(event.lines.all())
    others = [line for line in lines if line.unit_id != unit.pk]
    return HistoryLine(
        event=event,
        was=was,
        became=became,
        before=[line.unit for line in others if line.role == Role.BEFORE],
        after=[line.unit for line in others if line.role == Role.AFTER],
        along=any(line.unit_id == unit.pk and line.role == Role.ALONG for line in lines),
    )
