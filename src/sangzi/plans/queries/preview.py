"""A cascade before it is made: who would get how much, and why."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from sangzi.plans.actions.withdrawing import shares_below
from sangzi.plans.models import Target
from sangzi.plans.receivers import Receiver, lowest_level, right_below
from sangzi.plans.sharing import Figures, Share, amplification, share_out
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
