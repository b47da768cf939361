"""Rows taken by one of several workers."""

from __future__ import annotations

from typing import TypeVar

from django.db import connection
from django.db.models import Model, QuerySet

M = TypeVar("M", bound=Model)


def claimed(rows: QuerySet[M], limit: int) -> list[M]:
    """Up to `limit` rows that nobody else holds, held until the transaction ends. SQLite has one writer anyway."""
    if connection.features.has_select_for_update_skip_locked:
        rows = rows.select_for_update(skip_locked=True, of=("self",))
    return list(rows[:limit])
