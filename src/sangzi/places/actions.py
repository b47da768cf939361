"""What can happen to a place: it is added, opens, changes its size, pauses, closes. Every step has its day."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from sangzi.kernel import audit, facts
from sangzi.kernel.errors import BadInput, Conflict
from sangzi.kernel.facts import SCALE, Movement
from sangzi.kernel.models import Account
from sangzi.kernel.wording import day_of, title_of
from sangzi.people.dating import refuse_future, refuse_outside_life
from sangzi.people.entering import clean_name
from sangzi.units.models import Unit

from .definitions import PlaceType, known_type
from .models import Place, Spell
from .queries import state_word

State = Place.State
LARGEST = 100_000


@transaction.atomic
def add_place(
    *,
    type: str,  # noqa: A002  (the design's word)
    name: str,
    unit: Unit,
    today: date,
    by: Account | None,
    capacity: int = 0,
    address: str = "",
    note: str = "",
) -> Place:
    """Plan a place at a unit. It counts from the day it opens."""
    definition = known_type(type)
    refuse_outside_life(unit, today)
    _refuse_level(definition, unit)
    _refuse_capacity(definition, capacity)
    place = Place.objects.create(
        type=type,
        name=clean_name(name, 120),
        unit=unit,
        capacity=capacity,
        address=address.strip()[:200],
        note=note.strip()[:300],
    )
    _log("places.add_place", place, by, type=type, capacity=capacity)
    return place


@transaction.atomic
def open_place(*, place: Place, on: date, today: date, by: Account | None) -> Place:
    """Open a planned or suspended place from a day on."""
    _refuse_day(place, on, today)
    _change_state(place, State.OPEN, frm=(State.PLANNED, State.SUSPENDED))
    spell = Spell.objects.create(place=place, since=on, capacity=place.capacity)
    _log("places.open_place", place, by, on=on.isoformat())
    facts.moved(_movements(place, spell, on, SCALE))
    return place


@transaction.atomic
def suspend_place(*, place: Place, on: date, today: date, by: Account | None, reason: str = "") -> Place:
    """Pause an open place: `on` is the first day it is not open."""
    _refuse_day(place, on, today, ends=True)
    _change_state(place, State.SUSPENDED, frm=(State.OPEN,))
    _end_spell(place, on)
    _log("places.suspend_place", place, by, on=on.isoformat(), reason=reason[:200])
    return place


@transaction.atomic
def close_place(*, place: Place, on: date, today: date, by: Account | None, reason: str = "") -> Place:
    """Close a place for good: `on` is the first day it is no more."""
    _refuse_day(place, on, today, ends=True)
    was_open = place.state == State.OPEN
    _change_state(place, State.CLOSED, frm=(place.state,) if place.state != State.CLOSED else ())
    if was_open:
        _end_spell(place, on)
    _log("places.close_place", place, by, on=on.isoformat(), reason=reason[:200])
    return place


@transaction.atomic
def resize_place(*, place: Place, capacity: int, on: date, today: date, by: Account | None) -> Place:
    """Change the number of beds or seats from a day on; what it was before stays counted as it was."""
    _refuse_day(place, on, today)
    _refuse_capacity(known_type(place.type), capacity)
    before = place.capacity
    if capacity == before:
        return place
    if not Place.objects.filter(pk=place.pk, state=place.state, capacity=before).update(capacity=capacity):
        raise _changed(place)
    place.capacity = capacity
    if place.state == State.OPEN:
        _end_spell(place, on)
        spell = Spell.objects.create(place=place, since=on, capacity=capacity)
        facts.moved(_movements(place, spell, on, SCALE))
    _log("places.resize_place", place, by, on=on.isoformat(), before=before, capacity=capacity)
    return place


def _refuse_level(definition: PlaceType, unit: Unit) -> None:
    if not definition.may_be_kept_at(unit.level):
        raise BadInput(
            _("%(unit)s这一级不设“%(type)s”；请改选所属的乡镇、县区或其他可设的单位。")
            % {"unit": unit.short, "type": title_of(definition)},
            field="unit",
        )


def _refuse_capacity(definition: PlaceType, capacity: int) -> None:
    if not 0 <= capacity <= LARGEST:
        raise BadInput(
            _("容量%(capacity)d不在0到%(largest)d之间；请重填。") % {"capacity": capacity, "largest": LARGEST},
            field="capacity",
        )
    if capacity and not definition.capacity_word:
        raise BadInput(_("“%(type)s”不计容量；请将容量留空或填0。") % {"type": title_of(definition)}, field="capacity")


def _refuse_day(place: Place, on: date, today: date, *, ends: bool = False) -> None:
    """Refuse a day outside the unit's life, to come, or before the place's last known step."""
    refuse_future(on, today)
    refuse_outside_life(place.unit, on, ends=ends)
    last = place.spells.order_by("-since", "-pk").first()
    since = last and (last.until or last.since)
    if since and on < since:
        raise BadInput(
            _("“%(place)s”在%(since)s已有变动，新的日期%(on)s不能更早；请改为那天或以后。")
            % {"place": place.name, "since": day_of(since), "on": day_of(on)},
            field="on",
        )


def _change_state(place: Place, to: str, *, frm: tuple[str, ...]) -> None:
    """Move from one of the states in `frm` by one conditional UPDATE; of two at once, one is refused."""
    if place.state not in frm:
        raise Conflict(
            _("“%(place)s”现在是“%(state)s”，不能改为“%(to)s”；请先核对它的状态。")
            % {"place": place.name, "state": state_word(place.state), "to": state_word(to)},
            place=place.pk,
        )
    if not Place.objects.filter(pk=place.pk, state=place.state).update(state=to):
        raise _changed(place)
    place.state = to


def _changed(place: Place) -> Conflict:
    return Conflict(_("“%(place)s”刚刚被别人改动；请刷新页面后再试。") % {"place": place.name}, place=place.pk)


def _end_spell(place: Place, on: date) -> None:
    spell = place.spells.get(until=None)
    Spell.objects.filter(pk=spell.pk).update(until=on)
    facts.moved(_movements(place, spell, on, -SCALE))


def _movements(place: Place, spell: Spell, on: date, sign: int) -> list[Movement]:
    open_, capacity = ("places.open", sign), ("places.capacity", sign * spell.capacity)
    return [Movement(fact, place.type, place.unit_id, on, amount) for fact, amount in (open_, capacity) if amount]


def _log(act: str, place: Place, by: Account | None, **detail: object) -> None:
    audit.append(chain=place.unit_id, act=act, about=f"place:{place.pk}", by=by, detail=detail)
