"""By what a unit shares its target out, as a cascade keeps it, and as it is once the tree has changed.

A cascade's weights name everybody who took part, those with nothing included: so it can be seen later who came
and who left. Where the rule needs no figure everybody weighs one, where it counts children as many as they have.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import NamedTuple

from sangzi.units.models import UnitEvent, UnitEventLine

from .manners import EVERY, Figures, Manner, figures_in
from .models import Cascade, Rule
from .receivers import Receiver

Numbers = dict[int, Decimal]

ONE = Decimal(1)
_MAY_WEIGH = frozenset({Rule.ONE_EACH, Rule.BY_HAND})  # rules that may follow a figure beside what they say
_JOINING = (UnitEvent.Kind.MERGE, UnitEvent.Kind.SPLIT)
Role = UnitEventLine.Role


@dataclass(frozen=True)
class Basis:
    """A stored rule. `hand` holds what stands by hand (granted objections too), whatever the rule."""

    rule: str
    hand: Numbers = field(default_factory=dict)
    weights: Numbers = field(default_factory=dict)
    manner: Manner = field(default_factory=Manner)
    cascade: int | None = None
    whole: Decimal | None = None
    edition: int = 0

    @property
    def weighs(self) -> bool:
        """Whether the weights are numbers that somebody chose, and not only the names of those who take part."""
        chosen = bool(self.manner.figure) or len(set(self.weights.values())) > 1
        return self.rule == Rule.FIGURE or (self.rule in _MAY_WEIGH and chosen)

    @property
    def took_part(self) -> set[int]:
        return set(self.weights) | set(self.hand)

    @property
    def solving_weights(self) -> Figures:
        """What `share_out` needs to be given."""
        return self.weights if self.weighs else {}


class Passage(NamedTuple):
    """What happened to a unit since: the kinds of its events, and the units it was merged or split from."""

    kinds: frozenset[str]
    joined_from: tuple[int, ...] = ()
    split_from: tuple[int, ...] = ()


def basis_of(cascade: Cascade) -> Basis:
    """The rule of a stored cascade."""
    manner = Manner(cascade.figure, cascade.method, figures_in(cascade.floors), figures_in(cascade.caps))
    return Basis(
        cascade.rule,
        _numbers(cascade.by_hand),
        _numbers(cascade.weights),
        manner,
        cascade.pk,
        cascade.whole,
        cascade.edition,
    )


def taking_part(rule: str, receivers: Sequence[Receiver], weights: Figures) -> Numbers:
    """What a cascade keeps as its weights: a number for everybody who takes part (who is fixed by hand needs none)."""
    if rule == Rule.CHILDREN:
        return {receiver.id: Decimal(receiver.children) for receiver in receivers}
    if weights and (rule == Rule.FIGURE or rule in _MAY_WEIGH):
        return {one.id: Decimal(str(weights[one.id])) for one in receivers if one.id in weights}
    return {receiver.id: ONE for receiver in receivers}


def passages(edition: int, latest: int) -> dict[int, Passage]:
    """What happened to units since an edition of the tree. One query, none where nothing happened."""
    if edition >= latest:
        return {}
    rows = UnitEventLine.objects.filter(event__gt=edition).order_by("event_id", "pk")
    events: dict[int, list[_Line]] = {}
    for event, kind, unit, role in rows.values_list("event_id", "event__kind", "unit_id", "role"):
        events.setdefault(event, []).append(_Line(kind, unit, role))
    found: dict[int, Passage] = {}
    for lines in events.values():
        _follow(found, lines)
    return found


class _Line(NamedTuple):
    kind: str
    unit: int
    role: str


def _follow(found: dict[int, Passage], lines: list[_Line]) -> None:
    kind = lines[0].kind
    before = tuple(line.unit for line in lines if line.role == Role.BEFORE)
    for _kind, unit, role in lines:
        known = found.get(unit, Passage(frozenset()))
        came = tuple(one for one in before if one != unit) if role == Role.AFTER else ()
        found[unit] = Passage(
            known.kinds | {UnitEvent.Kind.MOVE if role == Role.ALONG else kind},
            known.joined_from + (came if kind == UnitEvent.Kind.MERGE else ()),
            known.split_from + (came if kind == UnitEvent.Kind.SPLIT else ()),
        )


def carried_over(basis: Basis, receivers: Sequence[Receiver], lives: Mapping[int, Passage]) -> Basis:
    """The rule for those who take part now: what stood by hand for units that merged stands for what they became."""
    heirs = {receiver.id: lives[receiver.id].joined_from for receiver in receivers if receiver.id in lives}
    hand = _inherited(basis.hand, basis.weights, receivers, heirs)
    floors = _named(basis.manner.floors, receivers)
    caps = _named(basis.manner.caps, receivers)
    weights = _inherited_weights(basis, receivers, heirs)
    return replace(basis, hand=hand, weights=weights, manner=replace(basis.manner, floors=floors, caps=caps))


def joined(first: Basis, others: Iterable[Basis]) -> Basis:
    """One rule for a unit into which others merged: its own, with what theirs say of their children."""
    hand, weights = dict(first.hand), dict(first.weights)
    for other in others:
        hand = other.hand | hand
        weights = other.weights | weights
    return replace(first, hand=hand, weights=weights)


def passed_on(bases: Sequence[Basis]) -> Basis | None:
    """The rule that all these have in common, for a unit that was not there yet; None: they have none."""
    if not bases or len({(basis.rule, basis.manner.method, basis.manner.figure) for basis in bases}) > 1:
        return None
    first = bases[0]
    if first.rule == Rule.BY_HAND or (first.weighs and not first.manner.figure):
        return None
    return Basis(first.rule, manner=Manner(first.manner.figure, first.manner.method))


def _inherited(
    hand: Numbers, part: Numbers, receivers: Sequence[Receiver], heirs: Mapping[int, tuple[int, ...]]
) -> Numbers:
    """A share by hand stands for its unit; of units that merged the sum, if all of them were set by hand."""
    found: Numbers = {}
    for receiver in receivers:
        members = [one for one in (receiver.id, *heirs.get(receiver.id, ())) if one in part or one in hand]
        if members and all(one in hand for one in members):
            found[receiver.id] = sum((hand[one] for one in members), Decimal(0))
    return found


def _inherited_weights(basis: Basis, receivers: Sequence[Receiver], heirs: Mapping[int, tuple[int, ...]]) -> Numbers:
    if not basis.weighs:
        return taking_part(basis.rule, receivers, {})
    found: Numbers = {}
    for receiver in receivers:
        members = [one for one in (receiver.id, *heirs.get(receiver.id, ())) if one in basis.weights]
        if members:
            found[receiver.id] = sum((basis.weights[one] for one in members), Decimal(0))
    return found


def _named(figures: Figures, receivers: Sequence[Receiver]) -> Figures:
    """Bounds of those who still take part, and those that hold for everyone."""
    taking = {receiver.id for receiver in receivers} | {EVERY}
    return {unit: number for unit, number in figures.items() if unit in taking}


def _numbers(stored: str) -> Numbers:
    return {int(unit): Decimal(str(number)) for unit, number in json.loads(stored).items()}
