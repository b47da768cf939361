"""A cascade before it is made: who would get how much, and why."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from sangzi.plans.actions.withdrawing import shares_below
from sangzi.plans.models import Commitment, Shape, Target
from sangzi.plans.receivers import Receiver, all_below, lowest_level, right_below
from sangzi.plans.sharing import Figures, Share, amplification, matters_at_nothing, refuse_wrong_rule, share_out
from sangzi.plans.wording import why
from sangzi.units.models import Level


@dataclass(frozen=True)
class PreviewShare:
    """What one unit would get; `was` is its live share (None: it has none)."""

    unit: Receiver
    share: Share
    was: Decimal | None

    @property
    def why(self) -> str:
        """Why it gets this much, in words; "" where the quota alone decided."""
        return why(self.share.note)

    @property
    def change(self) -> Decimal:
        return self.share.value - (self.was or Decimal(0))


@dataclass(frozen=True)
class Preview:
    """All shares of one cascade; `withdraws` counts the live targets below that redoing it would take back."""

    target: Target
    rule: str
    shares: tuple[PreviewShare, ...]
    total: Decimal
    amplification: float | None
    withdraws: int

    @property
    def remainder(self) -> tuple[PreviewShare, ...]:
        """Those who got one more than their quota, to make the total come out."""
        return tuple(line for line in self.shares if line.share.remainder)


@dataclass(frozen=True)
class PreviewLevel:
    """What the units of one level would be asked for; `total` is None where shares do not add up."""

    level: Level
    units: int
    total: Decimal | None
    least: Decimal
    most: Decimal


def preview_descent(target: Target, rule: str, to_level: int) -> list[PreviewLevel]:
    """What `actions.cascade_down` by the same rule would write, a line for each level. Two queries.

    Raises what the cascade would.
    """
    refuse_wrong_rule(target.commitment, rule)
    below = all_below(target.unit, lowest_level(target.commitment, to_level))
    by_level: dict[int, list[Decimal]] = {}
    frontier = [_Giver(target.unit_id, target.unit.short, target.value)]
    while frontier:
        lots = [_given(target.commitment, giver, rule, below[giver.unit]) for giver in frontier if giver.unit in below]
        frontier = [_Giver(receiver.id, receiver.name, value) for lot in lots for receiver, value in lot]
        for receiver, value in itertools.chain(*lots):
            by_level.setdefault(receiver.level, []).append(value)
    adds_up = target.commitment.shape == Shape.COUNT
    return [
        PreviewLevel(Level(level), len(values), sum(values, Decimal(0)) if adds_up else None, min(values), max(values))
        for level, values in sorted(by_level.items())
    ]


class _Giver(NamedTuple):
    unit: int
    name: str
    value: Decimal


def _given(
    commitment: Commitment, giver: _Giver, rule: str, receivers: Sequence[Receiver]
) -> list[tuple[Receiver, Decimal]]:
    shares = share_out(commitment, giver.value, rule, receivers, giver=giver.name)
    said = matters_at_nothing(commitment)
    return [(to, share.value) for to, share in zip(receivers, shares, strict=True) if share.value or said]


def preview_cascade(
    target: Target, rule: str, *, hand: Figures | None = None, weights: Figures | None = None
) -> Preview:
    """What `actions.cascade` with the same arguments would write. Four queries. Raises what the cascade would."""
    commitment = target.commitment
    receivers = right_below(target.unit, lowest_level(commitment, Level.VILLAGE))
    shares = share_out(commitment, target.value, rule, receivers, giver=target.unit.short, hand=hand, weights=weights)
    was = dict(target.shares.filter(withdrawn=None).values_list("unit_id", "value"))
    lines = [PreviewShare(unit, share, was.get(unit.id)) for unit, share in zip(receivers, shares, strict=True)]
    return Preview(
        target=target,
        rule=rule,
        shares=tuple(lines),
        total=sum((share.value for share in shares), Decimal(0)),
        amplification=amplification(commitment, target.value, shares, receivers),
        withdraws=shares_below(target).count(),
    )
