"""A person says which commitments of two plans answer each other, where the system paired them wrongly."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from sangzi.kernel import audit
from sangzi.kernel.errors import BadInput
from sangzi.kernel.models import Account
from sangzi.plans.models import Commitment, Counterpart, Plan


@transaction.atomic
def pair_up(*, one: Commitment, other: Commitment, by: Account | None) -> Counterpart:
    """Say that two commitments of different plans are on the same matter. What was said of either before gives way."""
    if one.plan_id == other.plan_id:
        raise BadInput(_("这两条出自同一份规划；请从两份规划里各选一条。"))
    _withdraw(one, other.plan)
    _withdraw(other, one.plan)
    made = Counterpart.objects.create(one=one, plan=other.plan, other=other, by=by)
    _note(one, "pair-up", by, {"with": other.pk})
    return made


@transaction.atomic
def set_apart(*, one: Commitment, plan: Plan, by: Account | None) -> Counterpart:
    """Say that nothing in `plan` answers a commitment. What was said of it before gives way."""
    _withdraw(one, plan)
    made = Counterpart.objects.create(one=one, plan=plan, other=None, by=by)
    _note(one, "set-apart", by, {"plan": plan.pk})
    return made


@transaction.atomic
def pair_freely(*, one: Commitment, plan: Plan, by: Account | None) -> int:
    """Take back what was said of a commitment and a plan: the system pairs it again. How much was taken back."""
    withdrawn = _withdraw(one, plan)
    if withdrawn:
        _note(one, "pair-freely", by, {"plan": plan.pk})
    return withdrawn


def _withdraw(one: Commitment, plan: Plan) -> int:
    told = Q(one=one, plan=plan) | Q(other=one, one__plan=plan)
    live = Counterpart.objects.select_for_update(of=("self",)).filter(withdrawn=None)
    keys = list(live.filter(told).values_list("pk", flat=True))
    return Counterpart.objects.filter(pk__in=keys).update(withdrawn=timezone.now())


def _note(one: Commitment, act: str, by: Account | None, detail: dict[str, object]) -> None:
    audit.append(chain=one.plan.unit_id, act=f"plans.{act}", about=f"commitment:{one.pk}", by=by, detail=detail)
