"""Rows of some days."""

from __future__ import annotations

from datetime import date
from typing import TypeVar

from django.db.models import Model, QuerySet

M = TypeVar("M", bound=Model)


def between(rows: QuerySet[M], field: str, first: date | None, last: date | None) -> QuerySet[M]:
    if first:
        rows = rows.filter(**{f"{field}__gte": first})
    return rows.filter(**{f"{field}__lte": last}) if last else rows
