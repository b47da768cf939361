"""Who may see and who may decide. A plan is for those below it to read, and for its own unit's lead to decide.

Staff see the plans of their units, of all units below, and of every unit above: what is asked of you is no secret.
A target is seen with its unit. Deciding about a commitment belongs to the lead of the plan's own unit; sharing a
target out belongs to the lead of the unit that carries it, or of the plan's unit. Objecting to a target belongs to
those who work at its unit, answering to the lead of the unit that gave it; an objection is seen by its unit and by
those above, by nobody beside or below.
"""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from sangzi.kernel.errors import NotPermitted, NotVisible
from sangzi.units.access import WRITING, Scope
from sangzi.units.models import Assignment, Unit
from sangzi.units.paths import WIDTH

from .models import Commitment, Objection, Plan, Target

_HEAVY = ("text", "private", "warnings")
_HEAVY_ABOVE = tuple(f"plan__{field}" for field in _HEAVY)


def visible_plans(scope: Scope) -> QuerySet[Plan]:
    """The plans a scope may read. One condition, whatever the scope."""
    return Plan.objects.filter(_readable(scope, "unit"))


def visible_commitments(scope: Scope) -> QuerySet[Commitment]:
    return Commitment.objects.filter(_readable(scope, "plan__unit"))


def visible_targets(scope: Scope) -> QuerySet[Target]:
    """The targets of the scope's units, of those below and of those above."""
    return Target.objects.filter(_readable(scope, "unit"))


def get_plan_for(scope: Scope, key: int) -> Plan:
    """The plan, if the scope may read it. Raises `NotVisible`."""
    plan = visible_plans(scope).select_related("unit").filter(pk=key).first()
    if plan is None:
        raise NotVisible(_("没有找到这份规划；请检查地址。"), plan=key)
    return plan


def get_commitment_for(scope: Scope, key: int) -> Commitment:
    """The commitment, if the scope may read its plan. Raises `NotVisible`."""
    rows = visible_commitments(scope).select_related("plan__unit").defer(*_HEAVY_ABOVE)
    commitment = rows.filter(pk=key).first()
    if commitment is None:
        raise NotVisible(_("没有找到这个条目；请检查地址。"), commitment=key)
    return commitment


def get_target_for(scope: Scope, key: int) -> Target:
    """The target, if the scope may see its unit. Raises `NotVisible`."""
    rows = visible_targets(scope).select_related(
        "unit", "commitment__plan__unit", "parent__unit", "follows", "cascade__follows"
    )
    rows = rows.defer(*(f"commitment__{field}" for field in _HEAVY_ABOVE))
    target = rows.filter(pk=key).first()
    if target is None:
        raise NotVisible(_("没有找到这个目标；请检查地址。"), target=key)
    return target


def may_plan(scope: Scope, unit: Unit) -> bool:
    """Whether the scope leads the unit itself, and so may bring its plans."""
    return _leads(scope, unit)


def demand_planner(scope: Scope, unit: Unit) -> None:
    """Raise `NotPermitted` unless the scope may bring plans of the unit."""
    if not may_plan(scope, unit):
        raise NotPermitted(_("只有“%(unit)s”自己的负责人可以添加它的规划。") % {"unit": unit.short}, unit=unit.pk)


def may_decide(scope: Scope, plan: Plan) -> bool:
    """Whether the scope leads the plan's own unit."""
    return _leads(scope, plan.unit)


def may_share(scope: Scope, target: Target) -> bool:
    """Whether the scope may share a target out."""
    return _leads(scope, target.unit) or may_decide(scope, target.commitment.plan)


def get_plan_to_decide(scope: Scope, key: int) -> Plan:
    """The plan, for its unit's lead. Raises `NotVisible` or `NotPermitted`."""
    plan = get_plan_for(scope, key)
    _demand(allowed=may_decide(scope, plan), unit=plan.unit)
    return plan


def get_commitment_to_decide(scope: Scope, key: int) -> Commitment:
    """The commitment, for the lead of its plan's unit. Raises `NotVisible` or `NotPermitted`."""
    commitment = get_commitment_for(scope, key)
    _demand(allowed=may_decide(scope, commitment.plan), unit=commitment.plan.unit)
    return commitment


