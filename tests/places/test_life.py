"""The life of a place, by the day; what it counts for follows exactly."""

from __future__ import annotations

from datetime import date

import pytest

from sangzi.kernel.errors import BadInput, Conflict, NotPermitted, NotVisible
from sangzi.places import access
from sangzi.places.actions import add_place, close_place, open_place, resize_place, suspend_place
from sangzi.places.models import Place, Spell
from sangzi.places.queries import places_list, sizes, was_open
from sangzi.units.access import scope_of
from tests.programmes.telling import held, told_of

TODAY = date(2024, 9, 30)
MARCH, MAY, JULY = date(2024, 3, 1), date(2024, 5, 1), date(2024, 7, 1)


@pytest.fixture
def hostel(tree):
    return add_place(type="talent-hostel", name="和龙驿站", unit=tree.county, capacity=20, today=TODAY, by=None)


def by(verb, place, on, **more):
    return verb(place=place, on=on, today=TODAY, by=None, **more)


def test_a_place_counts_while_it_is_open(tree, hostel, told):
    by(open_place, hostel, MARCH)
    by(suspend_place, hostel, MAY)
    by(open_place, hostel, JULY)
    signs = [amount for _, amount in sorted((at[2], amount) for at, amount in held("places.open").items())]
    assert signs == [100, -100, 100]
    assert all(told_of(told, key) == held(key) for key in ("places.open", "places.capacity"))


def test_a_planned_place_counts_for_nothing(hostel):
    assert held("places.open") == held("places.capacity") == {}


def test_beds_are_counted_as_they_were(hostel, told):
    by(open_place, hostel, MARCH)
    by(resize_place, hostel, MAY, capacity=35)
    by(close_place, hostel, JULY)
    beds = sorted((at[2], amount) for at, amount in held("places.capacity").items())
    assert [amount for _, amount in beds] == [2000, 1500, -3500]
    assert told_of(told, "places.capacity") == held("places.capacity")


def test_open_and_not_open_meet_on_the_day(hostel):
    by(open_place, hostel, MARCH)
    by(suspend_place, hostel, MAY)
    days = [date(2024, 2, 29), MARCH, date(2024, 4, 30), MAY]
    assert [was_open(hostel, day) for day in days] == [False, True, True, False]


@pytest.mark.parametrize(
    ("on", "sentence"),
    [
        (date(2019, 1, 1), "和龙成立于2020年1月1日"),
        (date(2024, 10, 1), "还没有到"),
        (date(2024, 4, 1), "新的日期2024年4月1日不能更早"),
    ],
)
def test_a_day_that_cannot_be_is_refused(hostel, on, sentence):
    by(open_place, hostel, MAY)
    with pytest.raises(BadInput, match=sentence):
        by(suspend_place, hostel, on)
    assert hostel.spells.get().until is None


def test_a_closed_place_stays_closed(hostel):
    by(close_place, hostel, MAY)
    with pytest.raises(Conflict, match="现在是“撤销”，不能改为“开放”"):
        by(open_place, hostel, JULY)


def test_of_two_who_open_at_once_one_is_told(hostel):
    stale = Place.objects.select_related("unit").get(pk=hostel.pk)
    by(open_place, hostel, MARCH)
    with pytest.raises(Conflict, match="刚刚被别人改动"):
        by(open_place, stale, MARCH)
    assert Spell.objects.count() == 1


def test_a_place_may_close_with_its_unit_and_not_open_then(tree, hostel):
    by(open_place, hostel, MARCH)
    hostel.unit.closed = MAY
    by(close_place, hostel, MAY)
    other = add_place(type="youth-home", name="家", unit=tree.other_township, today=TODAY, by=None)
    other.unit.closed = MAY
    with pytest.raises(BadInput, match="撤销"):
        by(open_place, other, MAY)


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"type": "tavern"}, "没有名为“tavern”的阵地类型"),
        ({"name": "  "}, "没有填写"),
        ({"capacity": -1}, "不在0到100000之间"),
        ({"type": "hope-room", "capacity": 5}, "“希望小屋”不计容量"),
        ({"type": "start-up-park"}, "龙城镇这一级不设“青年创业园”"),
    ],
)
def test_what_cannot_be_a_place_is_told_in_a_sentence(tree, given, sentence):
    usual = {"type": "night-school", "name": "夜校", "unit": tree.township, "today": TODAY, "by": None}
    with pytest.raises(BadInput, match=sentence):
        add_place(**usual | given)


def test_places_list_over_a_subtree_in_one_query(tree, hostel, member, django_assert_num_queries):
    home = add_place(type="youth-home", name="龙城青年之家", unit=tree.township, today=TODAY, by=None)
    everything = Place.objects.all()
    with django_assert_num_queries(1):
        assert [p.unit.short for p in places_list(everything, unit=tree.prefecture).lines] == ["龙城镇", "和龙"]
    assert places_list(everything, type="youth-home", state="planned", name="青年").lines == [home]
    assert places_list(access.visible_places(scope_of(member, TODAY))).lines == [home]


def test_sizes_count_what_is_open_now(tree, hostel, django_assert_num_queries):
    by(open_place, hostel, MARCH)
    with django_assert_num_queries(1):
        assert sizes(Place.objects.all(), tree.province) == {"talent-hostel": (1, 20)}


def test_a_place_elsewhere_is_not_there_and_one_above_is_not_ones_own(hostel, stranger, auditor):
    with pytest.raises(NotVisible):
        access.get_place_for(scope_of(stranger, TODAY), hostel.pk)
    with pytest.raises(NotPermitted):
        access.writable_place_for(scope_of(auditor, TODAY), hostel.pk)
