"""Whatever happens, in whatever order: the movements told add up to what the facts hold."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sangzi.kernel import facts
from sangzi.kernel.errors import SangziError
from sangzi.library.actions import publish_item, withdraw_item
from sangzi.library.models import Item
from sangzi.people.actions import enter_register, leave_register
from sangzi.people.models import Entry
from sangzi.places.actions import close_place, open_place, resize_place, suspend_place
from sangzi.programmes.actions import pair, release_place, reverse_record, take_place
from sangzi.programmes.models import Opening, Placement, Record

from .conftest import MAY, TODAY
from .telling import held, listening, told_of, undone

OURS = [
    "people.entries", "places.open", "places.capacity", "library.items", "programmes.records", "programmes.people",
    "programmes.posts", "programmes.posts-local", "programmes.placed", "programmes.paired",
]  # fmt: skip

TAGS = {"speakers", "childrens-harbour", "talent-hostel", "story", "volunteering/hours", "west-plan", "mentoring"}


class Player:
    """Turns numbers into acts; what is refused changes nothing and tells nothing."""

    def __init__(self, stage):
        self.stage = stage
        tree = stage.tree
        self.units = [tree.township, tree.other_township, tree.county, tree.branch]
        self.keys = 0

    def play(self, verb, one, two, day):
        try:
            getattr(self, verb)(one, two, MAY + timedelta(days=day))
        except SangziError:
            return

    def enter(self, one, two, day):
        person, unit = self.stage.people[one], self.units[two]
        enter_register(register="speakers", person=person, unit=unit, since=day, today=TODAY, by=None)

    def leave(self, one, _two, day):
        self._on(Entry.objects.all(), one, lambda entry: leave_register(entry=entry, until=day, today=TODAY, by=None))

    def open_place(self, _one, _two, day):
        open_place(place=self.stage.home, on=day, today=TODAY, by=None)

    def suspend_place(self, _one, _two, day):
        suspend_place(place=self.stage.home, on=day, today=TODAY, by=None)

    def resize_place(self, one, two, day):
        resize_place(place=self.stage.hostel, capacity=one * 4 + two, on=day, today=TODAY, by=None)

    def open_hostel(self, _one, _two, day):
        open_place(place=self.stage.hostel, on=day, today=TODAY, by=None)

    def close_hostel(self, one, _two, day):
        verb = close_place if one == 3 else suspend_place
        verb(place=self.stage.hostel, on=day, today=TODAY, by=None)

    def publish(self, one, two, day):
        publish_item(kind="story", title=str(one), unit=self.units[two], since=day, today=TODAY, by=None)

    def withdraw(self, one, _two, day):
        self._on(Item.objects.all(), one, lambda item: withdraw_item(item=item, until=day, today=TODAY, by=None))

    def offer(self, one, two, day):
        self.stage.offer("west-plan", unit=self.units[two], capacity=one + 1, on=day)

    def offer_mentor(self, one, two, day):
        mentor = self.stage.people[one]
        self.stage.offer("mentoring", unit=self.units[two], capacity=2, on=day, offered_by=mentor)

    def take(self, one, two, day):
        person = self.stage.people[two]
        self._on(
            Opening.objects.filter(offered_by=None), one,
            lambda opening: take_place(opening=opening, person=person, on=day, by=None, key=self._key()),
        )  # fmt: skip

    def pair(self, one, two, day):
        person = self.stage.people[two]
        self._on(
            Opening.objects.exclude(offered_by=None), one,
            lambda opening: pair(opening=opening, person=person, on=day, by=None, key=self._key()),
        )  # fmt: skip

    def release(self, one, _two, day):
        self._on(Placement.objects.all(), one, lambda placed: release_place(placement=placed, on=day, by=None))

    def record(self, one, two, day):
        person, unit = self.stage.people[one], self.units[two]
        self.stage.record("volunteering", "hours", unit=unit, on=day, person=person, key=self._key(),
                          quantity=Decimal(one * 25 + 1) / 100)  # fmt: skip

    def reverse(self, one, _two, _day):
        self._on(Record.objects.all(), one, lambda record: reverse_record(record=record, reason="登错", by=None))

    def _on(self, rows, number, act):
        found = list(rows.order_by("pk"))
        if found:
            act(found[number % len(found)])

    def _key(self):
        self.keys += 1
        return f"key {self.keys}"


VERBS = sorted(name for name in vars(Player) if not name.startswith("_") and name != "play")
few = st.integers(0, 3)
days = st.sampled_from([-60, -30, 0, 30, 60])  # few, so that things often meet on one day
scripts = st.lists(st.tuples(st.sampled_from(VERBS), few, few, days), min_size=8, max_size=40)
PROLOGUE = [("offer", 3, 2, -60), ("offer_mentor", 3, 1, -60), ("offer_mentor", 2, 2, -60), ("open_hostel", 0, 0, -60)]


@given(scripts)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_movements_add_up_to_what_the_facts_hold(stage_with_hostel, script):
    with undone(), listening() as heard:
        before = {key: held(key, TAGS) for key in OURS}
        player = Player(stage_with_hostel())
        for act in PROLOGUE + script:
            player.play(*act)
        assert {key: added(before[key], told_of(heard, key)) for key in OURS} == {key: held(key, TAGS) for key in OURS}
        assert all(one_by_one(key) == held(key, TAGS) for key in OURS if facts.known()[key].kind == "people")


def added(before, told):
    total = {at: before.get(at, 0) + told.get(at, 0) for at in before.keys() | told.keys()}
    return {at: amount for at, amount in total.items() if amount}


def one_by_one(key):
    """A people fact read person by person."""
    fact = facts.known()[key]
    total = {}
    for tag, unit, day, person in held(key, TAGS):
        rows = fact.of_person(tag, person)
        chosen = (rows.unit == unit) & (rows.day == day)
        total[tag, unit, day, person] = int(rows.amount[chosen].sum())
    return total


@pytest.fixture
def stage_with_hostel(stage, tree):
    """A fresh stage for every script: the objects remember what happened to them."""
    from copy import copy

    from sangzi.places.actions import add_place

    hostel = add_place(type="talent-hostel", name="驿站", unit=tree.county, capacity=9, today=TODAY, by=None)

    def fresh():
        again = copy(stage)
        again.home, again.hostel = copy(stage.home), copy(hostel)
        return again

    return fresh
