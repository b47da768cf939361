"""A target's whole subtree solved again by the rules that were stored when it was shared out.

Nothing is written here: `preview_resolve` shows what comes out, `actions.resolve` writes it. Only what must change
does: where total, units, figures and what stands by hand are as they were, the shares stay as they are.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cached_property
from typing import NamedTuple

from sangzi.kernel.errors import BadInput
from sangzi.units.models import Level

from .bases import Basis, Numbers, Passage, carried_over, joined, passages, passed_on
from .models import Rule, Target
from .notes import HAND
from .receivers import Receiver, all_below, lowest_level
from .sharing import Share, matters_at_nothing, share_out
from .standing import Held, Standing, standing_of
from .weighing import weights_for

Fixed = tuple[tuple[int, str, Decimal], ...]


@dataclass(frozen=True)
class Part:
    """One unit's share, as it was (`held` None: it had none) and as it will be (nothing may mean: no target)."""

    unit: Receiver
    held: Held | None
    share: Share
    stays: bool  # whether it has a target afterwards

    @property
    def was(self) -> Decimal | None:
        return self.held.value if self.held else None

    @property
    def will(self) -> Decimal | None:
        return self.share.value if self.stays else None

    @property
    def changes(self) -> bool:
        return self.was != self.will


@dataclass(frozen=True)
class Gift:
    """What one unit gives on: its target, the rule as it was and as it is now, and everybody's part."""

    giver: Receiver
    held: Held | None
    whole: Decimal
    before: Basis | None  # None: this unit shares out for the first time, by the rule of its like
    basis: Basis
    parts: tuple[Part, ...]
    left: tuple[Held, ...]  # shares of those who no longer receive from this unit
    solved: bool  # False: everything stays as it is

    @property
    def came(self) -> list[Part]:
        known = self.before.took_part if self.before else set()
        return [part for part in self.parts if part.unit.id not in known] if known else []


@dataclass(frozen=True)
class Obstacle:
    """Why a unit's share cannot be shared out anew, and which shares by hand stand in the way."""

    giver: Receiver
    sentence: str
    fixed: Fixed = ()


@dataclass(frozen=True)
class Resolution:
    """What solving a subtree again comes to. `leaving` are all targets that end without another in their place."""

    target: Target
    value: Decimal
    standing: Standing
    waves: tuple[tuple[Gift, ...], ...]  # what units of one generation give, the highest first
    leaving: tuple[Held, ...]
    obstacles: tuple[Obstacle, ...]
    lives: Mapping[int, Passage] = field(default_factory=dict)

    @cached_property
    def gifts(self) -> list[Gift]:
        return [gift for wave in self.waves for gift in wave]

    @property
    def parts(self) -> Iterator[tuple[Gift, Part]]:
        return ((gift, part) for gift in self.gifts for part in gift.parts)

    @cached_property
    def changed(self) -> list[tuple[Gift, Part]]:
        """Every part whose number changes, with its giver: the highest level first."""
        return [(gift, part) for gift, part in self.parts if part.changes]

    @property
    def changes_anything(self) -> bool:
        return self.value != self.target.value or any(gift.solved for gift in self.gifts)

    @cached_property
    def mark(self) -> str:
        """A mark of everything that would be written: two previews with the same mark say the same."""
        told = [self.value.normalize(), *((one.unit, one.value.normalize()) for one in self.leaving)]
        told += [(part.unit.id, part.share.value.normalize(), part.share.fixed) for _gift, part in self.changed]
        return hashlib.sha256(repr((told, self.standing.stamp)).encode()).hexdigest()[:16]


@dataclass(frozen=True)
class Wish:
    """What is to be different from what is stored, by unit id: shares by hand, and shares no longer by hand."""

    value: Decimal | None = None  # of the target itself
    hand: Numbers = field(default_factory=dict)
    release: Collection[int] = ()


def resolution(target: Target, wish: Wish | None = None) -> Resolution:
    """Solve everything below a live target again. A fixed number of queries, and one for each figure in use."""
    return _Solving(target, wish or Wish()).solution()


class _Turn(NamedTuple):
    """A unit whose turn it is to give: `rule` by what it does, `own` its stored rule (None: it never gave)."""

    giver: Receiver
    held: Held | None
    whole: Decimal
    rule: Basis
    own: Basis | None

    def differs(self, basis: Basis, receivers: Sequence[Receiver], old: Sequence[Held]) -> bool:
        if self.own is None or self.held is None or self.held.value != self.whole or self.own.hand != basis.hand:
            return True
        return is_stale(self.own, self.whole, basis, receivers, old)


