"""A target goes down the tree: shared out over child units, taken back, shared out anew."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from sangzi.kernel import audit
from sangzi.kernel.errors import BadInput, Conflict
from sangzi.kernel.models import Account
from sangzi.plans.bases import taking_part
from sangzi.plans.manners import PLAIN, Figures, Manner, figures_text
from sangzi.plans.models import Cascade, Commitment, Rule, Target
from sangzi.plans.receivers import Receiver, all_below, lowest_level, right_below
from sangzi.plans.sharing import Share, matters_at_nothing, refuse_wrong_rule, share_out
from sangzi.plans.weighing import completed
from sangzi.units.models import Level
from sangzi.units.queries import tree_edition

from .ways import carry_over
from .withdrawing import shares_below, withdraw_shares

_BATCH = 1000


class Descent(NamedTuple):
    """How many units of each level were given a target, and how many units gave."""

    given: dict[int, int]
    givers: int


@dataclass(frozen=True)
class _Lot:
    """What one unit gives, and to whom."""

    giver: Target
    receivers: Sequence[Receiver]
    shares: Sequence[Share]


class Before(NamedTuple):
    """What a new sharing-out follows, by unit: its target and its cascade."""

    targets: dict[int, int]
    cascades: dict[int, int]


NOTHING = Before({}, {})


class _Terms(NamedTuple):
    """What all lots of one call have in common."""

    rule: str
    hand: Figures
    weights: Figures
    manner: Manner
    by: Account | None
    now: datetime
    edition: int
    before: Before


@transaction.atomic
def cascade(
    *,
    target: Target,
    rule: str,
    by: Account | None,
    hand: Figures | None = None,
    weights: Figures | None = None,
    manner: Manner = PLAIN,
    before: Before = NOTHING,
) -> list[Target]:
    """Share a target out over the children of its unit, once; the total is conserved exactly.

    `hand` fixes the shares of some children, the rest is solved by the rule. The weights (rule figure, or beside
    one-each and by-hand) are the numbers of `manner.figure` with `weights` for units that it does not know, or
    `weights` alone. A share of nothing makes no target. Raises `Conflict` when it is shared out already, `BadInput`
    with what to change. `before` is what the new shares follow in history.
    """
    giver = _locked(target)
    _refuse_shared(giver)
    receivers = right_below(giver.unit, lowest_level(giver.commitment, Level.VILLAGE))
    by_figure = completed(manner.figure, receivers, weights)
    shares = share_out(
        giver.commitment,
        giver.value,
        rule,
        receivers,
        giver=giver.unit.short,
        hand=hand,
        weights=by_figure,
        manner=manner,
    )
    terms = _Terms(rule, hand or {}, by_figure, manner, by, timezone.now(), tree_edition(), before)
    return _give([_Lot(giver, receivers, shares)], terms)


@transaction.atomic
def cascade_down(
    *,
    target: Target,
    rule: str,
    to_level: int,
    by: Account | None,
    weights: Figures | None = None,
    manner: Manner = PLAIN,
    before: Before = NOTHING,
) -> Descent:
    """Share a target out level by level down to `to_level` by one rule. A fixed number of queries a level.

    Units that the tree leaves out on a level pass it over; a coverage or an each stops at the level it counts.
    Every giving unit gets its own audit line. Raises like `cascade`.
    """
    giver = _locked(target)
    _refuse_shared(giver)
    _refuse_descent(giver, rule, to_level)
    below = all_below(giver.unit, lowest_level(giver.commitment, to_level))
    if not below.get(giver.unit_id):
        raise BadInput(_("“%(unit)s”之下没有可以承接这个目标的单位，不能再分解。") % {"unit": giver.unit.short})
    names = {receiver.id: receiver.name for lot in below.values() for receiver in lot} | {
        giver.unit_id: giver.unit.short
    }
    every = [receiver for lot in below.values() for receiver in lot]
    by_figure = completed(manner.figure, every, weights)
    terms = _Terms(rule, {}, by_figure, manner, by, timezone.now(), tree_edition(), before)
    return _descend(giver, below, names, terms)


@transaction.atomic
def withdraw_cascade(*, target: Target, by: Account | None) -> int:
    """Take back every share below a target; they are kept as history. How many there were."""
    giver = _locked(target)
    if not giver.cascades.filter(withdrawn=None).exists():
        raise Conflict(
            _("“%(unit)s”还没有分解这个目标，没有可以撤回的。") % {"unit": giver.unit.short}, target=giver.pk
        )
    withdrawn = withdraw_shares(giver, timezone.now())
    _note(giver, "plans.withdraw-cascade", by, {"shares": withdrawn})
    return withdrawn


@transaction.atomic
def redo_cascade(
    *,
    target: Target,
    rule: str,
    by: Account | None,
    hand: Figures | None = None,
    weights: Figures | None = None,
    manner: Manner = PLAIN,
) -> list[Target]:
    """Withdraw a target's cascade with everything below it, and share it out anew. Both or neither."""
    before = _what_stands(target)
    withdraw_cascade(target=target, by=by)
    made = cascade(target=target, rule=rule, by=by, hand=hand, weights=weights, manner=manner, before=before)
    carry_over(commitment=target.commitment_id, now=timezone.now())
    return made


