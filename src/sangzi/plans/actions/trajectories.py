"""How a target is to be reached in time is set and taken back; what held before stays as history."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sangzi.kernel import audit
from sangzi.kernel.errors import BadInput, Conflict
from sangzi.kernel.models import Account
from sangzi.kernel.wording import day_of
from sangzi.plans.goals import goal_of
from sangzi.plans.models import Commitment, Comparator, Target, Trajectory
from sangzi.plans.wording import plain

Kind = Trajectory.Kind
Milestone = tuple[date, Decimal]

MONTHS = 12
MOST = 60  # milestones of one trajectory


@dataclass(frozen=True)
class Base:
    """The figure on the eve of the way, and where it comes from: `figure:KEY:2024-12-31`."""

    value: Decimal
    source: str


@transaction.atomic
def set_trajectory(
    *,
    target: Target,
    kind: str,
    begins: date,
    ends: date,
    by: Account | None,
    milestones: Sequence[Milestone] = (),
    season: Sequence[Decimal] = (),
    base: Base | None = None,
) -> Trajectory:
    """Say how a target is to be reached; the trajectory that held is withdrawn and stays as history.

    `milestones` (what is to be reached by when, without the end) only for that kind, `season` (twelve shares of a
    year, see `scoreboard.seasons`) only for a seasonal one. Raises `BadInput` with what to change.
    """
    live = _locked(target)
    made = drafted(target=live, kind=kind, begins=begins, ends=ends, milestones=milestones, season=season, base=base)
    made.made, made.by = timezone.now(), by
    _withdraw(live)
    try:
        with transaction.atomic():
            made.save()
    except IntegrityError as error:
        raise Conflict(_("别人刚刚也改了这个目标的轨迹；请刷新页面。"), target=live.pk) from error
    _note(live, "plans.set-trajectory", by, {"trajectory": made.pk, "kind": str(kind), "milestones": len(milestones)})
    return made


def drafted(
    *,
    target: Target,
    kind: str,
    begins: date,
    ends: date,
    milestones: Sequence[Milestone] = (),
    season: Sequence[Decimal] = (),
    base: Base | None = None,
) -> Trajectory:
    """The trajectory that `set_trajectory` would write, not written. Raises the same `BadInput`."""
    _refuse_senseless(target, base)
    _refuse_days(target.commitment, begins, ends)
    if base is not None and begins.day != 1:
        raise BadInput(_("带起点数的轨迹要从某月 1 日开始，起点数是前一天的数据；请改开始日期。"), field="begins")
    return Trajectory(
        target=target,
        kind=_kind(kind),
        begins=begins,
        ends=ends,
        base=base.value if base else None,
        base_source=base.source[:200] if base else "",
        milestones=json.dumps(_checked_milestones(target, kind, begins, ends, milestones, base)),
        season=json.dumps(_checked_season(kind, season)),
    )


@transaction.atomic
def withdraw_trajectory(*, target: Target, by: Account | None) -> Trajectory:
    """Take a target's own trajectory back: it follows that of the target above it again, or time alone."""
    live = _locked(target)
    held = live.trajectories.filter(withdrawn=None).first()
    if held is None:
        raise Conflict(_("“%(unit)s”的这个目标没有自己的轨迹，没有可以撤回的。") % {"unit": live.unit.short})
    _withdraw(live)
    _note(live, "plans.withdraw-trajectory", by, {"trajectory": held.pk})
    return held


def _withdraw(target: Target) -> None:
    target.trajectories.filter(withdrawn=None).update(withdrawn=timezone.now())


def _kind(kind: str) -> str:
    if kind not in Kind.values:
        raise BadInput(_("没有“%(kind)s”这种轨迹；请从列出的里选择。") % {"kind": kind[:20]}, field="kind")
    return kind


def _refuse_senseless(target: Target, base: Base | None) -> None:
    commitment = target.commitment
    if commitment.period not in ("", "year"):
        raise BadInput(_("按月、按季度等周期的目标每期重新算起，不设轨迹；逐期的完成情况在目标页上。"), field="kind")
    if commitment.comparator == Comparator.AT_MOST and base is None:
        raise BadInput(_("“不超过”的目标只有从高往低走时才有轨迹；请选择带起点数。"), field="with_base")
    if base is not None and Fraction(base.value) == goal_of(commitment, target.value, target.unit):
        raise BadInput(
            _("起点数已经等于目标 %(goal)s，没有路要走；请去掉起点数。") % {"goal": plain(base.value)},
            field="with_base",
        )


