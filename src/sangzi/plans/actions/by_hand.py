"""A commitment that the reader did not find, or that stands in no text: a person adds it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from sangzi.kernel.errors import BadInput, Conflict
from sangzi.kernel.models import Account
from sangzi.plans import masks
from sangzi.plans.corrections import checked
from sangzi.plans.models import Clause, Commitment, Comparator, Plan, Shape, Status
from sangzi.plans.passages import LONGEST
from sangzi.plans.placing import Holding
from sangzi.plans.segments import sentence_around

from .rows import note, told

State = Commitment.State
BY_HAND = "by-hand"
_USUAL = {"status": Status.TARGET, "shape": Shape.COUNT, "comparator": Comparator.AT_LEAST}


@transaction.atomic
def add_commitment(
    *, plan: Plan, fields: Mapping[str, Any], by: Account | None, start: int = 0, end: int = 0
) -> Commitment:
    """Add a proposed commitment that `plan` states in text[start:end], or, where both are 0, outside its text.

    Raises `BadInput` naming the field or for a place that is none, `Conflict` when the same one is there already.
    """
    kept = Plan.objects.select_related("unit").get(pk=plan.pk)
    if kept.state != Plan.State.READ:
        raise Conflict(_("规划“%(title)s”还没有读取；请读取以后再添加条目。") % {"title": kept.title}, plan=kept.pk)
    _refuse_no_place(kept, start, end)
    added = Commitment(plan=kept, **_place(kept, start, end), **_USUAL)
    for name, value in checked(added, {"title": "", "scope": kept.unit.name, **fields}).items():
        setattr(added, name, value)
    _refuse_same(added)
    added.save()
    note(added, "add-commitment", by, {"start": start, "end": end})
    return added


def _refuse_no_place(plan: Plan, start: int, end: int) -> None:
    if (start, end) == (0, 0):
        return
    if not 0 <= start < end <= len(plan.text) or not plan.text[start:end].strip():
        raise BadInput(_("选中的文字不在这份规划里；请重新选择。"), field="passage")
    if end - start > LONGEST:
        told_ = {"length": end - start, "limit": LONGEST}
        raise BadInput(_("选中了 %(length)s 字，最多 %(limit)s 字；请只选说这件事的那一句。") % told_, field="passage")


def _place(plan: Plan, start: int, end: int) -> dict[str, Any]:
    place = {"start": start, "end": end, "source": Commitment.Source.HAND, "rule": BY_HAND, "confidence": 1.0}
    if (start, end) == (0, 0):
        return {**place, "quote": ""}
    clause = Holding(list(Clause.objects.filter(plan=plan).select_related("parent"))).innermost(start)
    bounds = {} if clause is None else {"floor": clause.start, "ceiling": clause.end}
    shown = masks.masked(plan.text, masks.from_json(plan.private))
    sentence = sentence_around(shown, start, end, **bounds)
    return {**place, "quote": plan.text[start:end], "sentence": sentence, "clause": clause}


def _refuse_same(added: Commitment) -> None:
    """The same number at an overlapping place, for the same level."""
    if added.start == added.end:
        return
    there = added.plan.commitments.filter(
        state__in=(State.PROPOSED, State.CONFIRMED),
        start__lt=added.end,
        end__gt=added.start,
        value=added.value,
        over=added.over,
        title=added.title,
    ).first()
    if there is not None:
        raise Conflict(_("这里已经有“%(title)s”，%(state)s；没有重复添加。") % told(there), commitment=there.pk)
