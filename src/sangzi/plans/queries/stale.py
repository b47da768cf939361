"""Which sharings-out no longer fit the tree, the total or the figures that they follow."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from sangzi.kernel.errors import BadInput
from sangzi.plans.bases import Basis, Numbers, Passage, basis_of, carried_over, passages
from sangzi.plans.causes import because, difference
from sangzi.plans.models import Cascade, Target
from sangzi.plans.receivers import Receiver, lowest_level, right_below
from sangzi.plans.resolving import is_stale, who_takes
from sangzi.plans.standing import Held
from sangzi.plans.weighing import weights_for
from sangzi.units.models import Level, Unit
from sangzi.units.queries import tree_edition

_HEAVY = tuple(f"target__commitment__plan__{field}" for field in ("text", "private", "warnings"))


@dataclass(frozen=True)
class StaleCascade:
    """A live sharing-out that would come out otherwise today, and why."""

    cascade: Cascade
    why: str

    @property
    def target(self) -> Target:
        return self.cascade.target


def stale_cascades(unit: Unit) -> list[StaleCascade]:
    """What `unit` shared out and should solve again. At most seven queries, and one for each figure in use."""
    live = Cascade.objects.filter(target__unit=unit, target__withdrawn=None, withdrawn=None)
    rows = live.select_related("target__commitment__plan", "target__unit").defer(*_HEAVY).order_by("target_id")
    edition = tree_edition()
    cascades = [one for one in rows if _may_be_stale(one, edition)]
    if not cascades:
        return []
    lives = passages(min(cascade.edition for cascade in cascades), edition)
    below = right_below(unit, Level.VILLAGE)
    shares = _shares(cascades)
    figures = _figures(cascades, below)
    found = [_stale(one, below, shares[one.target_id], figures, lives) for one in cascades]
    return [one for one in found if one is not None]


def _may_be_stale(cascade: Cascade, edition: int) -> bool:
    """Whether anything at all has moved since: the tree, the total, or a figure that anybody may move."""
    return bool(cascade.figure) or (cascade.edition, cascade.whole) != (edition, cascade.target.value)


def _stale(
    cascade: Cascade,
    below: Sequence[Receiver],
    shares: Sequence[Held],
    figures: Mapping[str, Numbers],
    lives: Mapping[int, Passage],
) -> StaleCascade | None:
    own, target = basis_of(cascade), cascade.target
    lowest = lowest_level(target.commitment, Level.VILLAGE)
    levels = {one.id: one.level for one in below} | {share.unit: share.level for share in shares}
    receivers = who_takes([one for one in below if one.level <= lowest], own, levels)
    now = _with_figure(carried_over(own, receivers, lives), figures, receivers)
    if not is_stale(own, target.value, now, receivers, shares):
        return None
    names = {one.id: one.name for one in below} | {share.unit: share.name for share in shares}
    return StaleCascade(cascade, because(difference(own, _as_taken(now, target.value, receivers)), names))


def _as_taken(now: Basis, whole: Decimal, receivers: Sequence[Receiver]) -> Basis:
    """The present rule, with those who have no number yet among those who take part."""
    return replace(now, whole=whole, weights={one.id: Decimal(0) for one in receivers} | now.weights)


def _with_figure(basis: Basis, figures: Mapping[str, Numbers], receivers: Sequence[Receiver]) -> Basis:
    if not basis.manner.figure:
        return basis
    known = basis.weights | figures[basis.manner.figure]
    return replace(basis, weights={one.id: known[one.id] for one in receivers if one.id in known})


def _figures(cascades: Iterable[Cascade], receivers: Sequence[Receiver]) -> dict[str, Numbers]:
    return {figure: _numbers(figure, receivers) for figure in {one.figure for one in cascades} if figure}


def _numbers(figure: str, receivers: Sequence[Receiver]) -> Numbers:
    """The figure's numbers; of one that is known no longer the old ones hold until somebody chooses another."""
    try:
        return weights_for(figure, receivers).weights
    except BadInput:
        return {}


def _shares(cascades: Iterable[Cascade]) -> dict[int, list[Held]]:
    found: dict[int, list[Held]] = defaultdict(list)
    rows = Target.objects.filter(parent__in=[one.target_id for one in cascades], withdrawn=None)
    fields = ("pk", "unit_id", "parent_id", "cascade_id", "value", "fixed", "share_note", "rule")
    for row in rows.values_list(*fields, "unit__level", "unit__short"):
        held = Held(*row)
        found[held.parent or 0].append(held)
    return found