@transaction.atomic
def redo_cascade_down(
    *,
    target: Target,
    rule: str,
    to_level: int,
    by: Account | None,
    weights: Figures | None = None,
    manner: Manner = PLAIN,
) -> Descent:
    """Withdraw a target's cascade with everything below it, and share it out anew level by level. Both or neither."""
    before = _what_stands(target)
    withdraw_cascade(target=target, by=by)
    descent = cascade_down(
        target=target, rule=rule, to_level=to_level, by=by, weights=weights, manner=manner, before=before
    )
    carry_over(commitment=target.commitment_id, now=timezone.now())
    return descent


def _what_stands(target: Target) -> Before:
    below = shares_below(target)
    live = Cascade.objects.filter(Q(target=target) | Q(target__in=below), withdrawn=None)
    return Before(dict(below.values_list("unit_id", "pk")), dict(live.values_list("target__unit_id", "pk")))


def _descend(giver: Target, below: dict[int, list[Receiver]], names: dict[int, str], terms: _Terms) -> Descent:
    given: dict[int, int] = {}
    givers = 0
    levels = {receiver.id: receiver.level for lot in below.values() for receiver in lot}
    frontier = [giver]
    while frontier:
        lots = [_lot(target, below[target.unit_id], names, terms) for target in frontier if below.get(target.unit_id)]
        frontier = _give(lots, terms)
        givers += len(lots)
        for target in frontier:
            given[levels[target.unit_id]] = given.get(levels[target.unit_id], 0) + 1
    return Descent(given, givers)


def _lot(giver: Target, receivers: list[Receiver], names: dict[int, str], terms: _Terms) -> _Lot:
    name = names[giver.unit_id]
    shares = share_out(
        giver.commitment,
        giver.value,
        terms.rule,
        receivers,
        giver=name,
        weights=terms.weights,
        manner=terms.manner,
    )
    return _Lot(giver, receivers, shares)


def _give(lots: Sequence[_Lot], terms: _Terms) -> list[Target]:
    """Write the cascades of some lots with their targets and audit lines; the targets made."""
    cascades = Cascade.objects.bulk_create([_cascade(lot, terms) for lot in lots], batch_size=_BATCH)
    targets = [
        _share(lot.giver, made, share, terms)
        for lot, made in zip(lots, cascades, strict=True)
        for share in lot.shares
        if share.value or matters_at_nothing(lot.giver.commitment)
    ]
    Target.objects.bulk_create(targets, batch_size=_BATCH)
    for lot in lots:
        _note(lot.giver, "plans.cascade", terms.by, _told(lot, terms))
    return targets


def _cascade(lot: _Lot, terms: _Terms) -> Cascade:
    receiving = [receiver.id for receiver in lot.receivers]
    return Cascade(
        target=lot.giver,
        rule=terms.rule,
        by_hand=figures_text(terms.hand, receiving),
        weights=figures_text(taking_part(terms.rule, lot.receivers, terms.weights), receiving),
        figure=terms.manner.figure,
        method=terms.manner.method,
        floors=figures_text(terms.manner.floors, receiving),
        caps=figures_text(terms.manner.caps, receiving),
        whole=lot.giver.value,
        edition=terms.edition,
        follows_id=terms.before.cascades.get(lot.giver.unit_id),
        made=terms.now,
        by=terms.by,
    )


def _share(giver: Target, cascade: Cascade, share: Share, terms: _Terms) -> Target:
    return Target(
        commitment=giver.commitment,
        unit_id=share.unit,
        parent=giver,
        cascade=cascade,
        value=share.value,
        rule=terms.rule,
        share_note=share.note[:200],
        fixed=share.fixed,
        follows_id=terms.before.targets.get(share.unit),
        made=terms.now,
        by=terms.by,
    )


def _told(lot: _Lot, terms: _Terms) -> dict[str, object]:
    total = sum((share.value for share in lot.shares), Decimal(0))
    return {
        "commitment": lot.giver.commitment_id,
        "rule": str(terms.rule),
        "figure": terms.manner.figure,
        "method": str(terms.manner.method),
        "units": len(lot.shares),
        "of": str(lot.giver.value),
        "given": str(total),
    }


def _note(giver: Target, act: str, by: Account | None, detail: dict[str, object]) -> None:
    audit.append(chain=giver.unit_id, act=act, about=f"target:{giver.pk}", by=by, detail=detail)


def _locked(target: Target) -> Target:
    # The commitment first: whoever solves a target above again locks it too.
    Commitment.objects.select_for_update().only("pk").get(pk=target.commitment_id)
    rows = Target.objects.select_related("unit", "commitment").select_for_update(of=("self",))
    live = rows.get(pk=target.pk)
    if live.withdrawn is not None:
        raise Conflict(_("“%(unit)s”的这个目标已经撤回；请刷新页面。") % {"unit": live.unit.short}, target=live.pk)
    return live


def _refuse_shared(giver: Target) -> None:
    if giver.cascades.filter(withdrawn=None).exists():
        raise Conflict(
            _("“%(unit)s”已经分解过这个目标；要改动请用“重新分解”。") % {"unit": giver.unit.short}, target=giver.pk
        )


def _refuse_descent(giver: Target, rule: str, to_level: int) -> None:
    refuse_wrong_rule(giver.commitment, rule)
    if rule == Rule.BY_HAND:
        raise BadInput(_("手工指定只能逐级进行；请先分解到下一级，或换一种分配办法。"), field="rule")
    if not giver.unit.level < to_level <= Level.VILLAGE:
        raise BadInput(_("要分解到的层级须在“%(unit)s”之下。") % {"unit": giver.unit.short}, field="to_level")
