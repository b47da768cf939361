"""Rows of some days, and of a unit with those below it."""

from __future__ import annotations

from datetime import date
from typing import TypeVar

from django.db.models import Model, QuerySet

from sangzi.units.models import Unit

M = TypeVar("M", bound=Model)
FEW_UNITS = 250  # a county with its villages


def between(rows: QuerySet[M], field: str, first: date | None, last: date | None) -> QuerySet[M]:
    if first:
        rows = rows.filter(**{f"{field}__gte": first})
    return rows.filter(**{f"{field}__lte": last}) if last else rows


def below(rows: QuerySet[M], unit: Unit) -> QuerySet[M]:
    """Rows of a unit and those below it. Where these are few they are named, so that the unit's index is taken."""
    units = list(Unit.objects.filter(path__within=unit.path).values_list("pk", flat=True)[: FEW_UNITS + 1])
    return rows.filter(unit__in=units) if len(units) <= FEW_UNITS else rows.filter(unit__path__within=unit.path)
