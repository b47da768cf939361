"""A target shared out over units: here commitments meet the arithmetic of `dividing`.

A number of things is shared out and conserved exactly. Every other shape is a floor or a ratio: what holds
for the whole holds for each part, so every unit gets the same value.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from django.utils.translation import gettext as _

from sangzi.kernel.errors import BadInput

from .dividing import Division, Share
from .manners import PLAIN, Figures, Manner
from .models import Commitment, Comparator, Rule, Shape
from .notes import HAS
from .receivers import Receiver
from .wording import is_own_condition

__all__ = ["Figures", "Share", "amplification", "comparable", "matters_at_nothing", "refuse_wrong_rule", "share_out"]

COVERED = Decimal(1)  # what a coverage asks of a unit that it counts: to have the thing
ALL_OF_THEM = Decimal(100)


def share_out(
    commitment: Commitment,
    value: Decimal,
    rule: str,
    receivers: Sequence[Receiver],
    *,
    giver: str,
    hand: Figures | None = None,
    weights: Figures | None = None,
    manner: Manner = PLAIN,
) -> list[Share]:
    """The shares of `value` in the order of the receivers; `giver` names the giving unit in refusals.

    `hand` fixes the shares of some under any rule, the others share the rest by it. `weights` are the numbers of
    `manner.figure` (see `weighing`), or a person's own. Raises `BadInput` saying what to change.
    """
    refuse_wrong_rule(commitment, rule)
    if not receivers:
        raise BadInput(_("“%(unit)s”之下没有可以承接这个目标的单位，不能再分解。") % {"unit": giver})
    if rule == Rule.SAME:
        return [_same(commitment, value, receiver) for receiver in receivers]
    return Division(value, rule, receivers, giver, hand or {}, weights or {}, manner).shares()


def refuse_wrong_rule(commitment: Commitment, rule: str) -> None:
    """Raise `BadInput` unless `rule` makes sense for the commitment's shape."""
    told = {"title": commitment.title, "shape": Shape(commitment.shape).label}
    if rule not in Rule.values or rule == Rule.WHOLE:
        raise BadInput(_("没有“%(rule)s”这种分解办法；请从列出的办法中选择。") % {"rule": rule}, field="rule")
    if commitment.shape == Shape.COUNT and rule == Rule.SAME:
        raise BadInput(_("“%(title)s”是总数，要分摊到各单位，不能逐级同值；请选择一种分配办法。") % told, field="rule")
    if commitment.shape != Shape.COUNT and rule != Rule.SAME:
        raise BadInput(
            _("“%(title)s”是%(shape)s类要求，对每个单位都一样，不能分摊；请选择逐级同值。") % told, field="rule"
        )


def matters_at_nothing(commitment: Commitment) -> bool:
    """Whether a share of nothing must be said: where at most n are allowed, it allows nothing."""
    return commitment.comparator not in {Comparator.AT_LEAST, Comparator.MORE_THAN, Comparator.ABOUT}


def amplification(
    commitment: Commitment, value: Decimal, shares: Sequence[Share], receivers: Sequence[Receiver]
) -> float | None:
    """What the children are asked for over what the parent was asked for; 1 is neither more nor less.

    For floors and ratios it is the mean of the children over the parent. None: the parent was asked for nothing.
    """
    if not value or not shares:
        return None
    asked = [comparable(commitment, share.value, to.level) for share, to in zip(shares, receivers, strict=True)]
    whole = sum(asked, Decimal(0))
    return float(whole / value / (1 if commitment.shape == Shape.COUNT else len(asked)))


def comparable(commitment: Commitment, value: Decimal, level: int) -> Decimal:
    """A target's value beside those of other levels: a unit that must have the thing is covered by 100 %."""
    return value * ALL_OF_THEM if is_own_condition(commitment, level) and commitment.measure == "%" else value


def _same(commitment: Commitment, value: Decimal, receiver: Receiver) -> Share:
    if is_own_condition(commitment, receiver.level):
        return Share(receiver.id, COVERED, note=HAS)
    return Share(receiver.id, value)
