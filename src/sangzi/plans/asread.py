"""A statement as the reader gives it, turned into the fields of a commitment."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from .corrections import LARGEST, SMALLEST_STEP
from .models import Commitment


def columns_of(row: Mapping[str, Any], unit_name: str) -> dict[str, Any]:
    """The fields that a person may correct, from a row of a reading; `unit_name` speaks where the row names nobody."""
    return {
        "title": row["indicator"][:200],
        "value": _decimal(row["value"]),
        "value_max": _decimal(row["value_max"]),
        "measure": (row["unit"] or "")[:20],
        "comparator": row["comparator"],
        "deadline": date.fromisoformat(row["deadline"]) if row["deadline"] else None,
        "period": (row["period"] or "")[:12],
        "shape": row["shape"],
        "over": (row["over"] or "")[:60],
        "scope": (row["scope"] or unit_name)[:100],
        "owners": json.dumps(row["owners"], ensure_ascii=False),
        "status": row["status"],
    }


def as_given(commitment: Commitment) -> dict[str, Any]:
    """The fields as the reader gave them; empty for what no reader gave."""
    row: dict[str, Any] = json.loads(commitment.as_read)
    return columns_of(row, commitment.plan.unit.name) if "quote" in row else {}


def _decimal(number: float | None) -> Decimal | None:
    """The number as a column holds it; None for one too large to be meant."""
    if number is None:
        return None
    exact = Decimal(str(number))
    return exact.quantize(SMALLEST_STEP) if abs(exact) < LARGEST else None