def _refuse_days(commitment: Commitment, begins: date, ends: date) -> None:
    told = {"begins": day_of(begins), "ends": day_of(ends)}
    if begins >= ends:
        raise BadInput(_("结束日期%(ends)s不在开始日期%(begins)s之后；请改正。") % told, field="ends")
    if commitment.period == "year" and begins.year != ends.year:
        raise BadInput(_("每年的目标，轨迹要在同一年里开始和结束；以后各年照此重复。"), field="ends")
    if not commitment.period and commitment.deadline and ends > commitment.deadline:
        told["deadline"] = day_of(commitment.deadline)
        raise BadInput(_("结束日期%(ends)s晚于目标的期限%(deadline)s；请改为期限当天或更早。") % told, field="ends")


def _checked_milestones(
    target: Target, kind: str, begins: date, ends: date, milestones: Sequence[Milestone], base: Base | None
) -> list[tuple[str, str]]:
    if kind != Kind.MILESTONES:
        return []
    if not milestones:
        raise BadInput(_("按节点推进要有至少一个节点；请填写日期和应到的数。"), field="milestones")
    if len(milestones) > MOST:
        raise BadInput(_("节点最多 %(most)s 个；请合并一些。") % {"most": MOST}, field="milestones")
    goal = goal_of(target.commitment, target.value, target.unit)
    last, reached = begins, Fraction(base.value if base else 0)
    upwards = goal >= reached
    for day, value in milestones:
        _refuse_milestone(last, day, ends)
        at = Fraction(value)
        if not (reached <= at <= goal if upwards else goal <= at <= reached):
            raise _off_the_way(day, value, reached, goal, upwards=upwards)
        last, reached = day, at
    return [(day.isoformat(), plain(value)) for day, value in milestones]


def _refuse_milestone(last: date, day: date, ends: date) -> None:
    told = {"day": day_of(day), "last": day_of(last), "ends": day_of(ends)}
    if day <= last:
        raise BadInput(_("节点%(day)s不在%(last)s之后；请按日期先后填写，每天一个。") % told, field="milestones")
    if day >= ends:
        raise BadInput(_("节点%(day)s不在结束日期%(ends)s之前；结束那天就是目标本身。") % told, field="milestones")


def _off_the_way(day: date, value: Decimal, reached: Fraction, goal: Fraction, *, upwards: bool) -> BadInput:
    told = {"day": day_of(day), "value": plain(value), "low": _said(reached), "high": _said(goal)}
    sentence = (
        _("节点%(day)s的 %(value)s 要在前一个节点的 %(low)s 和目标 %(high)s 之间：只能逐步增加。")
        if upwards
        else _("节点%(day)s的 %(value)s 要在前一个节点的 %(low)s 和目标 %(high)s 之间：只能逐步减少。")
    )
    return BadInput(sentence % told, field="milestones")


def _said(number: Fraction) -> str:
    return plain(Decimal(number.numerator) / Decimal(number.denominator))


def _checked_season(kind: str, season: Sequence[Decimal]) -> list[str]:
    if kind != Kind.SEASONAL:
        return []
    if len(season) != MONTHS or min(season) < 0 or sum(season) <= 0:
        raise BadInput(_("往年节奏要有十二个月的比重，都不小于零；请改用均匀推进或按节点。"), field="kind")
    return [plain(part) for part in season]


def _locked(target: Target) -> Target:
    rows = Target.objects.select_related("unit", "commitment__plan").defer(
        "commitment__plan__text", "commitment__plan__private", "commitment__plan__warnings"
    )
    live = rows.select_for_update(of=("self",)).get(pk=target.pk)
    if live.withdrawn is not None:
        raise Conflict(_("“%(unit)s”的这个目标已经撤回；请刷新页面。") % {"unit": live.unit.short}, target=live.pk)
    return live


def _note(target: Target, act: str, by: Account | None, detail: dict[str, object]) -> None:
    audit.append(chain=target.unit_id, act=act, about=f"target:{target.pk}", by=by, detail=detail)
