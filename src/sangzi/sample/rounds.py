"""The rounds of the sample: one of every programme for a province and a year, made when something needs it.

They hold what was done; nobody applies in them any more. What is open is this season's (`season`).
"""

from __future__ import annotations

from datetime import date

from sangzi.programmes.definitions import programmes
from sangzi.programmes.models import Round, RoundState

from .days import at_hour
from .terrain import Spot

ENDED = "年度已结束"


class Rounds:
    """Rounds by programme, owner and year; not stored until asked to. Those of earlier years are closed."""

    def __init__(self, until: date) -> None:
        self.until = until
        self._made: dict[tuple[str, int, int], Round] = {}
        self._fresh: list[Round] = []
        self._definitions: dict[str, tuple[str, str]] = {}

    def of(self, programme: str, owner: Spot, year: int) -> Round:
        key = programme, owner.pk, year
        if key not in self._made:
            self._made[key] = self._round(programme, owner, year)
            self._fresh.append(self._made[key])
        return self._made[key]

    def store(self) -> int:
        """Write the rounds that are not there yet; how many."""
        stored = len(Round.objects.bulk_create(self._fresh))
        self._fresh = []
        return stored

    def _round(self, programme: str, owner: Spot, year: int) -> Round:
        definition, digest = self._frozen(programme)
        declared, over = programmes()[programme], year < self.until.year
        return Round(
            programme=programme,
            unit_id=owner.pk,
            title=f"{owner.short}{year}年{declared.title}",
            opens=date(year, 1, 1),
            closes=date(year, 12, 31),
            apply_until=at_hour(date(year - 1, 12, 20), 18) if declared.applications else None,
            definition=definition,
            digest=digest,
            state=RoundState.CLOSED if over else RoundState.OPEN,
            ended=ENDED if over else "",
            sample=True,
        )

    def _frozen(self, programme: str) -> tuple[str, str]:
        if programme not in self._definitions:
            declared = programmes()[programme]
            self._definitions[programme] = declared.model_dump_json(), declared.digest
        return self._definitions[programme]
