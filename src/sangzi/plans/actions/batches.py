"""Many commitments of a plan decided about at once: one act, one line in the chain, taken back as one."""

from __future__ import annotations

import json
from collections.abc import Sequence

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from sangzi.kernel import audit
from sangzi.kernel.errors import BadInput, Conflict
from sangzi.kernel.models import Account, AuditLine
from sangzi.plans.models import Cascade, Commitment, Plan, Rule, Status, Target

State = Commitment.State
CONFIRM_MANY, DISMISS_MANY, RESTORE_MANY = "plans.confirm-many", "plans.dismiss-many", "plans.restore-many"


def sure_ones(plan: Plan, at_least: float) -> QuerySet[Commitment]:
    """What a batch would confirm: proposed, with a number, and read at least so surely."""
    proposed = plan.commitments.filter(state=State.PROPOSED, confidence__gte=at_least)
    return proposed.exclude(value=None).order_by("pk")


def reported_results(plan: Plan) -> QuerySet[Commitment]:
    """What a batch would dismiss: proposed, and told as done."""
    return plan.commitments.filter(state=State.PROPOSED, status=Status.RESULT).order_by("pk")


@transaction.atomic
def confirm_sure(*, plan: Plan, at_least: float, by: Account | None) -> AuditLine:
    """Confirm every proposed commitment with a number that was read at least so surely.

    Raises `BadInput` for a share that is none, `Conflict` when there is nothing to confirm.
    """
    if not 0 <= at_least <= 1:
        raise BadInput(_("把握程度写在 0 到 100 之间；请修改。"), field="at_least")
    kept = list(sure_ones(plan, at_least).select_for_update())
    line = _decided(plan, kept, State.CONFIRMED, CONFIRM_MANY, by, at_least=at_least)
    asked = [one for one in kept if one.status != Status.RESULT and one.value is not None]
    Target.objects.bulk_create([_target(plan, one, by) for one in asked], batch_size=500)
    return line


@transaction.atomic
def dismiss_results(*, plan: Plan, by: Account | None) -> AuditLine:
    """Dismiss every proposed commitment that reports what was done. Raises `Conflict` when there is none."""
    kept = list(reported_results(plan).select_for_update())
    return _decided(plan, kept, State.DISMISSED, DISMISS_MANY, by)


@transaction.atomic
def restore_many(*, plan: Plan, line: int, by: Account | None) -> AuditLine:
    """Take a batch back that line `line` of the chain tells of: what is still as it left it is proposed again.

    Raises `BadInput` when the line tells of no batch of this plan, `Conflict` when nothing is left to take back.
    """
    told = _batch(plan, line)
    state = State.CONFIRMED if told.act == CONFIRM_MANY else State.DISMISSED
    keys = json.loads(told.detail)["commitments"]
    kept = list(plan.commitments.filter(pk__in=keys, state=state).order_by("pk").select_for_update())
    now, back = timezone.now(), [one.pk for one in kept]
    Cascade.objects.filter(target__commitment__in=back, withdrawn=None).update(withdrawn=now)
    Target.objects.filter(commitment__in=back, withdrawn=None).update(withdrawn=now)
    return _decided(plan, kept, State.PROPOSED, RESTORE_MANY, by, line=line)


def size_of(line: AuditLine) -> int:
    """How many commitments a batch was about."""
    return len(json.loads(line.detail)["commitments"])


def _decided(
    plan: Plan, kept: Sequence[Commitment], state: Commitment.State, act: str, by: Account | None, **detail: float
) -> AuditLine:
    if not kept:
        raise Conflict(_("没有符合条件的条目，什么也没有变。"), plan=plan.pk)
    for one in kept:
        one.state = state
    Commitment.objects.bulk_update(kept, ["state"], batch_size=500)
    told = {**detail, "commitments": [one.pk for one in kept]}
    return audit.append(chain=plan.unit_id, act=act, about=f"plan:{plan.pk}", by=by, detail=told)


def _target(plan: Plan, commitment: Commitment, by: Account | None) -> Target:
    made = {"value": commitment.value, "rule": Rule.WHOLE, "made": timezone.now(), "by": by}
    return Target(commitment=commitment, unit_id=plan.unit_id, **made)


def _batch(plan: Plan, line: int) -> AuditLine:
    acts = (CONFIRM_MANY, DISMISS_MANY)
    told = AuditLine.objects.filter(pk=line, chain=plan.unit_id, about=f"plan:{plan.pk}", act__in=acts).first()
    if told is None:
        raise BadInput(_("这一步不是对这份规划的批量操作，不能撤销；请逐条恢复。"), plan=plan.pk)
    return told