class _Solving:
    """One walk from a target down to the last unit that carries a share of it."""

    def __init__(self, target: Target, wish: Wish) -> None:
        self.target, self.wish = target, wish
        self.commitment = target.commitment
        self.standing = standing_of(target)
        edition = self.standing.stamp.edition
        self.lives = passages(min((one.edition for one in self.standing.bases.values()), default=edition), edition)
        self.levels = {one.unit: one.level for one in self.standing.targets.values()}
        self.below = self._receivers()
        self.figures: dict[str, Numbers] = {}
        self.obstacles: list[Obstacle] = []

    def solution(self) -> Resolution:
        held = self.standing.targets[self.target.pk]
        value = held.value if self.wish.value is None else self.wish.value
        waves = list(self._waves(held, value))
        return Resolution(
            self.target, value, self.standing, tuple(waves), self._leaving(waves), tuple(self.obstacles), self.lives
        )

    def _waves(self, held: Held, value: Decimal) -> Iterator[tuple[Gift, ...]]:
        own, unit = self.standing.bases.get(held.pk), self.target.unit
        root = Receiver(unit.pk, unit.parent_id or 0, unit.level, unit.short, 0)
        turns = [_Turn(root, held, value, own, own)] if own else []
        while turns:
            wave = tuple(self._gift(turn) for turn in turns)
            yield wave
            turns = [turn for gift in wave for turn in self._next(gift)]

    def _receivers(self) -> dict[int, list[Receiver]]:
        deepest = max(self.levels.values(), default=Level.VILLAGE)
        below = all_below(self.target.unit, lowest_level(self.commitment, deepest))
        for receivers in below.values():
            self.levels.update((receiver.id, receiver.level) for receiver in receivers)
        return below

    def _gift(self, turn: _Turn) -> Gift:
        receivers = who_takes(self.below.get(turn.giver.id, []), turn.rule, self.levels)
        old = self.standing.shares.get(turn.held.pk, []) if turn.held else []
        basis = self._wished(carried_over(turn.rule, receivers, self.lives), receivers)
        solved = False
        try:
            basis = replace(basis, weights=self._weights(basis, receivers))
            solved = turn.differs(basis, receivers, old)
            shares = self._solve(turn, basis, receivers) if solved else _as_they_are(receivers, old)
        except BadInput as refused:
            self.obstacles.append(Obstacle(turn.giver, refused.sentence, _fixed(basis, receivers)))
            shares, solved = _as_they_are(receivers, old), False
        parts = tuple(self._part(to, share, solved) for to, share in zip(receivers, shares, strict=True))
        taking = {receiver.id for receiver in receivers}
        left = tuple(share for share in old if share.unit not in taking)
        return Gift(turn.giver, turn.held, turn.whole, turn.own, basis, parts, left, solved)

    def _part(self, to: Receiver, share: Share, solved: bool) -> Part:
        held = self.standing.by_unit.get(to.id)
        said = bool(share.value) or matters_at_nothing(self.commitment)
        return Part(to, held, share, stays=said if solved else held is not None)

    def _wished(self, basis: Basis, receivers: Sequence[Receiver]) -> Basis:
        taking = {receiver.id for receiver in receivers}
        hand = basis.hand | {unit: value for unit, value in self.wish.hand.items() if unit in taking}
        return replace(basis, hand={unit: value for unit, value in hand.items() if unit not in self.wish.release})

    def _weights(self, basis: Basis, receivers: Sequence[Receiver]) -> Numbers:
        """The figure's numbers as they are now; those that were given by hand for units that it does not know."""
        figure = basis.manner.figure
        if not figure:
            return basis.weights
        if figure not in self.figures:
            everyone = [receiver for lot in self.below.values() for receiver in lot]
            self.figures[figure] = weights_for(figure, everyone).weights
        known = basis.weights | self.figures[figure]
        return {receiver.id: known[receiver.id] for receiver in receivers if receiver.id in known}

    def _solve(self, turn: _Turn, basis: Basis, receivers: Sequence[Receiver]) -> list[Share]:
        if not receivers:
            return []  # nobody is left below: what was shared out comes to an end
        counted = basis.rule != Rule.SAME
        shares = share_out(
            self.commitment,
            turn.whole,
            basis.rule,
            receivers,
            giver=turn.giver.name,
            hand=basis.hand if counted else {},
            weights=basis.solving_weights,
            manner=basis.manner,
        )
        return shares if counted else [_said_by_hand(share, basis.hand) for share in shares]

    def _next(self, gift: Gift) -> list[_Turn]:
        """The units that give on in their turn, with their rules: their own, or that of their like."""
        rules = [(part, self._rule_of(part)) for part in gift.parts if part.stays]
        usual = self._usual(gift, [rule for _part, rule in rules if rule])
        turns = []
        for part, known in rules:
            rule = known or (usual if part.held is None and self.below.get(part.unit.id) else None)
            if rule is not None:
                own = self.standing.bases.get(part.held.pk) if part.held else None
                turns.append(_Turn(part.unit, part.held, part.share.value, rule, own))
        return turns

    def _usual(self, gift: Gift, rules: Sequence[Basis]) -> Basis | None:
        """What a new unit goes by: the rule of all others, if all that could give on did."""
        able = sum(1 for part in gift.parts if part.stays and part.held is not None and self.below.get(part.unit.id))
        return passed_on(rules) if rules and len(rules) >= able else None

    def _rule_of(self, part: Part) -> Basis | None:
        """The unit's own rule, joined with those of the units that it was made of."""
        own = self.standing.bases.get(part.held.pk) if part.held else None
        life = self.lives.get(part.unit.id)
        if life is None:
            return own
        before = [self.standing.by_unit.get(unit) for unit in (*life.joined_from, *life.split_from)]
        theirs = [rule for one in before if one and (rule := self.standing.bases.get(one.pk))]
        if own is not None:
            return joined(own, theirs) if life.joined_from else own
        return replace(joined(theirs[0], theirs[1:]), cascade=None) if theirs else None

    def _leaving(self, waves: Sequence[Sequence[Gift]]) -> tuple[Held, ...]:
        """All targets in reach that end without another in their place, the highest first."""
        gifts = [gift for wave in waves for gift in wave]
        parts = [(gift, part) for gift in gifts for part in gift.parts]
        staying = {part.held.pk for _gift, part in parts if part.held and part.stays}
        reach = self.standing.below(self.target.pk)
        for gift, part in parts:
            if part.held and part.held.parent != (gift.held.pk if gift.held else None):
                reach |= {part.held.pk} | self.standing.below(part.held.pk)
        solved = {gift.held.pk for gift in gifts if gift.held and gift.solved}
        ending = [self.standing.targets[pk] for pk in reach - staying]
        # Below an obstacle nothing is decided yet.
        sure = [one for one in ending if not self.obstacles or one.parent in solved]
        return tuple(sorted(sure, key=lambda one: (one.level, one.unit)))


