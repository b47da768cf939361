"""One commitment into several, several into one, and both taken back. Nothing that was read is lost over it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from django.db import transaction
from django.utils.translation import gettext as _

from sangzi.kernel.errors import BadInput, Conflict
from sangzi.kernel.models import Account
from sangzi.plans.corrections import TITLES, checked
from sangzi.plans.models import Commitment, Plan, Target

from .rows import locked, locked_all, note, set_state, told

State = Commitment.State
SPLIT, MERGED = "split", "merged"  # the rule of what a person made out of what the reader found
MOST_PIECES = 40
_SENTENCE_END = ("。", "\n", "！", "？")


class _Reshaped(NamedTuple):
    """What was there before, and what stands in its place."""

    before: list[Commitment]
    after: list[Commitment]


@transaction.atomic
def split_commitment(
    *, commitment: Commitment, pieces: Sequence[Mapping[str, Any]], by: Account | None
) -> list[Commitment]:
    """Put several commitments in place of a proposed one; `pieces` holds the fields in which each differs from it.

    Raises `BadInput` naming the field (and the piece, from 0), `Conflict` for one that was decided about.
    """
    kept = locked(commitment)
    _demand_proposed(kept, _("“%(title)s”%(state)s；请先恢复为待确认，再拆分。"))
    if not 2 <= len(pieces) <= MOST_PIECES:
        raise BadInput(_("拆分至少要有两条，最多 %(most)s 条；请增减后再保存。") % {"most": MOST_PIECES})
    fields = [_piece_fields(kept, turn, piece) for turn, piece in enumerate(pieces)]
    made = [Commitment.objects.create(**_place_of(kept), **given, split_from=kept, rule=SPLIT) for given in fields]
    set_state(kept, State.REPLACED, "split", by, {"into": [one.pk for one in made]})
    return made


@transaction.atomic
def merge_commitments(
    *, commitments: Iterable[Commitment], fields: Mapping[str, Any], by: Account | None
) -> Commitment:
    """Put one commitment in place of several proposed ones of a plan; `fields` says what is not as in the first.

    Raises `BadInput` naming the field, or for fewer than two; `Conflict` for one that was decided about.
    """
    kept = sorted(locked_all(commitments), key=lambda one: (one.start, one.pk))
    if len(kept) < 2:
        raise BadInput(_("合并至少要选两条；请再选一条。"))
    if len({one.plan_id for one in kept}) > 1:
        raise BadInput(_("只能合并同一份规划里的条目；请重新选择。"))
    for one in kept:
        _demand_proposed(one, _("“%(title)s”%(state)s；请先恢复为待确认，再合并。"))
    merged = Commitment.objects.create(**_place_of_all(kept), **_fields_of(kept[0], fields), rule=MERGED)
    for one in kept:
        one.state, one.merged_into = State.REPLACED, merged
        one.save(update_fields=["state", "merged_into"])
    note(merged, "merge", by, {"from": [one.pk for one in kept]})
    return merged


@transaction.atomic
def put_back(*, commitment: Commitment, by: Account | None) -> list[Commitment]:
    """Take a split or a merger back, whichever side `commitment` is on: what was there before is proposed again.

    Raises `Conflict` while a target hangs on what was made, or when that was split or merged in its turn.
    """
    before, after = _reshaped(locked(commitment))
    after = locked_all(after)
    for one in after:
        _demand_free(one)
    for one in locked_all(before):
        one.merged_into = None
        one.save(update_fields=["merged_into"])
        set_state(one, State.PROPOSED, "put-back", by, {"instead_of": [made.pk for made in after]})
    _take_away(after)
    return before


def is_reshaped(commitment: Commitment) -> bool:
    """Whether it came out of a split or a merger that still holds."""
    if commitment.split_from_id is not None and commitment.split_from is not None:
        return commitment.split_from.state == State.REPLACED
    return commitment.rule == MERGED and commitment.merged_from.exists()


def refuse_orphan(commitment: Commitment) -> None:
    """Raise `Conflict` for a dismissed remainder of a split or merger that was taken back."""
    if commitment.rule in (SPLIT, MERGED) and not is_reshaped(commitment):
        raise Conflict(
            _("“%(title)s”来自一次已经撤销的拆分或合并，不能再恢复；请用原来的条目。") % told(commitment),
            commitment=commitment.pk,
        )


def _reshaped(commitment: Commitment) -> _Reshaped:
    if commitment.state == State.REPLACED:
        merged = commitment.merged_into
        if merged is not None:
            return _Reshaped(list(merged.merged_from.all()), [merged])
        return _Reshaped(
            [commitment], list(commitment.split_into.exclude(state=State.DISMISSED, targets__isnull=False))
        )
    if not is_reshaped(commitment):
        raise Conflict(
            _("“%(title)s”不是拆分或合并出来的，没有可撤销的。") % told(commitment), commitment=commitment.pk
        )
    whole = commitment.split_from
    if whole is not None:
        return _reshaped(whole)
    return _Reshaped(list(commitment.merged_from.all()), [commitment])


def _demand_proposed(commitment: Commitment, sentence: str) -> None:
    if commitment.state != State.PROPOSED:
        raise Conflict(sentence % told(commitment), commitment=commitment.pk)


def _demand_free(commitment: Commitment) -> None:
    if Target.objects.filter(commitment=commitment, withdrawn=None).exists():
        raise Conflict(
            _("“%(title)s”已成为目标；请先把它恢复为待确认，再撤销拆分或合并。") % told(commitment),
            commitment=commitment.pk,
        )
    if commitment.state == State.REPLACED:
        raise Conflict(_("“%(title)s”又被拆分或合并过；请先撤销那一步。") % told(commitment), commitment=commitment.pk)


def _take_away(made: list[Commitment]) -> None:
    """Erase what never was a target; what was one stays as history, dismissed."""
    for one in made:
        if one.targets.exists() or one.split_into.exists():
            one.state = State.DISMISSED
            one.save(update_fields=["state"])
        else:
            one.delete()


def _piece_fields(whole: Commitment, turn: int, piece: Mapping[str, Any]) -> dict[str, Any]:
    try:
        return _fields_of(whole, piece)
    except BadInput as refused:
        refused.context["piece"] = turn
        raise


def _fields_of(model: Commitment, changed: Mapping[str, Any]) -> dict[str, Any]:
    return {name: getattr(model, name) for name in TITLES} | checked(model, changed)


def _place_of(commitment: Commitment) -> dict[str, Any]:
    names = ("plan_id", "clause_id", "start", "end", "quote", "sentence", "because")
    kept = {name: getattr(commitment, name) for name in names}
    return {**kept, "source": Commitment.Source.HAND, "corrected": True, "confidence": 1.0}


def _place_of_all(commitments: Sequence[Commitment]) -> dict[str, Any]:
    """The first one's place, or all of the sentence that holds them; its indicator where they agree on one."""
    first = commitments[0]
    sentences = dict.fromkeys(one.sentence for one in commitments if one.sentence)
    indicators = {one.indicator for one in commitments if one.indicator}
    place = {**_place_of(first), "sentence": "……".join(sentences)}
    if len(indicators) == 1:
        place["indicator"] = indicators.pop()
    start, end = first.start, max(one.end for one in commitments)
    text = Plan.objects.values_list("text", flat=True).get(pk=first.plan_id)[start:end]
    if not any(mark in text for mark in _SENTENCE_END):
        place |= {"end": end, "quote": text}
    return place
