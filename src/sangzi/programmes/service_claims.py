"""Hours that somebody says they served. They wait as something handed in, and count once they are confirmed."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from .models import Report

PREFIX = "hours/"  # before the names of reports that are claims; a definition's reports have no slash


@dataclass(frozen=True)
class Claim:
    """What was said: the day, how much, doing what."""

    on: date
    quantity: Decimal
    note: str

    def stored(self) -> str:
        told = {"on": self.on.isoformat(), "quantity": str(self.quantity), "note": self.note}
        return json.dumps(told, ensure_ascii=False, sort_keys=True)


def is_claim(report: Report) -> bool:
    return report.report.startswith(PREFIX)


def claim_of(report: Report) -> Claim:
    told = json.loads(report.answers)
    return Claim(date.fromisoformat(told["on"]), Decimal(told["quantity"]), told["note"])
