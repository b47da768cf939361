"""One total over some units, as arrays for `engines.apportion`, and its answer as shares with their reasons."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property, partial
from typing import Any, NamedTuple

import numpy as np
from django.utils.translation import gettext as _
from numpy.typing import NDArray

from sangzi.engines import apportion
from sangzi.engines.apportion import ApportionError, Reason, Shares
from sangzi.kernel.errors import BadInput

from . import notes
from .manners import EVERY, Figures, Manner
from .models import Method, Rule
from .receivers import Receiver
from .refusals import listed, refused
from .wording import plain

Weights = NDArray[np.int64] | NDArray[np.float64]

_SCALES = (1, 100, 10_000)  # whole things, hundredths, ten-thousandths: columns hold four decimals
_METHODS: dict[str, apportion.Method] = {
    Method.LARGEST_REMAINDER: apportion.proportional,
    Method.SAINTE_LAGUE: apportion.sainte_lague,
}


class Share(NamedTuple):
    """What one unit gets: its value, its exact quota (None: not by quota), whether it got one of the remainder.

    `note` is a code for why, see `notes`; `wording.why` says it in words. `weight` is the number it was shared by.
    """

    unit: int
    value: Decimal
    quota: float | None = None
    remainder: bool = False
    fixed: bool = False
    note: str = ""
    weight: Decimal | None = None


@dataclass(frozen=True)
class Division:
    """One total, as whole steps, over receivers, as indices."""

    value: Decimal
    rule: str
    receivers: Sequence[Receiver]
    giver: str
    hand: Figures
    weights: Figures
    manner: Manner

    def shares(self) -> list[Share]:
        if self.value < 0:
            raise BadInput(_("目标值 %(value)s 小于零，不能分摊。") % {"value": plain(self.value)}, field="value")
        try:
            found = self._solved(int(self.value * self.scale))
        except ApportionError as error:
            names = [receiver.name for receiver in self.receivers]
            raise refused(error, names, self.giver, self.scale) from error
        return [self._share(found, at) for at in range(len(found))]

    @cached_property
    def scale(self) -> int:
        """How many steps make one: whole things are shared whole."""
        return next((scale for scale in _SCALES if self.value * scale == int(self.value * scale)), _SCALES[-1])

    @cached_property
    def numbers(self) -> list[Decimal]:
        """What the shares follow, one for each receiver."""
        if self.rule == Rule.CHILDREN and self._any_children:
            return [Decimal(receiver.children) for receiver in self.receivers]
        return self._given() if self.rule == Rule.FIGURE or self._weighed else [Decimal(1)] * len(self.receivers)

    @cached_property
    def _in_all(self) -> Decimal:
        return sum(self.numbers, Decimal(0))

    @cached_property
    def _steps_by(self) -> Weights:
        """The numbers as the engine is given them."""
        return whole(self.numbers)

    @cached_property
    def _per_step(self) -> float:
        """How much of the figure one step of these is."""
        steps = float(self._steps_by.sum(dtype=object))
        return float(self._in_all) / steps if steps else 1.0

    @cached_property
    def _any_children(self) -> bool:
        """Whether any of those who share by it has units below; where none has, all are alike."""
        return any(receiver.children for receiver in self.receivers if receiver.id not in self.hand)

    @cached_property
    def _weighed(self) -> bool:
        """Whether one each, or what a hand leaves over, follows a figure."""
        return self.rule in {Rule.ONE_EACH, Rule.BY_HAND} and bool(self.weights)

    def _solved(self, total: int) -> Shares:
        fixed = self._fixed(total)
        method = _METHODS[self._method()]
        if self.rule == Rule.ONE_EACH:
            self._refuse_too_few(total)
            method = partial(_one_each, method)
        bounds = {"floors": self._bounds(self.manner.floors), "caps": self._bounds(self.manner.caps)}
        by = self._steps_by
        return (
            apportion.by_hand(total, fixed, len(by), by, method=method, **bounds)
            if fixed
            else method(total, by, **bounds)
        )

    def _method(self) -> str:
        if self.manner.method not in _METHODS:
            told = {"method": self.manner.method[:40]}
            raise BadInput(_("没有“%(method)s”这种取整办法；请从列出的办法中选择。") % told, field="method")
        return self.manner.method

    def _share(self, found: Shares, at: int) -> Share:
        by_hand, receiver = found.reason[at] == Reason.HAND, self.receivers[at]
        follows = self.rule in {Rule.CHILDREN, Rule.FIGURE} or self._weighed
        return Share(
            unit=receiver.id,
            value=Decimal(int(found.value[at])) / self.scale,
            quota=float(found.quota[at]) / self.scale,
            remainder=bool(found.turn[at]),
            fixed=bool(by_hand),
            note=self._note(found, at),
            weight=self.numbers[at] if follows and not by_hand else None,
        )

    def _note(self, found: Shares, at: int) -> str:
        told = found.why(at)
        if self.rule == Rule.CHILDREN and not self._any_children and told.reason == Reason.QUOTA:
            return notes.NO_CHILDREN
        if told.reason == Reason.ROUNDED and found.divisor:
            per = self._per_unit(found.divisor)
            return notes.rounded(float(self.numbers[at]) / per, per)
        return notes.of(told, self.scale, self._unbound(at), one_first=self.rule == Rule.ONE_EACH)

    def _per_unit(self, divisor: float) -> float:
        """How much of the figure stands for one whole of the total."""
        return divisor * self.scale * self._per_step

    def _unbound(self, at: int) -> float:
        """The share in proportion, before floors and caps."""
        return float(self.value * self.numbers[at] / self._in_all) if self._in_all else 0.0

    def _given(self) -> list[Decimal]:
        """The figure's numbers; who is fixed by hand needs none."""
        open_ = [receiver for receiver in self.receivers if receiver.id not in self.hand]
        known = {one.id: self._number(self.weights[one.id], one) for one in self.receivers if one.id in self.weights}
        if open_ and not any(known.get(receiver.id) for receiver in open_):
            told = {"unit": self.giver}
            raise BadInput(
                _("“%(unit)s”的下级都没有用来分配的数据；请先补上数据，或改用平均分配。") % told, field="weights"
            )
        missing = [receiver.name for receiver in open_ if receiver.id not in known]
        if missing:
            told = {"units": listed(missing)}
            raise BadInput(
                _("%(units)s没有用来分配的数据；没有数据不等于零，请补上数据，或给它们手工指定份额。") % told,
                field="weights",
            )
        return [known.get(receiver.id, Decimal(0)) for receiver in self.receivers]

    def _fixed(self, total: int) -> dict[int, int]:
        if not self.hand:
            return {}
        self._refuse_strangers()
        fixed = {}
        for at, receiver in enumerate(self.receivers):
            if receiver.id in self.hand:
                fixed[at] = self._steps(self.hand[receiver.id], receiver, "hand")
        self._refuse_wrong_sum(sum(fixed.values()), total, len(fixed))
        return fixed

    def _bounds(self, given: Figures) -> NDArray[np.int64] | None:
        """Floors or caps in steps of the total, one for each receiver; None where nobody has one."""
        named = any(receiver.id in given for receiver in self.receivers)
        if not named and EVERY not in given:
            return None
        missing = 0 if given is self.manner.floors else int(self.value * self.scale)
        steps = [
            self._steps(given[key], receiver, "bounds") if (key := self._bound_key(given, receiver)) is not None
            else missing
            for receiver in self.receivers
        ]  # fmt: skip
        return np.array(steps, dtype=np.int64)

    def _bound_key(self, given: Figures, receiver: Receiver) -> int | None:
        return receiver.id if receiver.id in given else EVERY if EVERY in given else None

    def _steps(self, given: Any, receiver: Receiver, field: str) -> int:
        number = self._number(given, receiver) * self.scale
        if number != int(number):
            told = {"unit": receiver.name, "given": plain(number / self.scale)}
            raise BadInput(_("给“%(unit)s”指定的 %(given)s 比总数分得更细；请填写整数。") % told, field=field)
        return int(number)

    def _number(self, given: float | str | Decimal, receiver: Receiver) -> Decimal:
        try:
            number = Decimal(str(given))
        except ArithmeticError as error:
            raise self._not_a_number(given, receiver) from error
        if not number.is_finite() or not 0 <= number < 10**16:
            raise self._not_a_number(given, receiver)
        return number

    def _not_a_number(self, given: object, receiver: Receiver) -> BadInput:
        told = {"unit": receiver.name, "given": str(given)[:20]}
        return BadInput(_("给“%(unit)s”的“%(given)s”不是零或正数；请改正。") % told, unit=receiver.id)

    def _refuse_strangers(self) -> None:
        strangers = sorted(set(self.hand) - {receiver.id for receiver in self.receivers})
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


def whole(numbers: Sequence[Decimal]) -> Weights:
    """Decimals as whole numbers in the same proportions, where they fit; no digit is lost to binary fractions."""
    places = max((-int(number.as_tuple().exponent) for number in numbers), default=0)
    steps = [int(number.scaleb(max(places, 0))) for number in numbers]
    if places > 6 or max(steps, default=0) >= 2**62:
        return np.array([float(number) for number in numbers])
    return np.array(steps, dtype=np.int64)


def _one_each(method: apportion.Method, total: int, by: Weights, **bounds: Mapping[str, Any]) -> Shares:
    """One for each, the rest by `method`, as a method of its own."""
    return apportion.one_each(total, len(by), by, method=method, **bounds)  # type: ignore[arg-type]
