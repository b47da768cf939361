"""The way to a target goes on when the target gets another number."""

from __future__ import annotations

import json
from datetime import datetime
from decimal import Decimal

from sangzi.plans.models import Target, Trajectory


def carry_over(*, commitment: int, now: datetime) -> int:
    """Let trajectories of targets that were just replaced lead to what replaced them; how many there were.

    Milestones keep their place on the way: at half the way before, at half the way now. One query where no target
    had a trajectory of its own.
    """
    ended = Trajectory.objects.filter(target__commitment=commitment, withdrawn=None, target__withdrawn__isnull=False)
    rows = ended.filter(target__followed_by__isnull=False, target__followed_by__withdrawn=None)
    old = list(rows.select_related("target"))
    if not old:
        return 0
    live = Target.objects.filter(follows__in=[row.target_id for row in old], withdrawn=None)
    after = {one.follows_id: one for one in live}
    Trajectory.objects.filter(pk__in=[row.pk for row in old]).update(withdrawn=now)
    made = [_carried(row, after[row.target_id], now) for row in old if row.target_id in after]
    return len(Trajectory.objects.bulk_create(made))


def _carried(row: Trajectory, target: Target, now: datetime) -> Trajectory:
    return Trajectory(
        target=target, kind=row.kind, begins=row.begins, ends=row.ends, base=row.base, base_source=row.base_source,
        milestones=_in_proportion(row, target.value), season=row.season, made=now, by=target.by,
    )  # fmt: skip


def _in_proportion(row: Trajectory, value: Decimal) -> str:
    """The milestones for another end; whole where all were whole."""
    given = [(day, Decimal(number)) for day, number in json.loads(row.milestones)]
    base = row.base or Decimal(0)
    whole, way = row.target.value - base, value - base
    step = Decimal(1) if all(number == int(number) for _day, number in given) else Decimal("0.0001")
    moved = [(day, (base + (number - base) * way / whole).quantize(step)) for day, number in given] if whole else given
    return json.dumps([[day, str(number)] for day, number in moved])
