"""People decide about commitments: correct, confirm, dismiss, take back, bind to an indicator."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sangzi.kernel.errors import BadInput, Conflict
from sangzi.kernel.models import Account
from sangzi.plans.asread import as_given
from sangzi.plans.corrections import checked
from sangzi.plans.models import Commitment, Rule, Status, Target

from .reshaping import put_back, refuse_orphan
from .rows import locked, note, set_state, told
from .withdrawing import withdraw_all

State = Commitment.State


@transaction.atomic
def correct_commitment(*, commitment: Commitment, fields: Mapping[str, Any], by: Account | None) -> Commitment:
    """Set some fields of a proposed commitment; how the reader gave them stays in `as_read`.

    Raises `BadInput` naming the field, `Conflict` for one already decided about.
    """
    kept = locked(commitment)
    if kept.state != State.PROPOSED:
        raise Conflict(_("“%(title)s”%(state)s；请先恢复为待确认，再修改。") % told(kept), commitment=kept.pk)
    changed = {name: value for name, value in checked(kept, fields).items() if getattr(kept, name) != value}
    for name, value in changed.items():
        setattr(kept, name, value)
    if changed:
        kept.corrected = True
        kept.save(update_fields=[*changed, "corrected"])
        note(kept, "correct", by, {"fields": sorted(changed)})
    return kept


@transaction.atomic
def uncorrect(*, commitment: Commitment, by: Account | None) -> Commitment:
    """Take the corrections of a proposed commitment back: it is again as the reader gave it.

    Raises `Conflict` for one that was decided about, or that no reader gave.
    """
    kept = locked(commitment)
    if kept.state != State.PROPOSED:
        raise Conflict(_("“%(title)s”%(state)s；请先恢复为待确认，再修改。") % told(kept), commitment=kept.pk)
    if not kept.corrected or not as_given(kept):
        raise Conflict(_("“%(title)s”没有更正过，不用恢复。") % told(kept), commitment=kept.pk)
    given = as_given(kept)
    for name, value in given.items():
        setattr(kept, name, value)
    kept.corrected = False
    kept.save(update_fields=[*given, "corrected"])
    note(kept, "uncorrect", by)
    return kept


@transaction.atomic
def confirm(*, commitment: Commitment, by: Account | None) -> Target | None:
    """Let a commitment take effect: the plan's unit gets the whole of it as a target (a result asks nothing: None).

    Confirming twice gives the same target. Raises `BadInput` when it has no value, `Conflict` when dismissed.
    """
    kept = locked(commitment)
    if kept.state in (State.DISMISSED, State.REPLACED):
        raise Conflict(_("“%(title)s”%(state)s；请先恢复为待确认，再确认。") % told(kept), commitment=kept.pk)
    if kept.value is None:
        raise BadInput(_("“%(title)s”没有目标值；请先填写目标值，再确认。") % told(kept), field="value")
    if kept.state == State.PROPOSED:
        set_state(kept, State.CONFIRMED, "confirm", by)
    return None if kept.status == Status.RESULT else _root_target(kept, kept.value, by)


@transaction.atomic
def dismiss(*, commitment: Commitment, by: Account | None) -> Commitment:
    """Say that a proposed commitment is none."""
    kept = locked(commitment)
    if kept.state in (State.CONFIRMED, State.REPLACED):
        raise Conflict(_("“%(title)s”%(state)s；请先恢复为待确认，再排除。") % told(kept), commitment=kept.pk)
    if kept.state == State.PROPOSED:
        set_state(kept, State.DISMISSED, "dismiss", by)
    return kept


@transaction.atomic
def restore(*, commitment: Commitment, by: Account | None) -> Commitment:
    """Take a decision back. The targets of a confirmed commitment are withdrawn, not erased.

    One that was split or merged comes back whole, in place of what it was split or merged into.
    Raises `Conflict` where targets hang on that.
    """
    kept = locked(commitment)
    if kept.state == State.REPLACED:
        put_back(commitment=kept, by=by)
        kept.refresh_from_db(fields=["state"])
    elif kept.state != State.PROPOSED:
        refuse_orphan(kept)
        withdrawn = withdraw_all(kept, timezone.now())
        set_state(kept, State.PROPOSED, "restore", by, {"targets_withdrawn": withdrawn})
    return kept


@transaction.atomic
def bind(
    *, commitment: Commitment, indicator: str, by: Account | None, known: Collection[str] | None = None
) -> Commitment:
    """Say which indicator measures a commitment ("": none). `known` lists the keys there are."""
    kept = locked(commitment)
    if indicator and known is not None and indicator not in known:
        raise BadInput(_("没有指标“%(key)s”；请从列出的指标中选择。") % {"key": indicator[:60]}, field="indicator")
    if kept.indicator != indicator:
        kept.indicator = indicator
        kept.save(update_fields=["indicator"])
        note(kept, "bind", by, {"indicator": indicator})
    return kept


def _root_target(commitment: Commitment, value: Decimal, by: Account | None) -> Target:
    target, _made = Target.objects.get_or_create(
        commitment=commitment,
        unit_id=commitment.plan.unit_id,
        withdrawn=None,
        defaults={"value": value, "rule": Rule.WHOLE, "made": timezone.now(), "by": by},
    )
    return target