def get_target_to_share(scope: Scope, key: int) -> Target:
    """The target, for who may share it out. Raises `NotVisible` or `NotPermitted`."""
    target = get_target_for(scope, key)
    _demand(allowed=may_share(scope, target), unit=target.unit)
    return target


def may_object(scope: Scope, target: Target) -> bool:
    """Whether the scope leads or works at the very unit that the target was given to."""
    return target.parent_id is not None and _works_at(scope, target.unit)


def may_answer(scope: Scope, objection: Objection) -> bool:
    """Whether the scope leads the unit that asks what was objected to."""
    giver = _giver(objection)
    return giver is not None and _leads(scope, giver)


def sees_objections(scope: Scope, target: Target) -> bool:
    """Whether objections to a target are the scope's to know of: those of its units and of all below."""
    return scope.covers(target.unit)


def get_objection_for(scope: Scope, key: int) -> Objection:
    """The objection, for its unit and those above. Raises `NotVisible`."""
    rows = Objection.objects.filter(scope.condition("target__unit")) if scope.grants else Objection.objects.none()
    rows = rows.select_related("target__unit", "target__parent__unit", "target__commitment__plan__unit", "by")
    found = rows.defer(*(f"target__commitment__{field}" for field in _HEAVY_ABOVE)).filter(pk=key).first()
    if found is None:
        raise NotVisible(_("没有找到这条异议；请检查地址。"), objection=key)
    return found


def get_objection_to_answer(scope: Scope, key: int) -> Objection:
    """The objection, for the lead of the giving unit. Raises `NotVisible` or `NotPermitted`."""
    found = get_objection_for(scope, key)
    giver = _giver(found)
    if giver is None or not _leads(scope, giver):
        told = {"unit": giver.short if giver else ""}
        raise NotPermitted(_("只有“%(unit)s”的负责人可以答复这条异议；您可以查看。") % told)
    return found


def get_objection_to_withdraw(scope: Scope, key: int) -> Objection:
    """The objection, for those who may object. Raises `NotVisible` or `NotPermitted`."""
    found = get_objection_for(scope, key)
    _demand_worker(allowed=may_object(scope, found.target), unit=found.target.unit)
    return found


def get_target_to_object(scope: Scope, key: int) -> Target:
    """The target, for who may object to it. Raises `NotVisible` or `NotPermitted`."""
    target = get_target_for(scope, key)
    _demand_worker(allowed=_works_at(scope, target.unit), unit=target.unit)
    return target


def get_target_to_change(scope: Scope, key: int) -> Target:
    """The target of a plan's own unit, for its lead. Raises `NotVisible` or `NotPermitted`."""
    target = get_target_for(scope, key)
    _demand(allowed=may_decide(scope, target.commitment.plan), unit=target.commitment.plan.unit)
    return target


def _giver(objection: Objection) -> Unit | None:
    """Who asks it now: the unit may have moved since it objected. One query."""
    target = objection.target
    live = Target.objects.filter(commitment=target.commitment_id, unit=target.unit_id, withdrawn=None)
    now = live.select_related("parent__unit").first() or target
    return now.parent.unit if now.parent else None


def _works_at(scope: Scope, unit: Unit) -> bool:
    return any(grant.path == unit.path and grant.role in WRITING for grant in scope.grants)


def _demand_worker(*, allowed: bool, unit: Unit) -> None:
    if not allowed:
        raise NotPermitted(
            _("只有“%(unit)s”自己的负责人和工作人员可以对它的目标提异议；您可以查看。") % {"unit": unit.short},
            unit=unit.pk,
        )


def _readable(scope: Scope, field: str) -> Q:
    """Units within the scope or above it. A scope without grants reads nothing."""
    above = {path[:length] for path in scope.prefixes for length in range(WIDTH, len(path), WIDTH)}
    return scope.condition(field) | Q(**{f"{field}__path__in": sorted(above)})


def _leads(scope: Scope, unit: Unit) -> bool:
    return any(grant.path == unit.path and grant.role == Assignment.Role.LEAD for grant in scope.grants)


def _demand(*, allowed: bool, unit: Unit) -> None:
    if not allowed:
        raise NotPermitted(
            _("只有“%(unit)s”的负责人可以确认和分解它的规划；您可以查看。") % {"unit": unit.short}, unit=unit.pk
        )
