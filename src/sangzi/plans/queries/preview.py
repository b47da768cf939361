"""A cascade before it is made: who would get how much, and why."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from typing import NamedTuple

from sangzi.plans.actions.withdrawing import shares_below
from sangzi.plans.manners import PLAIN, Figures, Manner
from sangzi.plans.models import Shape, Target
from sangzi.plans.receivers import Receiver, all_below, lowest_level, right_below
from sangzi.plans.sharing import Share, amplification, matters_at_nothing, refuse_wrong_rule, share_out
from sangzi.plans.weighing import completed
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


def preview_descent(
    target: Target, rule: str, to_level: int, *, weights: Figures | None = None, manner: Manner = PLAIN
) -> list[PreviewLevel]:
    """What `actions.cascade_down` with the same arguments would write, a line for each level. Two queries, and the
    figure's.

    Raises what the cascade would.
    """
    refuse_wrong_rule(target.commitment, rule)
    below = all_below(target.unit, lowest_level(target.commitment, to_level))
    every = [receiver for lot in below.values() for receiver in lot]
    solved = partial(share_out, target.commitment, weights=completed(manner.figure, every, weights), manner=manner)
    by_level: dict[int, list[Decimal]] = {}
    frontier = [_Giver(target.unit_id, target.unit.short, target.value)]
    while frontier:
        lots = [_given(giver, rule, below[giver.unit], solved) for giver in frontier if giver.unit in below]
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
    giver: _Giver, rule: str, receivers: Sequence[Receiver], solved: partial[list[Share]]
) -> list[tuple[Receiver, Decimal]]:
    said = matters_at_nothing(solved.args[0])
    shares = solved(giver.value, rule, receivers, giver=giver.name)
    return [(to, share.value) for to, share in zip(receivers, shares, strict=True) if share.value or said]


def preview_cascade(
    target: Target,
    rule: str,
    *,
    hand: Figures | None = None,
    weights: Figures | None = None,
    manner: Manner = PLAIN,
) -> Preview:
    """What `actions.cascade` with the same arguments would write. Four queries, and the figure's.

    Raises what the cascade would.
    """
    commitment = target.commitment
    receivers = right_below(target.unit, lowest_level(commitment, Level.VILLAGE))
    by_figure = completed(manner.figure, receivers, weights)
    shares = share_out(
        commitment,
        target.value,
        rule,
        receivers,
        giver=target.unit.short,
        hand=hand,
        weights=by_figure,
        manner=manner,
    )
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
