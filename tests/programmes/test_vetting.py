"""Whoever an opening names to be with children stands in the register of those looked into."""

from __future__ import annotations

from datetime import date

import pytest

from sangzi.kernel.errors import BadInput
from sangzi.people.models import Entry, Person
from sangzi.programmes.actions import change_opening, offer, review_opening
from sangzi.programmes.meaning import complaints
from sangzi.programmes.models import Opening

from .made_rounds import NOW, declared, round_of

HELPER = {"key": "helper", "title": "带班人", "title_en": "Helper", "required": True}
VETS = {"fields": [HELPER], "vets": {"helper": "child-helpers"}}
ON = date(2024, 6, 1)


@pytest.fixture
def vetted(tree):
    person = Person.objects.create(name="高老师", home=tree.village)
    return Entry.objects.create(register="child-helpers", person=person, unit=tree.county, since=date(2024, 1, 1))


def offered(unit, helper="高老师", **more):
    made = round_of(declared(openings=VETS | more), unit)
    return offer(
        round=made, unit=unit, title="托管", on=ON, capacity=5, by=None, answers={"helper": helper}, outside=True
    )


def test_who_is_listed_near_is_taken(tree, vetted):
    for unit in (tree.county, tree.village, tree.prefecture):
        assert offered(unit).state == "offered"


@pytest.mark.parametrize("helper", ["李老师", "高老师、李老师"])
def test_who_is_not_listed_is_refused_by_name(tree, vetted, helper):
    with pytest.raises(BadInput, match="“李老师”不在和龙的名册") as refused:
        offered(tree.county, helper)
    assert (refused.value.context["field"], Opening.objects.count()) == ("helper", 0)


def test_who_is_listed_elsewhere_is_refused(tree, vetted):
    with pytest.raises(BadInput):
        offered(tree.other_county)


def test_who_has_left_the_register_is_refused(tree, vetted):
    Entry.objects.update(until=date(2024, 5, 1))
    with pytest.raises(BadInput):
        offered(tree.county)


def test_a_change_is_looked_at_too(tree, vetted):
    opening = offered(tree.county)
    with pytest.raises(BadInput):
        change_opening(opening=opening, answers={"helper": "李老师"}, now=NOW, by=None)


def test_what_comes_from_outside_is_looked_at_when_it_is_let_in(tree, vetted):
    opening = offered(tree.county, "李老师", review=True)
    with pytest.raises(BadInput):
        review_opening(opening=opening, accept=True, now=NOW, by=None)
    assert review_opening(opening=opening, accept=False, reason="未查验", now=NOW, by=None).state == "refused"


@pytest.mark.parametrize(
    ("vets", "said"),
    [
        ({"helpr": "child-helpers"}, "helper"),
        ({"helper": "child-helper"}, "child-helpers"),
        ({"helper": "lenders"}, "不是个人"),
    ],
)
def test_what_cannot_be_looked_up_is_complained_of(vets, said):
    assert said in "".join(complaints(declared(openings=VETS | {"vets": vets})))
