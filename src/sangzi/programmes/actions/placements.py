"""Taking a place, giving it back, pairing.

A seat is taken by one conditional UPDATE, so that of two requests for the last one exactly one gets it.
The person's row is locked first, always before the opening's, so that a double click finds the first one's
placement and two pairs of one person are counted one after the other.
"""

from __future__ import annotations

from collections import Counter
from datetime import date

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from sangzi.kernel import audit
from sangzi.kernel.errors import BadInput, Conflict
from sangzi.kernel.facts import SCALE, Movement, moved
from sangzi.kernel.models import Account
from sangzi.kernel.wording import day_of
from sangzi.people.dating import refuse_backwards, refuse_outside_life
from sangzi.people.models import Person

from ..models import COUNTED, Opening, Placement
from ..pairs import Pair, steps_of
from .rounds import refuse_outside_round

Steps = Counter[tuple[int, int]]  # (unit, day) -> change


@transaction.atomic
def take_place(*, opening: Opening, person: Person, on: date, by: Account | None, key: str) -> Placement:
    """Give a person a place of an opening from a day on. Asked twice, with or without the same key, it is one place."""
    if opening.offered_by_id is not None:
        raise BadInput(_("“%(opening)s”是结对名额；请用“结对”办理。") % {"opening": opening.title}, field="opening")
    return _take(opening, person, on, by, key, "programmes.take_place")


@transaction.atomic
def pair(*, opening: Opening, person: Person, on: date, by: Account | None, key: str) -> Placement:
    """Pair a person with the one who offers the opening. Asked twice it is one pair."""
    if opening.offered_by_id is None:
        raise BadInput(
            _("“%(opening)s”不是结对名额；请选择导师或团干部提供的名额。") % {"opening": opening.title}, field="opening"
        )
    if opening.offered_by_id == person.pk:
        raise BadInput(_("不能与本人结对；请另选一人。"), field="person")
    return _take(opening, person, on, by, key, "programmes.pair")


@transaction.atomic
def release_place(*, placement: Placement, on: date, by: Account | None) -> Placement:
    """Give a place back: `on` is the first day it no longer holds. On its first day, it never was one."""
    refuse_backwards(placement.since, on)
    opening = placement.opening
    before = _locked_pair_steps(opening, placement.person)
    if not Placement.objects.filter(pk=placement.pk, until=None).update(until=on):
        raise Conflict(_("这个名额已经退回；请刷新页面。"), placement=placement.pk)
    Opening.objects.filter(pk=opening.pk).update(taken=F("taken") - 1)
    placement.until = on
    _log("programmes.release_place", placement, by, until=on.isoformat())
    never_began = _placed(placement, -SCALE) if on == placement.since else []
    moved([*never_began, *_paired(opening, placement.person, before)])
    return placement


def _take(opening: Opening, person: Person, on: date, by: Account | None, key: str, act: str) -> Placement:
    _refuse_key(key)
    before = _locked_pair_steps(opening, person)
    there = _same(opening, person, key)
    if there is not None:
        return there
    refuse_outside_life(opening.unit, on)
    refuse_outside_round(opening.round, on)
    _refuse_early(opening, on)
    placement = _seat(Placement(opening=opening, person=person, since=on, key=key))
    _log(act, placement, by, since=on.isoformat())
    moved([*_placed(placement, SCALE), *_paired(opening, person, before)])
    return placement


def _seat(placement: Placement) -> Placement:
    """Count up and write the placement, both or neither."""
    opening = placement.opening
    try:
        with transaction.atomic():
            free = Opening.objects.filter(pk=opening.pk, taken__lt=F("capacity"))
            if not free.update(taken=F("taken") + 1):
                raise Conflict(
                    _("“%(opening)s”的%(capacity)d个名额已满；请另选一个，或等有人退出后再试。")
                    % {"opening": opening.title, "capacity": opening.capacity},
                    opening=opening.pk,
                )
            placement.save(force_insert=True)
    except IntegrityError as error:
        raise _used_key() from error
    opening.refresh_from_db(fields=["taken"])
    return placement


def _same(opening: Opening, person: Person, key: str) -> Placement | None:
    """The placement that an earlier request of this key, or for this person and opening, has made."""
    by_key = Placement.objects.filter(key=key).first()
    if by_key and (by_key.opening_id, by_key.person_id) != (opening.pk, person.pk):
        raise _used_key()
    return by_key or Placement.objects.filter(opening=opening, person=person, until=None).first()


def _used_key() -> Conflict:
    return Conflict(_("这次提交的编号已用于另一个名额；请刷新页面后重新提交。"), field="key")


def _refuse_key(key: str) -> None:
    if not 1 <= len(key) <= 64:
        raise BadInput(_("提交编号须为1至64个字符；请刷新页面后重新提交。"), field="key")


def _refuse_early(opening: Opening, on: date) -> None:
    if on < opening.on:
        raise BadInput(
            _("“%(opening)s”从%(since)s起提供，%(on)s早于此日；请改日期。")
            % {"opening": opening.title, "since": day_of(opening.on), "on": day_of(on)},
            field="on",
        )


def _locked_pair_steps(opening: Opening, person: Person | None) -> Steps:
    """How the person counts as paired in the opening's programme; the person's row stays locked."""
    if person is None:
        return Counter()
    Person.objects.select_for_update().get(pk=person.pk)
    return _pair_steps(opening, person)


def _pair_steps(opening: Opening, person: Person | None) -> Steps:
    if person is None or opening.offered_by_id is None:
        return Counter()
    rows = Placement.objects.filter(
        person=person,
        opening__round__programme=opening.round.programme,
        opening__offered_by__isnull=False,
        state__in=COUNTED,
    ).values_list("since", "until", "opening__unit_id", "pk")
    pairs = [Pair(since.toordinal(), until.toordinal() if until else None, unit, pk) for since, until, unit, pk in rows]
    steps: Steps = Counter()
    for step in steps_of(pairs):
        steps[step.unit, step.day] += step.change
    return steps


def _paired(opening: Opening, person: Person | None, before: Steps) -> list[Movement]:
    after = _pair_steps(opening, person)
    changes = {at: after[at] - before[at] for at in sorted(after.keys() | before.keys())}
    return [
        Movement("programmes.paired", opening.round.programme, unit, date.fromordinal(day), change * SCALE)
        for (unit, day), change in changes.items()
        if change
    ]


def _placed(placement: Placement, amount: int) -> list[Movement]:
    if placement.person_id is None:
        return []
    opening = placement.opening
    return [
        Movement(
            "programmes.placed", opening.round.programme, opening.unit_id, placement.since, amount, placement.person_id
        )
    ]


def _log(act: str, placement: Placement, by: Account | None, **detail: object) -> None:
    audit.append(
        chain=placement.opening.unit_id,
        act=act,
        about=f"placement:{placement.pk}",
        by=by,
        detail={"opening": placement.opening_id, "person": placement.person_id, **detail},
    )
