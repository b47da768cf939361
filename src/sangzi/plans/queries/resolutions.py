"""A target's subtree solved again before it is written: who changes by how much and why, who comes, who leaves."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from decimal import Decimal

from django.utils.translation import gettext as _

from sangzi.plans.causes import because, difference
from sangzi.plans.models import Commitment, Shape, Target
from sangzi.plans.resolving import Gift, Obstacle, Part, Resolution, Wish, resolution
from sangzi.plans.sharing import comparable
from sangzi.plans.standing import Held
from sangzi.plans.wording import why
from sangzi.units.models import Level, UnitEvent

Ratio = tuple[Decimal, Decimal]  # what was asked for below, over what was asked for above


@dataclass(frozen=True)
class ChangedShare:
    """One unit whose number changes. `was` None: it comes; `will` None: it leaves; `parts` are reasons in words."""

    unit: int
    name: str
    level: int
    giver: str
    was: Decimal | None
    will: Decimal | None
    why: str
    fixed: bool = False

    @property
    def change(self) -> Decimal:
        return (self.will or Decimal(0)) - (self.was or Decimal(0))


@dataclass(frozen=True)
class LevelChange:
    """All units of one level: how many change, come and leave, and the amplification of what it gives on."""

    level: Level
    changed: int
    came: int
    left: int
    was: float | None
    will: float | None


@dataclass(frozen=True)
class ResolvePreview:
    """What `actions.resolve` or `actions.change_target` would write; nothing while there are `obstacles`."""

    target: Target
    value: Decimal
    lines: tuple[ChangedShare, ...]
    levels: tuple[LevelChange, ...]
    obstacles: tuple[Obstacle, ...]
    mark: str
    changes_anything: bool

    @property
    def changed(self) -> list[ChangedShare]:
        return [line for line in self.lines if line.was is not None and line.will is not None]

    @property
    def came(self) -> list[ChangedShare]:
        return [line for line in self.lines if line.was is None]

    @property
    def left(self) -> list[ChangedShare]:
        return [line for line in self.lines if line.will is None]


def preview_resolve(target: Target, *, release: Collection[int] = ()) -> ResolvePreview:
    """What solving everything below a target again would change. Eight queries, and one for each figure in use."""
    return preview_of(resolution(target, Wish(release=release)))


def preview_change(target: Target, value: Decimal | int, *, release: Collection[int] = ()) -> ResolvePreview:
    """What another value of a target would change below it."""
    return preview_of(resolution(target, Wish(value=Decimal(value), release=release)))


def preview_grant(target: Target, value: Decimal | int) -> ResolvePreview:
    """What it would change, and who would pay for it, if the unit of `target` got `value` instead of its share."""
    parent = Target.objects.select_related("unit", "commitment").get(shares=target)
    return preview_of(resolution(parent, Wish(hand={target.unit_id: Decimal(value)})))


def preview_of(found: Resolution) -> ResolvePreview:
    lines = [line for gift in found.gifts if gift.solved for line in _lines(found, gift)]
    lines += [_leaver(found, one) for one in found.leaving]
    return ResolvePreview(
        found.target, found.value, tuple(lines), tuple(_levels(found, lines)), found.obstacles, found.mark,
        found.changes_anything,
    )  # fmt: skip


def _lines(found: Resolution, gift: Gift) -> list[ChangedShare]:
    cause = _causes(gift)
    return [_line(found, gift, part, cause) for part in gift.parts if part.stays and part.changes]


def _causes(gift: Gift) -> str:
    """Why this unit's sharing-out changes, in words."""
    if gift.before is None:
        return ""
    names = {part.unit.id: part.unit.name for part in gift.parts} | {one.unit: one.name for one in gift.left}
    return because(difference(gift.before, replace(gift.basis, whole=gift.whole)), names)


