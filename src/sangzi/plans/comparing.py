"""Two plans side by side: here rows become points for `engines.comparison`, and nowhere else."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sangzi.engines import comparison
from sangzi.engines.comparison import Change, Pair, Point

from .models import Commitment, Counterpart

Manner = Literal["editions", "levels", "beside"]

# What a line comes to, by manner: the ones that need looking at come first.
VERDICTS: dict[Manner, dict[str, Promise]] = {
    "editions": {
        "dropped": _("没有了"),
        "less": _("降低"),
        "mixed": _("有升有降"),
        "other": _("口径变了"),
        "more": _("提高"),
        "new": _("新增"),
        "same": _("不变"),
    },
    "levels": {
        "dropped": _("没有承接"),
        "short": _("低于上级"),
        "mixed": _("有高有低"),
        "other": _("口径不同"),
        "part": _("承接一部分"),
        "amplified": _("高于上级"),
        "equal": _("与上级一致"),
        "new": _("本级自设"),
    },
    "beside": {
        "dropped": _("只在左边"),
        "less": _("右边较低"),
        "mixed": _("互有高低"),
        "other": _("口径不同"),
        "more": _("右边较高"),
        "same": _("相同"),
        "new": _("只在右边"),
    },
}


@dataclass(frozen=True)
class Line:
    """Two commitments on the same matter, or one that nothing answers (the other is None).

    ratio   the right value over the left: over the left one's share at the right unit where it was cascaded (`share`)
    """

    left: Commitment | None
    right: Commitment | None
    verdict: str
    changes: tuple[Change, ...] = ()
    ratio: float | None = None
    share: Decimal | None = None
    likeness: float = 0.0
    by_hand: bool = False


@dataclass(frozen=True)
class Comparison:
    """All commitments of both plans, each on one line, in the order of the left plan and then of the right."""

    manner: Manner
    lines: tuple[Line, ...]

    @property
    def counts(self) -> list[tuple[str, Promise, int]]:
        """How many lines come to what: key, words, number; none left out."""
        found = Counter(line.verdict for line in self.lines)
        return [(key, words, found[key]) for key, words in VERDICTS[self.manner].items()]


def lay_side_by_side(
    left: Sequence[Commitment],
    right: Sequence[Commitment],
    manner: Manner,
    *,
    by_hand: Sequence[Counterpart] = (),
    shares: Mapping[int, Decimal] | None = None,
) -> Comparison:
    """Pair the commitments of two plans and say what became of each.

    `by_hand` holds what people said about pairs, the latest last; `shares` what the left plan's commitments ask of the
    right plan's unit, by commitment.
    """
    laid = _Laid(left, right, [point_of(each) for each in left], [point_of(each) for each in right], shares or {})
    together, alone = _by_hand(left, right, by_hand)
    found = comparison.pairs(laid.before, laid.after, together=together.items(), alone=alone)
    lines = [_with_hands(_line(pair, laid, manner), pair, together, alone) for pair in found]
    return Comparison(manner, tuple(lines))


@dataclass(frozen=True)
class _Laid:
    """Both plans as rows and as points, and what falls to the right one of the left."""

    left: Sequence[Commitment]
    right: Sequence[Commitment]
    before: Sequence[Point]
    after: Sequence[Point]
    shares: Mapping[int, Decimal]


def point_of(commitment: Commitment) -> Point:
    return Point(
        title=commitment.title,
        quote=commitment.quote,
        value=commitment.value,
        value_max=commitment.value_max,
        unit=commitment.measure,
        comparator=commitment.comparator,
        deadline=commitment.deadline,
        period=commitment.period,
        shape=commitment.shape,
        over=commitment.over,
        status=commitment.status,
    )


Alone = tuple[set[int], set[int]]


def _by_hand(
    left: Sequence[Commitment], right: Sequence[Commitment], said: Sequence[Counterpart]
) -> tuple[dict[int, int], Alone]:
    """Pairs and loners as indices; what was said later of one takes it from what was said before."""
    at_left = {commitment.pk: at for at, commitment in enumerate(left)}
    at_right = {commitment.pk: at for at, commitment in enumerate(right)}
    together: dict[int, int] = {}
    alone: Alone = (set(), set())
    for word in said:
        if word.other_id is None:
            alone[0].update(at for key, at in at_left.items() if key == word.one_id)
            alone[1].update(at for key, at in at_right.items() if key == word.one_id)
        elif word.one_id in at_left and word.other_id in at_right:
            one, other = at_left[word.one_id], at_right[word.other_id]
            together = {first: second for first, second in together.items() if second != other} | {one: other}
    return together, (alone[0] - set(together), alone[1] - set(together.values()))


def _line(pair: Pair, laid: _Laid, manner: Manner) -> Line:
    left = None if pair.before is None else laid.left[pair.before]
    right = None if pair.after is None else laid.right[pair.after]
    if pair.before is None or pair.after is None or left is None:
        return Line(left, right, "dropped" if right is None else "new")
    before, after = laid.before[pair.before], laid.after[pair.after]
    if manner != "levels":
        found = tuple(comparison.changes(before, after))
        return Line(left, right, comparison.ambition(found), found, likeness=pair.likeness)
    share = laid.shares.get(left.pk)
    told = comparison.answer(before, after, share)
    return Line(left, right, told.verdict, told.changes, told.ratio, share, pair.likeness)


def _with_hands(line: Line, pair: Pair, together: Mapping[int, int], alone: Alone) -> Line:
    by_hand = pair.before in together or pair.before in alone[0] or (pair.before is None and pair.after in alone[1])
    return replace(line, by_hand=by_hand)
