"""Taking a place by the hand of staff, giving it back, pairing.

A seat is taken by one conditional UPDATE, so that of two requests for the last one exactly one gets it.
The taker's row is locked first, always before the opening's, so that a double click finds the first one's
placement and two pairs of one person are counted one after the other.
"""

from __future__ import annotations

from datetime import date

from django.db import IntegrityError, transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _

from sangzi.kernel import audit
from sangzi.kernel.errors import BadInput, Conflict
from sangzi.kernel.facts import SCALE, moved
from sangzi.kernel.models import Account
from sangzi.kernel.wording import day_of
from sangzi.people.dating import refuse_backwards, refuse_outside_life
from sangzi.people.models import Partner, Person
from sangzi.units.models import Unit

from .. import seats
from ..holding import hold_row
from ..keys import refuse_key
from ..models import Opening, OpeningState, Placement
from ..pair_steps import is_pair, locked_pair_steps, paired_movements
from ..standing import has_room, limits_placements
from ..trail import placed
from .approaching import refuse_without_word
from .rounds import refuse_outside_round

Taker = Person | Partner | Unit
COLUMN = {Person: "person", Partner: "partner", Unit: "for_unit"}


@transaction.atomic
def take_place(
    *,
    opening: Opening,
    on: date,
    by: Account | None,
    key: str,
    person: Person | None = None,
    partner: Partner | None = None,
    unit: Unit | None = None,
) -> Placement:
    """Give a person, a partner or a unit a place of an opening from a day on. Asked twice it is one place."""
    if is_pair(opening):
        raise BadInput(_("“%(opening)s”是结对名额；请用“结对”办理。") % {"opening": opening.title}, field="opening")
    if seats.is_dated(opening):
        raise BadInput(_("“%(opening)s”按日期预订；请用“报名”办理。") % {"opening": opening.title}, field="opening")
    return _take(opening, _only(person, partner, unit), on, by, key, "programmes.take_place")


@transaction.atomic
def pair(*, opening: Opening, person: Person, on: date, by: Account | None, key: str) -> Placement:
    """Pair a person with the one who offers the opening. Asked twice it is one pair."""
    if not is_pair(opening):
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
    before = locked_pair_steps(opening, placement.person_id)
    if not Placement.objects.filter(seats.HOLDING, pk=placement.pk, until=None).update(until=on):
        raise Conflict(_("这个名额已经退回；请刷新页面。"), placement=placement.pk)
    seats.free(placement, on)
    placement.until = on
    _log("programmes.release_place", placement, by, until=on.isoformat())
    never_began = placed(placement, -SCALE) if on == placement.since else []
    moved([*never_began, *paired_movements(placement, before)])
    return placement


def _only(*takers: Taker | None) -> Taker:
    named = [taker for taker in takers if taker is not None]
    if len(named) != 1:
        raise BadInput(_("请选择一个人、一个合作方或一个单位。"), field="person")
    return named[0]


def _take(opening: Opening, taker: Taker, on: date, by: Account | None, key: str, act: str) -> Placement:
    refuse_key(key)
    column = COLUMN[type(taker)]
    person = taker.pk if isinstance(taker, Person) else None
    hold_row(type(taker), taker.pk)
    before = locked_pair_steps(opening, person)
    there = _same(opening, column, taker, key)
    if there is not None:
        return there
    refuse_outside_life(opening.unit, on)
    refuse_outside_round(opening.round, on)
    _refuse_early(opening, on)
    if isinstance(taker, Person):
        refuse_without_word(opening, taker)
    placement = _seat(Placement(opening=opening, since=on, key=key, **{column: taker}))
    _log(act, placement, by, since=on.isoformat())
    moved([*placed(placement), *paired_movements(placement, before)])
    return placement


def _seat(placement: Placement) -> Placement:
    """Count up and write the placement, both or neither."""
    opening = placement.opening
    try:
        with transaction.atomic():
            _take_seat(opening)
            placement.save(force_insert=True)
    except IntegrityError as error:
        raise _used_key() from error
    opening.refresh_from_db(fields=["taken"])
    return placement


def _take_seat(opening: Opening) -> None:
    free = Opening.objects.filter(pk=opening.pk, state=OpeningState.OFFERED, taken__lt=F("capacity"))
    if not free.update(taken=F("taken") + 1):
        raise Conflict(
            _("“%(opening)s”的%(capacity)d个名额已满；请另选一个，或等有人退出后再试。")
            % {"opening": opening.title, "capacity": opening.capacity},
            opening=opening.pk,
        )
    if limits_placements(opening.round) and not has_room(opening):
        raise Conflict(
            _("“%(opening)s”所在单位的录取数已到本批次的上限；请改选其他单位。") % {"opening": opening.title},
            opening=opening.pk,
        )


def _same(opening: Opening, column: str, taker: Taker, key: str) -> Placement | None:
    """The placement that an earlier request of this key, or for this taker and opening, has made."""
    by_key = Placement.objects.filter(key=key).first()
    if by_key and (by_key.opening_id, getattr(by_key, f"{column}_id")) != (opening.pk, taker.pk):
        raise _used_key()
    live = Q(opening=opening, until=None, **{column: taker})
    return by_key or Placement.objects.filter(live).first()


def _used_key() -> Conflict:
    return Conflict(_("这次提交的编号已用于另一个名额；请刷新页面后重新提交。"), field="key")


def _refuse_early(opening: Opening, on: date) -> None:
    if on < opening.on:
        raise BadInput(
            _("“%(opening)s”从%(since)s起提供，%(on)s早于此日；请改日期。")
            % {"opening": opening.title, "since": day_of(opening.on), "on": day_of(on)},
            field="on",
        )


def _log(act: str, placement: Placement, by: Account | None, **detail: object) -> None:
    audit.append(
        chain=placement.opening.unit_id,
        act=act,
        about=f"placement:{placement.pk}",
        by=by,
        detail={"opening": placement.opening_id, "person": placement.person_id, **detail},
    )