def who_takes(receivers: Sequence[Receiver], rule: Basis, levels: Mapping[int, int]) -> Sequence[Receiver]:
    """Who receives now: down to the level that this unit's sharing-out reached."""
    reached = max((levels[unit] for unit in rule.took_part if unit in levels), default=Level.VILLAGE)
    return [one for one in receivers if one.level <= reached] or receivers


def is_stale(own: Basis, whole: Decimal, now: Basis, receivers: Sequence[Receiver], old: Sequence[Held]) -> bool:
    """Whether anything that the shares `old` follow is not as it was: `own` is the stored rule, `now` the present."""
    units = {receiver.id for receiver in receivers}
    if own.whole is None:  # shared out before it was kept what was shared
        return _are_gone(own, whole, old) or any(share.unit not in units for share in old)
    same = (own.whole, own.hand, own.took_part, own.weights) == (whole, now.hand, units, now.weights)
    return not same or _are_gone(own, whole, old)


def _are_gone(before: Basis, whole: Decimal, old: Sequence[Held]) -> bool:
    """Whether shares went away with a unit that now receives from another."""
    if before.rule == Rule.SAME:
        return len(old) != sum(1 for unit in before.took_part if before.hand.get(unit, whole))
    return sum((share.value for share in old), Decimal(0)) != whole


def _as_they_are(receivers: Sequence[Receiver], old: Sequence[Held]) -> list[Share]:
    held = {share.unit: share for share in old}
    return [_as_it_is(receiver.id, held.get(receiver.id)) for receiver in receivers]


def _as_it_is(unit: int, held: Held | None) -> Share:
    return Share(unit, held.value, fixed=held.fixed, note=held.note) if held else Share(unit, Decimal(0))


def _said_by_hand(share: Share, hand: Numbers) -> Share:
    return share._replace(value=hand[share.unit], fixed=True, note=HAND) if share.unit in hand else share


def _fixed(basis: Basis, receivers: Sequence[Receiver]) -> Fixed:
    """Who stands by hand, the largest first."""
    named = [(one.id, one.name, basis.hand[one.id]) for one in receivers if one.id in basis.hand]
    return tuple(sorted(named, key=lambda line: -line[2]))
