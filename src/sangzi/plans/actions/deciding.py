"""People decide about commitments: correct, confirm, dismiss, take back, bind to an indicator."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sangzi.kernel import audit
from sangzi.kernel.errors import BadInput, Conflict
from sangzi.kernel.models import Account
from sangzi.plans.corrections import checked
from sangzi.plans.models import Commitment, Rule, Status, Target

from .withdrawing import withdraw_all

State = Commitment.State


@transaction.atomic
def correct_commitment(*, commitment: Commitment, fields: Mapping[str, Any], by: Account | None) -> Commitment:
    """Set some fields of a proposed commitment; how the reader gave them stays in `as_read`.

    Raises `BadInput` naming the field, `Conflict` for one already decided about.
    """
    kept = _locked(commitment)
    if kept.state != State.PROPOSED:
        raise Conflict(_("“%(title)s”%(state)s；请先恢复为待确认，再修改。") % _told(kept), commitment=kept.pk)
    changed = {name: value for name, value in checked(kept, fields).items() if getattr(kept, name) != value}
    for name, value in changed.items():
        setattr(kept, name, value)
    if changed:
        kept.corrected = True
        kept.save(update_fields=[*changed, "corrected"])
        _note(kept, "correct", by, {"fields": sorted(changed)})
    return kept


@transaction.atomic
def confirm(*, commitment: Commitment, by: Account | None) -> Target | None:
    """Let a commitment take effect: the plan's unit gets the whole of it as a target (a result asks nothing: None).

    Confirming twice gives the same target. Raises `BadInput` when it has no value, `Conflict` when dismissed.
    """
    kept = _locked(commitment)
    if kept.state == State.DISMISSED:
        raise Conflict(_("“%(title)s”%(state)s；请先恢复为待确认，再确认。") % _told(kept), commitment=kept.pk)
    if kept.value is None:
        raise BadInput(_("“%(title)s”没有目标值；请先填写目标值，再确认。") % _told(kept), field="value")
    if kept.state == State.PROPOSED:
        _set_state(kept, State.CONFIRMED, "confirm", by)
    return None if kept.status == Status.RESULT else _root_target(kept, kept.value, by)


@transaction.atomic
def dismiss(*, commitment: Commitment, by: Account | None) -> Commitment:
    """Say that a proposed commitment is none."""
    kept = _locked(commitment)
    if kept.state == State.CONFIRMED:
        raise Conflict(_("“%(title)s”%(state)s；请先恢复为待确认，再排除。") % _told(kept), commitment=kept.pk)
    if kept.state == State.PROPOSED:
        _set_state(kept, State.DISMISSED, "dismiss", by)
    return kept


@transaction.atomic
def restore(*, commitment: Commitment, by: Account | None) -> Commitment:
    """Take a decision back. The targets of a confirmed commitment are withdrawn, not erased."""
    kept = _locked(commitment)
    if kept.state != State.PROPOSED:
        withdrawn = withdraw_all(kept, timezone.now())
        _set_state(kept, State.PROPOSED, "restore", by, {"targets_withdrawn": withdrawn})
    return kept


@transaction.atomic
def bind(
    *, commitment: Commitment, indicator: str, by: Account | None, known: Collection[str] | None = None
) -> Commitment:
    """Say which indicator measures a commitment ("": none). `known` lists the keys there are."""
    kept = _locked(commitment)
    if indicator and known is not None and indicator not in known:
        raise BadInput(_("没有指标“%(key)s”；请从列出的指标中选择。") % {"key": indicator[:60]}, field="indicator")
    if kept.indicator != indicator:
        kept.indicator = indicator
        kept.save(update_fields=["indicator"])
        _note(kept, "bind", by, {"indicator": indicator})
    return kept


def _root_target(commitment: Commitment, value: Decimal, by: Account | None) -> Target:
    target, _made = Target.objects.get_or_create(
        commitment=commitment,
        unit_id=commitment.plan.unit_id,
        withdrawn=None,
        defaults={"value": value, "rule": Rule.WHOLE, "made": timezone.now(), "by": by},
    )
    return target


def _locked(commitment: Commitment) -> Commitment:
    # The plan's text may be millions of characters: it stays where it is.
    rows = Commitment.objects.select_related("plan").defer("plan__text", "plan__private", "plan__warnings")
    return rows.select_for_update(of=("self",)).get(pk=commitment.pk)


def _set_state(
    commitment: Commitment, state: Commitment.State, act: str, by: Account | None, detail: dict[str, Any] | None = None
) -> None:
    commitment.state = state
    commitment.save(update_fields=["state"])
    _note(commitment, act, by, detail)


def _note(commitment: Commitment, act: str, by: Account | None, detail: dict[str, Any] | None = None) -> None:
    chain, about = commitment.plan.unit_id, f"commitment:{commitment.pk}"
    audit.append(chain=chain, act=f"plans.{act}", about=about, by=by, detail=detail)


def _told(commitment: Commitment) -> dict[str, str]:
    return {"title": commitment.title, "state": str(State(commitment.state).label)}
