"""Keeps departments and duties in step with the owners that commitments name."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence

from django.db.models import Q

from .models import Commitment, Department, Duty, Plan
from .owners import named

Wanted = dict[tuple[int, int], Duty.Part]  # by commitment and department


def keep_duties_of(plan: Plan) -> None:
    """All commitments of a plan. Five queries, and one for each kind of change."""
    keep_duties(plan.unit_id, list(plan.commitments.only("pk", "owners", "because", "plan_id")))


def keep_duties_around(commitment: Commitment) -> None:
    """A commitment, what it was split into and what was merged into it."""
    around = Q(pk=commitment.pk) | Q(split_from=commitment) | Q(pk=commitment.merged_into_id or 0)
    rows = Commitment.objects.filter(around).only("pk", "owners", "because", "plan_id")
    keep_duties(commitment.plan.unit_id, list(rows))


def keep_duties(unit: int, commitments: Sequence[Commitment]) -> None:
    """Make missing departments and duties, take away duties that no commitment names any more."""
    found = {commitment.pk: named(commitment) for commitment in commitments}
    known = departments_by_name(unit)
    _make_missing(unit, known, (name for offices in found.values() for name, _part in offices))
    wanted: Wanted = {}
    for commitment, offices in found.items():
        for name, part in offices:
            wanted.setdefault((commitment, known[name]), part)
    _write(wanted, list(found))


def departments_by_name(unit: int) -> dict[str, int]:
    """The departments of a unit by every way they are written. One query."""
    rows = Department.objects.filter(unit=unit).order_by("pk").values_list("pk", "names")
    return {name: pk for pk, names in rows for name in json.loads(names)}


def _make_missing(unit: int, known: dict[str, int], names: Iterable[str]) -> None:
    for name in dict.fromkeys(names):
        if name not in known:
            names_of = json.dumps([name], ensure_ascii=False)
            # A department that was merged away keeps its row without names; it is not written to.
            made, _new = Department.objects.get_or_create(unit_id=unit, name=name, defaults={"names": names_of})
            known[name] = made.pk


def _write(wanted: Wanted, commitments: Sequence[int]) -> None:
    kept = {}
    gone = []
    for duty in Duty.objects.filter(commitment__in=commitments):
        cell = (duty.commitment_id, duty.department_id)
        if wanted.get(cell) == duty.part:
            kept[cell] = duty
        else:
            gone.append(duty)
    left = {duty.department_id for duty in gone} - {department for _commitment, department in wanted}
    Duty.objects.filter(pk__in=[duty.pk for duty in gone]).delete()
    missing = [Duty(commitment_id=one, department_id=two, part=part) for (one, two), part in wanted.items()]
    Duty.objects.bulk_create([duty for duty in missing if (duty.commitment_id, duty.department_id) not in kept])
    _drop_empty(left)


def _drop_empty(departments: Iterable[int]) -> None:
    """A name that nothing holds any more was a misreading: no duty, nobody in it, no other way to write it."""
    rows = Department.objects.filter(pk__in=list(departments), duties=None, members=None)
    Department.objects.filter(pk__in=[row.pk for row in rows if len(json.loads(row.names)) == 1]).delete()
