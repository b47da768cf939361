"""Two persons found to be one: everything of the double becomes the kept one's, and can become the double's again."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from sangzi.kernel import audit
from sangzi.kernel.errors import BadInput, Conflict
from sangzi.kernel.models import Account

from ..merging import (
    begin_again,
    end_overlaps,
    move_all,
    move_back,
    refuse_while_counting,
    sightings,
    sightings_again,
    tell_differences,
)
from ..models import Merge, NotDoubles, Person

FILLED = ("phone", "born")  # what the kept one takes over where it has nothing


@transaction.atomic
def merge_persons(*, kept: Person, double: Person, now: datetime, by: Account | None) -> Merge:
    """Let everything of `double` be `kept`'s, and `double` be found no more. Figures follow at once.

    Refuses two accounts (somebody would come into another's account) and what both have at the same time.
    """
    kept, double = _locked(kept, double)
    _refuse_unfit(kept, double)
    before = sightings(double, kept)
    ended = end_overlaps(double, kept)
    moved = move_all(double, kept)
    taken = _take_over(kept, double)
    tell_differences(before, sightings_again(before, double, kept))
    told = json.dumps({"rows": moved, "ended": ended, "taken": taken}, sort_keys=True)
    merge = Merge.objects.create(kept=kept, double=double, made=now, by=by, moved=told)
    _told("people.merge_persons", merge, by)
    return merge


@transaction.atomic
def undo_merge(*, merge: Merge, now: datetime, by: Account | None) -> Merge:
    """Make two of one again, exactly as they were; what came to the kept one since stays with it."""
    merge = Merge.objects.select_for_update().get(pk=merge.pk)
    kept, double = _locked(merge.kept, merge.double)
    if merge.undone:
        raise Conflict(_("这次合并已经撤销；请刷新页面。"), merge=merge.pk)
    if kept.merged_into_id:
        raise Conflict(_("合并后的人又并入了另一个人；请先撤销后来的那次合并。"), merge=merge.pk)
    told = json.loads(merge.moved)
    before = sightings(kept, double)
    move_back(told["rows"], kept, double)
    begin_again(told["ended"])
    _give_back(kept, double, told["taken"])
    tell_differences(before, sightings_again(before, double, kept))
    merge.undone, merge.undone_by = now, by
    merge.save(update_fields=["undone", "undone_by"])
    _told("people.undo_merge", merge, by)
    return merge


@transaction.atomic
def tell_apart(*, one: Person, other: Person, today: date, by: Account | None) -> NotDoubles:
    """Say of two who look alike that they are two, so that nobody is asked again."""
    first, second = sorted((one, other), key=lambda person: person.pk)
    if first.pk == second.pk:
        raise BadInput(_("这是同一个人；请选两个不同的人。"), field="other")
    apart, new = NotDoubles.objects.get_or_create(one=first, other=second, defaults={"by": by, "on": today})
    if new:
        about = {"one": first.pk, "other": second.pk}
        audit.append(chain=first.home_id, act="people.tell_apart", about=f"person:{first.pk}", by=by, detail=about)
    return apart


def _locked(kept: Person, double: Person) -> tuple[Person, Person]:
    """Both rows, locked in the order of their keys so that two merges never wait for each other."""
    rows = Person.objects.select_for_update().filter(pk__in=(kept.pk, double.pk)).order_by("pk")
    found = {person.pk: person for person in rows}
    refuse_while_counting(found.values())
    return found[kept.pk], found[double.pk]


def _refuse_unfit(kept: Person, double: Person) -> None:
    if kept.pk == double.pk:
        raise BadInput(_("这是同一个人；请选两个不同的人。"), field="double")
    if kept.merged_into_id or double.merged_into_id:
        raise Conflict(_("其中一个人已经并入别人；请刷新页面。"))
    if kept.account_id and double.account_id:
        raise Conflict(_("两人都有自己的账号，不能合并；请先由本人停用其中一个账号。"))
    if kept.sample != double.sample:
        raise BadInput(_("示例人员不能与真实人员合并。"), field="double")


def _take_over(kept: Person, double: Person) -> list[str]:
    """What the kept one lacks comes from the double; the names of what came."""
    taken = [name for name in FILLED if getattr(double, name) and not getattr(kept, name)]
    for name in taken:
        setattr(kept, name, getattr(double, name))
    account, double.account, double.merged_into = double.account, None, kept
    double.save(update_fields=["account", "merged_into"])
    if account:
        kept.account = account
        taken.append("account")
    kept.save(update_fields=[*FILLED, "account"])
    return taken


def _give_back(kept: Person, double: Person, taken: list[str]) -> None:
    for name in FILLED:
        if name in taken and getattr(kept, name) == getattr(double, name):
            setattr(kept, name, _nothing(name))
    account: Any = kept.account if "account" in taken else None
    if account:
        kept.account = None
    kept.save(update_fields=[*FILLED, "account"])
    double.account, double.merged_into = account, None
    double.save(update_fields=["account", "merged_into"])


def _nothing(name: str) -> Any:
    field: Any = Person._meta.get_field(name)
    return field.get_default()


def _told(act: str, merge: Merge, by: Account | None) -> None:
    audit.append(
        chain=merge.kept.home_id,
        act=act,
        about=f"person:{merge.kept_id}",
        by=by,
        detail={"merge": merge.pk, "double": merge.double_id},
    )
