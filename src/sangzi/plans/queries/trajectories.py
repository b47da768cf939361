"""The way that each target is on: its own trajectory, or its part of that of a target above it."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import NamedTuple

from sangzi.plans.goals import goal_of
from sangzi.plans.models import Shape, Target, Trajectory
from sangzi.plans.ways import Way, shared_points

SCALE = 10_000  # columns hold four decimals
_DEEPEST = 6  # generations of shares: nation to village is five

Kind = Trajectory.Kind
Milestones = tuple[tuple[date, Fraction], ...]


@dataclass(frozen=True)
class Course:
    """The way of one target, the trajectory it comes from, and the milestones in the target's own numbers.

    `own`: set at the target itself. Milestones of a count are whole steps whose sums over all parts are the
    whole's; those of other shapes, and of a way that begins at a base, are worked out by whoever knows the base.
    """

    way: Way
    trajectory: Trajectory
    own: bool
    milestones: Milestones = ()


class _Node(NamedTuple):
    """A target on the line between a share and the trajectory that it follows."""

    pk: int
    parent: int | None
    value: Decimal


def courses_of(targets: Sequence[Target]) -> dict[int, Course]:
    """The ways of those targets that follow a trajectory, by target key.

    One query where none does, else at most eight.
    """
    trajectories = _trajectories({target.commitment_id for target in targets})
    if not trajectories:
        return {}
    lines = _lines([target for target in targets if target.commitment_id in _commitments(trajectories)], trajectories)
    siblings = _siblings(lines)
    found: dict[int, Course] = {}
    for target in targets:
        line = lines.get(target.pk)
        if line:
            found[target.pk] = _course(target, line, trajectories[line[0].pk], siblings)
    return found


def course_of_target(target: Target) -> Course | None:
    """The way of one target; None: by time alone."""
    return courses_of([target]).get(target.pk)


def trajectories_of(target: Target) -> list[Trajectory]:
    """All trajectories that a target ever had, the latest first. One query."""
    return list(target.trajectories.select_related("by").order_by("-made", "-pk"))


def way_of(trajectory: Trajectory, goal: Fraction) -> Way:
    """A trajectory as arithmetic, for its own target with the figure `goal`."""
    base = None if trajectory.base is None else Fraction(trajectory.base)
    start = base or Fraction(0)
    milestones = milestones_of(trajectory)
    points = tuple((day, (value - start) / (goal - start)) for day, value in milestones) if goal != start else ()
    season = tuple(Fraction(part) for part in json.loads(trajectory.season))
    return Way(
        trajectory.kind,
        trajectory.begins,
        trajectory.ends,
        points=points,
        season=season,
        based=base is not None,
        base=base,
    )


def milestones_of(trajectory: Trajectory) -> Milestones:
    """What is to be reached by when, without the end."""
    return tuple((date.fromisoformat(day), Fraction(value)) for day, value in json.loads(trajectory.milestones))


def _trajectories(commitments: Iterable[int]) -> dict[int, Trajectory]:
    """The live trajectories of some commitments by target."""
    live = Trajectory.objects.filter(withdrawn=None, target__withdrawn=None, target__commitment__in=list(commitments))
    rows = live.select_related("target__commitment", "target__unit")
    return {row.target_id: row for row in rows}


def _commitments(trajectories: Mapping[int, Trajectory]) -> set[int]:
    return {row.target.commitment_id for row in trajectories.values()}


def _lines(targets: Sequence[Target], trajectories: Mapping[int, Trajectory]) -> dict[int, list[_Node]]:
    """For each target that follows a trajectory the line from the one that has it down to itself."""
    up = {target.pk: [_Node(target.pk, target.parent_id, target.value)] for target in targets}
    for _generation in range(_DEEPEST):
        wanted = {line[0].parent for line in up.values() if line[0].pk not in trajectories and line[0].parent}
        if not wanted:
            break
        above = {
            row[0]: _Node(*row) for row in Target.objects.filter(pk__in=wanted).values_list("pk", "parent", "value")
        }
        for line in up.values():
            if line[0].pk not in trajectories and line[0].parent in above:
                line.insert(0, above[line[0].parent])
    return {pk: line for pk, line in up.items() if line[0].pk in trajectories}


def _siblings(lines: Mapping[int, list[_Node]]) -> dict[int, dict[int, int]]:
    """For every target above one of the lines' ends: its shares, in steps."""
    above = {node.pk for line in lines.values() for node in line[:-1]}
    found: dict[int, dict[int, int]] = defaultdict(dict)
    if above:
        rows = Target.objects.filter(parent__in=above, withdrawn=None).order_by("unit__order", "unit_id")
        for parent, pk, value in rows.values_list("parent", "pk", "value"):
            found[parent or 0][pk] = int(value * SCALE)
    return found


def _course(
    target: Target, line: Sequence[_Node], trajectory: Trajectory, siblings: Mapping[int, dict[int, int]]
) -> Course:
    top = trajectory.target
    way = way_of(trajectory, goal_of(top.commitment, top.value, top.unit))
    milestones = milestones_of(trajectory)
    if len(line) == 1:
        return Course(way, trajectory, own=True, milestones=milestones)
    inherited = replace(way, base=None)
    if not milestones or way.based or top.commitment.shape != Shape.COUNT:
        return Course(inherited, trajectory, own=False)
    mine = _shared_down(line, milestones, siblings)
    goal = Fraction(target.value)
    points = tuple((day, value / goal) for day, value in mine) if goal else ()
    return Course(replace(inherited, points=points), trajectory, own=False, milestones=mine)


def _shared_down(line: Sequence[_Node], milestones: Milestones, siblings: Mapping[int, dict[int, int]]) -> Milestones:
    """The milestones of the line's end: shared out at each step among all who share there."""
    shares = [value for above in line[:-1] for value in siblings[above.pk].values()]
    scale = _scale([*(value for _day, value in milestones), *(Fraction(steps, SCALE) for steps in shares)])
    points = tuple((day, int(value * scale)) for day, value in milestones)
    for above, below in pairwise(line):
        values = {pk: steps * scale // SCALE for pk, steps in siblings[above.pk].items()}
        points = shared_points(points, values)[below.pk]
    return tuple((day, Fraction(steps, scale)) for day, steps in points)


def _scale(numbers: Iterable[Fraction]) -> int:
    """How many steps make one, so that all these are whole steps."""
    every = list(numbers)
    return next((scale for scale in (1, 100) if all((one * scale).denominator == 1 for one in every)), SCALE)
