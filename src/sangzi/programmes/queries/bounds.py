"""Rows of some days, and of a unit with those below it."""

from __future__ import annotations

from datetime import date
from typing import TypeVar

from django.db.models import Model, QuerySet

from sangzi.units.models import Unit

from ..models import Record

M = TypeVar("M", bound=Model)
FEW_UNITS = 250  # a county with its villages


def between(rows: QuerySet[M], field: str, first: date | None, last: date | None) -> QuerySet[M]:
    if first:
        rows = rows.filter(**{f"{field}__gte": first})
    return rows.filter(**{f"{field}__lte": last}) if last else rows


def below(records: QuerySet[Record], unit: Unit, *, few: bool = False) -> QuerySet[Record]:
    """Records of a unit and those below it, by the units' index: whatever the order, the others are not gone through.

    Where the units are few they are named. `few`: the records are few already, by another condition.
    """
    units = list(Unit.objects.filter(path__within=unit.path).values_list("pk", flat=True)[: FEW_UNITS + 1])
    if len(units) <= FEW_UNITS:
        return records.filter(unit__in=units)
    if few:
        return records.filter(unit__path__within=unit.path)
    return records.filter(pk__in=Record.objects.filter(unit__path__within=unit.path).values("pk"))
