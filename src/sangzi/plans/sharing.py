"""A target shared out over units: here rows become arrays for `engines.apportion`, and nowhere else.

A number of things is shared out and conserved exactly. Every other shape is a floor or a ratio: what holds
for the whole holds for each part, so every unit gets the same value.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

import numpy as np
from django.utils.translation import gettext as _
from numpy.typing import NDArray

from sangzi.engines import apportion
from sangzi.engines.apportion import ApportionError, Reason, Shares
from sangzi.kernel.errors import BadInput

from .models import Commitment, Comparator, Rule, Shape
from .receivers import Receiver
from .wording import HAND, HAS, NO_CHILDREN, WEIGHTLESS, is_own_condition, plain, remainder_note

Figures = Mapping[int, int | float | str | Decimal]
Weights = NDArray[np.int64] | NDArray[np.float64]

COVERED = Decimal(1)  # what a coverage asks of a unit that it counts: to have the thing
ALL_OF_THEM = Decimal(100)
_SCALES = (1, 100, 10_000)  # whole things, hundredths, ten-thousandths: columns hold four decimals


class Share(NamedTuple):
    """What one unit gets: its value, its exact quota (None: not by quota), whether it got one of the remainder.

    `note` is a code for why; `wording.why` says it in words.
    """

    unit: int
    value: Decimal
    quota: float | None = None
    remainder: bool = False
    fixed: bool = False
    note: str = ""


def share_out(
    commitment: Commitment,
    value: Decimal,
    rule: str,
    receivers: Sequence[Receiver],
    *,
    giver: str,
    hand: Figures | None = None,
    weights: Figures | None = None,
) -> list[Share]:
    """The shares of `value` in the order of the receivers; `giver` names the giving unit in refusals.

    Raises `BadInput` saying what to change.
    """
    refuse_wrong_rule(commitment, rule)
    if not receivers:
        raise BadInput(_("“%(unit)s”之下没有可以承接这个目标的单位，不能再分解。") % {"unit": giver})
    if rule == Rule.SAME:
        return [_same(commitment, value, receiver) for receiver in receivers]
    return _Division(value, rule, receivers, giver, hand or {}, weights or {}).shares()


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


@dataclass(frozen=True)
class _Division:
    """One total, as whole steps, over receivers, as indices."""

    value: Decimal
    rule: str
    receivers: Sequence[Receiver]
    giver: str
    hand: Figures
    weights: Figures

    @property
    def scale(self) -> int:
        """How many steps make one: whole things are shared whole."""
        return next((scale for scale in _SCALES if self.value * scale == int(self.value * scale)), _SCALES[-1])

    @property
    def nobody_has_children(self) -> bool:
        return self.rule == Rule.CHILDREN and not any(receiver.children for receiver in self.receivers)

    def shares(self) -> list[Share]:
        if self.value < 0:
            raise BadInput(_("目标值 %(value)s 小于零，不能分摊。") % {"value": plain(self.value)}, field="value")
        try:
            found = self._solved(int(self.value * self.scale))
        except ApportionError as error:
            raise BadInput(error.sentence, unit=self.giver) from error
        holders = found.holders.tolist()
        quotas = (found.quota[holders] / self.scale).tolist()
        notes = {
            at: remainder_note(quota, turn, len(holders))
            for turn, (at, quota) in enumerate(zip(holders, quotas, strict=True), 1)
        }
        return [self._share(found, at, notes) for at in range(len(found))]

    def _solved(self, total: int) -> Shares:
        many = len(self.receivers)
        if self.rule == Rule.EQUAL:
            return apportion.equal(total, many)
        if self.rule == Rule.ONE_EACH:
            self._refuse_too_few(total)
            return apportion.one_each(total, many, self._figure() if self.weights else None)
        if self.rule == Rule.BY_HAND:
            fixed = self._fixed(total)
            return apportion.by_hand(total, fixed, many, self._figure() if self.weights else None)
        return apportion.proportional(total, self._by_children() if self.rule == Rule.CHILDREN else self._figure())

    def _share(self, found: Shares, at: int, notes: Mapping[int, str]) -> Share:
        by_hand = found.reason[at] == Reason.HAND
        return Share(
            unit=self.receivers[at].id,
            value=Decimal(int(found.value[at])) / self.scale,
            quota=float(found.quota[at]) / self.scale,
            remainder=at in notes,
            fixed=bool(by_hand),
            note=HAND if by_hand else notes.get(at, self._plain_note(found, at)),
        )

    def _plain_note(self, found: Shares, at: int) -> str:
        if found.reason[at] == Reason.WEIGHTLESS:
            return WEIGHTLESS
        return NO_CHILDREN if self.nobody_has_children else ""

    def _by_children(self) -> Weights:
        """The number of units below each; where nobody has any, all are alike."""
        if self.nobody_has_children:
            return np.ones(len(self.receivers), dtype=np.int64)
        return np.array([receiver.children for receiver in self.receivers], dtype=np.int64)

    def _figure(self) -> Weights:
        numbers = [self._number(self.weights.get(receiver.id, 0), receiver) for receiver in self.receivers]
        sharing = [
            bool(number)
            for number, receiver in zip(numbers, self.receivers, strict=True)
            if receiver.id not in self.hand
        ]
        if sharing and not any(sharing):
            told = {"unit": self.giver}
            raise BadInput(
                _("“%(unit)s”的下级都没有用来分配的数据；请先补上数据，或改用平均分配。") % told, field="weights"
            )
        return np.array([float(number) for number in numbers])

    def _fixed(self, total: int) -> dict[int, int]:
        self._refuse_strangers()
        places = {receiver.id: at for at, receiver in enumerate(self.receivers)}
        fixed = {}
        for unit, given in self.hand.items():
            number = self._number(given, self.receivers[places[unit]]) * self.scale
            if number != int(number):
                told = {"unit": self.receivers[places[unit]].name, "given": plain(number / self.scale)}
                raise BadInput(_("给“%(unit)s”指定的 %(given)s 比总数分得更细；请填写整数。") % told, field="hand")
            fixed[places[unit]] = int(number)
        self._refuse_wrong_sum(sum(fixed.values()), total, len(fixed))
        return fixed

    def _number(self, given: float | str | Decimal, receiver: Receiver) -> Decimal:
        try:
            number = Decimal(str(given))
        except ArithmeticError as error:
            raise self._not_a_number(given, receiver) from error
        if not number.is_finite() or number < 0:
            raise self._not_a_number(given, receiver)
        return number

    def _not_a_number(self, given: object, receiver: Receiver) -> BadInput:
        told = {"unit": receiver.name, "given": str(given)[:20]}
        return BadInput(_("给“%(unit)s”的“%(given)s”不是零或正数；请改正。") % told, unit=receiver.id)

    def _refuse_strangers(self) -> None:
        known = {receiver.id for receiver in self.receivers}
        strangers = sorted(set(self.hand) - known)
        if strangers:
            told = {"unit": self.giver, "count": len(strangers)}
            raise BadInput(
                _("手工指定的单位中有 %(count)s 个不在“%(unit)s”的下级里；请刷新页面后重填。") % told, units=strangers
            )

    def _refuse_wrong_sum(self, by_hand: int, total: int, many: int) -> None:
        told = {"sum": plain(Decimal(by_hand) / self.scale), "total": plain(self.value)}
        if by_hand > total:
            raise BadInput(_("手工指定的合计 %(sum)s 超过了总数 %(total)s；请减少一些。") % told, field="hand")
        if by_hand < total and many == len(self.receivers):
            raise BadInput(
                _("所有单位都已手工指定，合计 %(sum)s，不足总数 %(total)s；请补足，或留出一个单位承接余数。") % told,
                field="hand",
            )

    def _refuse_too_few(self, total: int) -> None:
        told = {"total": plain(self.value), "units": len(self.receivers), "unit": self.giver}
        if self.scale != 1:
            raise BadInput(
                _("总数 %(total)s 不是整数，不能按“每家至少一个”分配；请选择别的办法。") % told, field="rule"
            )
        if total < len(self.receivers):
            raise BadInput(
                _("“%(unit)s”有 %(units)s 个下级，总数只有 %(total)s，不够每家一个；请选择别的办法。") % told,
                field="rule",
            )
