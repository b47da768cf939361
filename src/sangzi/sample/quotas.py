"""Quotas of the sample: numbers that stand in no sentence of a plan, handed down by students and by young people."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sangzi.kernel.models import Account
from sangzi.plans import actions
from sangzi.plans.actions.trajectories import set_trajectory
from sangzi.plans.manners import EVERY, Manner
from sangzi.plans.models import Comparator, Method, Plan, Rule, Shape, Status, Target, Trajectory
from sangzi.units.models import Level, Unit

from .terrain import FULL

LEAD = "jilin"
TEXT = "一、全省{year}年发展团员工作坚持控制总量、优化结构。\n二、各市州名额另行下达，由各市州分到县区。\n"


@dataclass(frozen=True)
class Quota:
    """At most so many, shared out by a statistic with at least `floor` for everybody."""

    title: str
    value: int
    statistic: str
    floor: int
    indicator: str = ""


QUOTAS = (
    Quota("发展团员名额", 6000, "students", 20),
    Quota("青马工程学员名额", 900, "young-people", 5, "qingma-students"),
)
_STEPS = ((3, 15), (6, 45), (9, 75))  # by the end of these months so many of a hundred


def allot(until: date) -> int:
    """The quotas of the full province, down to its counties; how many units have a share."""
    province = Unit.objects.filter(code=FULL, closed=None).first()
    if province is None:
        return 0
    by = Account.objects.filter(username=LEAD, sample=True).first()
    title, text = f"吉林省{until.year}年团员发展计划（示例）", TEXT.format(year=until.year)
    added = actions.add_plan(unit=province, title=title, text=text, by=by, year=until.year, sample=True)
    plan = actions.read_plan(plan=added.plan, by=by)
    return sum(_allotted(plan, quota, until, by) for quota in QUOTAS)


def pace(until: date) -> int:
    """Milestones for what the full province asks of itself by the end of this year or later; how many targets."""
    asked = Target.objects.filter(
        unit__code=FULL, parent=None, withdrawn=None, commitment__shape=Shape.COUNT, commitment__period="",
        commitment__deadline__gte=date(until.year, 12, 31), commitment__comparator=Comparator.AT_LEAST,
    )  # fmt: skip
    by = Account.objects.filter(username=LEAD, sample=True).first()
    found = list(asked.select_related("commitment").order_by("pk")[:2])
    for target in found:
        set_trajectory(
            target=target,
            kind=Trajectory.Kind.MILESTONES,
            begins=date(until.year, 1, 1),
            ends=min(target.commitment.deadline or until, date(until.year, 12, 31)),
            milestones=[
                (_end(until.year, month), (target.value * part / 100).quantize(Decimal(1))) for month, part in _STEPS
            ],
            by=by,
        )
    return len(found)


def _allotted(plan: Plan, quota: Quota, until: date, by: Account | None) -> int:
    fields = {
        "title": quota.title,
        "value": str(quota.value),
        "measure": "名",
        "comparator": Comparator.AT_MOST,
        "deadline": date(until.year, 12, 31).isoformat(),
        "period": "year",
        "shape": Shape.COUNT,
        "status": Status.TARGET,
    }
    commitment = actions.add_commitment(plan=plan, fields=fields, by=by)
    if quota.indicator:
        actions.bind(commitment=commitment, indicator=quota.indicator, by=by)
    target = actions.confirm(commitment=commitment, by=by)
    manner = Manner(f"statistic:{quota.statistic}:{until.year - 1}", Method.SAINTE_LAGUE, {EVERY: quota.floor})
    if target is None:
        return 0
    descent = actions.cascade_down(target=target, rule=Rule.FIGURE, to_level=Level.COUNTY, manner=manner, by=by)
    return sum(descent.given.values())


def _end(year: int, month: int) -> date:
    return date(year, month, 31 if month == 3 else 30)
