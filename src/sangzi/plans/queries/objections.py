"""Objections: those a unit has to answer, those it made, and the one that is open about a target."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from django.db.models import Exists, OuterRef, QuerySet

from sangzi.plans.models import Objection, Target
from sangzi.plans.wording import measure_at, plain
from sangzi.units.models import Unit

_HEAVY = tuple(f"target__commitment__plan__{field}" for field in ("text", "private", "warnings"))
State = Objection.State


class Raised(NamedTuple):
    """An objection with what is asked of its unit by now; `live` None: nothing any more."""

    objection: Objection
    live: Target | None

    @property
    def measure(self) -> str:
        target = self.objection.target
        return measure_at(target.commitment, target.unit.level)

    @property
    def proposed(self) -> str:
        return plain(self.objection.proposed)

    @property
    def objected(self) -> str:
        """The number that was objected to."""
        return plain(self.objection.target.value)

    @property
    def decided(self) -> str:
        return "" if self.objection.decided is None else plain(self.objection.decided)

    @property
    def asked_now(self) -> str:
        return plain(self.live.value) if self.live else ""

    @property
    def changed_since(self) -> bool:
        """Whether the number that was objected to is no longer the one that is asked for."""
        return self.live is None or self.live.value != self.objection.target.value


def objections_to_answer(unit: Unit) -> list[Raised]:
    """Open objections to what `unit` asks by now, whoever asked it at the time; the oldest first. Two queries."""
    return _with_live(_rows().filter(_asked_by(unit), state=State.OPEN).order_by("made", "pk"))


def count_to_answer(unit: Unit) -> int:
    """How many wait for an answer. One query."""
    return Objection.objects.filter(_asked_by(unit), state=State.OPEN).count()


def objections_about(target: Target) -> list[Raised]:
    """All objections that the target's unit ever made to what this commitment asks of it, the latest first."""
    rows = _rows().filter(target__commitment=target.commitment_id, target__unit=target.unit_id)
    return _with_live(rows.order_by("-made", "-pk"))


def open_below(target: Target) -> list[Raised]:
    """Open objections of those to whom the target was shared out. Two queries."""
    rows = _rows().filter(_asked_by(target.unit_id), state=State.OPEN, target__commitment=target.commitment_id)
    return _with_live(rows.order_by("made", "pk"))


def open_of(unit: Unit) -> dict[int, Objection]:
    """The unit's own open objections by commitment. One query."""
    rows = Objection.objects.filter(state=State.OPEN, target__unit=unit).select_related("target")
    return {one.target.commitment_id: one for one in rows}


def raised(objection: Objection) -> Raised:
    """One objection with what is asked now."""
    return _with_live([objection])[0]


def _asked_by(unit: Unit | int) -> Exists:
    """Of objections: that a unit asks something of the objecting unit by the same commitment now."""
    same = {"commitment": OuterRef("target__commitment"), "unit": OuterRef("target__unit")}
    return Exists(Target.objects.filter(**same, withdrawn=None, parent__unit=unit))


def _rows() -> QuerySet[Objection]:
    return Objection.objects.select_related(
        "target__unit", "target__commitment__plan__unit", "target__parent__unit", "by", "answered_by"
    ).defer(*_HEAVY)


def _with_live(objections: Iterable[Objection]) -> list[Raised]:
    found = list(objections)
    if not found:
        return []
    units = [one.target.unit_id for one in found]
    commitments = [one.target.commitment_id for one in found]
    rows = Target.objects.filter(unit__in=units, commitment__in=commitments, withdrawn=None)
    live = {(one.commitment_id, one.unit_id): one for one in rows.select_related("parent__unit", "unit")}
    return [Raised(one, live.get((one.target.commitment_id, one.target.unit_id))) for one in found]
