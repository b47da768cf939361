"""Who sees an application: the unit that deals with it. Of further wishes a unit sees numbers, till it has somebody."""

from __future__ import annotations

from datetime import timedelta

import pytest

from sangzi.kernel.errors import NotVisible
from sangzi.programmes.access import (
    get_application_for,
    get_placement_for,
    visible_applications,
    visible_openings,
    visible_placements,
)
from sangzi.programmes.actions import place
from sangzi.programmes.queries.supply import supply_of
from sangzi.units.access import scope_of

from .made_rounds import NOW, apply_for, declared, opening_in, people_of, round_of

UNTIL = NOW + timedelta(days=1)
BY_HAND = {"kind": "allotment", "method": "by-hand"}


@pytest.fixture
def wished(tree):
    """A post at the prefecture first, one at a township second: the application and the second opening."""
    open_to_all = {"kind": "screening", "by_hand": False}
    definition = declared(open_to_all, BY_HAND, applications={"wishes": 2})
    round_ = round_of(definition, tree.province, apply_until=UNTIL)
    first, second = opening_in(round_, tree.other_county), opening_in(round_, tree.township)
    (person,) = people_of(tree.village, 1)
    return apply_for(round_, person, first, second), second


def scope(account):
    return scope_of(account, NOW.date())


def test_the_unit_of_a_second_wish_does_not_see_who_wished(wished, member):
    application, _second = wished
    assert not visible_applications(scope(member)).exists()
    with pytest.raises(NotVisible):
        get_application_for(scope(member), application.pk)


def test_it_sees_how_many_wished(wished, member):
    _application, second = wished
    (line,) = supply_of(visible_openings(scope(member))).wanted
    assert (line.opening, line.all, line.first) == (second, 1, 0)


def test_it_sees_who_was_placed_with_it_and_still_not_the_form(wished, member):
    application, second = wished
    placement = place(application=application, opening=second, now=UNTIL, by=None)
    assert get_placement_for(scope(member), placement.pk).person == application.person
    with pytest.raises(NotVisible):
        get_application_for(scope(member), application.pk)


def test_whoever_deals_with_it_and_those_above_see_it(wished, lead):
    application, second = wished
    assert get_application_for(scope(lead), application.pk) == application
    place(application=application, opening=second, now=UNTIL, by=None)
    assert visible_placements(scope(lead)).count() == 1