def _line(found: Resolution, gift: Gift, part: Part, cause: str) -> ChangedShare:
    own = why(part.share.note)
    told = [_arrival(found, part.unit.id)] if part.held is None else [cause]
    told += [own] if own else []
    sentence = _("；").join(one for one in told if one)
    unit = part.unit
    return ChangedShare(
        unit.id, unit.name, unit.level, gift.giver.name, part.was, part.will, sentence, fixed=part.share.fixed
    )


def _arrival(found: Resolution, unit: int) -> str:
    """How a unit came to take part that did not before."""
    life = found.lives.get(unit)
    kinds = life.kinds if life else frozenset()
    if UnitEvent.Kind.MERGE in kinds:
        return _("由几个单位合并而来")
    if UnitEvent.Kind.SPLIT in kinds:
        return _("由拆分而来")
    if UnitEvent.Kind.MOVE in kinds:
        return _("改隶而来")
    return _("新设单位") if UnitEvent.Kind.FOUND in kinds else _("以前没有分到")


def _leaver(found: Resolution, held: Held) -> ChangedShare:
    parent = found.standing.targets.get(held.parent or 0)
    told = _departure(found, held.unit)
    return ChangedShare(held.unit, held.name, held.level, parent.name if parent else "", held.value, None, told)


def _departure(found: Resolution, unit: int) -> str:
    life = found.lives.get(unit)
    kinds = life.kinds if life else frozenset()
    if UnitEvent.Kind.MERGE in kinds or UnitEvent.Kind.SPLIT in kinds:
        return _("已合并或拆分，目标随下级去了新单位")
    if UnitEvent.Kind.CLOSE in kinds:
        return _("已撤销")
    return _("已改隶别处") if UnitEvent.Kind.MOVE in kinds else _("按现在的办法分不到")


def _levels(found: Resolution, lines: Iterable[ChangedShare]) -> list[LevelChange]:
    """Every level that gives on or changes, with its amplification as it was and as it will be."""
    counted: dict[int, list[ChangedShare]] = defaultdict(list)
    for line in lines:
        counted[line.level].append(line)
    ratios = _ratios(found)
    levels = sorted({*counted, *ratios})
    return [_level(level, counted[level], *ratios.get(level, (None, None))) for level in levels]


def _level(level: int, lines: list[ChangedShare], was: float | None, will: float | None) -> LevelChange:
    came = sum(1 for line in lines if line.was is None)
    left = sum(1 for line in lines if line.will is None)
    return LevelChange(Level(level), len(lines) - came - left, came, left, was, will)


def _ratios(found: Resolution) -> dict[int, tuple[float | None, float | None]]:
    """By the givers' level: amplification before and after."""
    sums: dict[int, list[Ratio]] = defaultdict(lambda: [(Decimal(0), Decimal(0)), (Decimal(0), Decimal(0))])
    commitment = found.target.commitment
    for gift in found.gifts:
        before, after = sums[gift.giver.level]
        old = found.standing.shares.get(gift.held.pk, []) if gift.held else []
        was = _ratio(commitment, gift.held.value if gift.held else Decimal(0), [(one.value, one.level) for one in old])
        kept = [(part.share.value, part.unit.level) for part in gift.parts if part.stays]
        will = _ratio(commitment, gift.whole, kept)
        sums[gift.giver.level] = [_added(before, was), _added(after, will)]
    return {level: (_number(before), _number(after)) for level, (before, after) in sums.items()}


def _ratio(commitment: Commitment, carried: Decimal, shares: list[tuple[Decimal, int]]) -> Ratio:
    asked = sum((comparable(commitment, value, level) for value, level in shares), Decimal(0))
    return asked, carried * (1 if commitment.shape == Shape.COUNT else len(shares))


def _added(one: Ratio, other: Ratio) -> Ratio:
    return one[0] + other[0], one[1] + other[1]


def _number(ratio: Ratio) -> float | None:
    return float(ratio[0] / ratio[1]) if ratio[1] else None
