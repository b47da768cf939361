from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sangzi.kernel.errors import NotPermitted, NotVisible
from sangzi.units.access import Scope, scope_of, unit_for, writable_unit_for
from sangzi.units.actions import assign, end_assignment, merge_units
from sangzi.units.models import Assignment, Unit
from tests.cast import SINCE

pytestmark = pytest.mark.django_db
TODAY = date(2025, 1, 1)


def test_staff_see_their_unit_and_everything_below(tree, member):
    seen = scope_of(member, TODAY).filter(Unit.objects.all(), "")
    assert set(seen) == {tree.township, tree.village, tree.other_village}


def test_the_condition_follows_the_way_to_the_unit(tree, member, county_officer):
    rows = scope_of(county_officer, TODAY).filter(Assignment.objects.all())
    assert {row.account for row in rows} == {member, county_officer}


def test_several_home_units_add_up(tree, member):
    assign(account=member, unit=tree.ragged_prefecture, role="auditor", since=SINCE, by=None)
    scope = scope_of(member, TODAY)
    assert scope.covers(tree.ragged_township)
    assert scope.covers(tree.village)
    assert not scope.covers(tree.county)


def test_roles_hold_where_they_were_given(tree, member):
    assign(account=member, unit=tree.ragged_prefecture, role="auditor", since=SINCE, by=None)
    scope = scope_of(member, TODAY)
    assert scope.roles_at(tree.ragged_township) == {"auditor"}
    assert scope.writable.covers(tree.village)
    assert not scope.writable.covers(tree.ragged_township)


def test_a_unit_inside_another_one_adds_no_condition(tree, lead):
    assign(account=lead, unit=tree.township, role="officer", since=SINCE, by=None)
    assert scope_of(lead, TODAY).prefixes == (tree.province.path,)


def test_an_account_without_unit_sees_nothing(tree):
    assert not Scope().filter(Unit.objects.all(), "").exists()


def test_an_assignment_holds_from_its_day_to_the_day_before_its_end(tree, member):
    assignment = Assignment.objects.get(account=member)
    end_assignment(assignment=assignment, until=TODAY, by=None)
    assert not scope_of(member, SINCE - timedelta(1)).grants
    assert scope_of(member, TODAY - timedelta(1)).grants
    assert not scope_of(member, TODAY).grants


def test_an_account_that_was_switched_off_sees_nothing(tree, member):
    member.is_active = False
    assert not scope_of(member, TODAY).grants


def test_what_is_out_of_scope_is_answered_like_what_is_not_there(tree, member):
    for named in (tree.county.code, tree.county.pk, "000001", 10**6):
        with pytest.raises(NotVisible):
            unit_for(member, named, TODAY)


def test_a_unit_in_scope_is_found_by_code_and_by_key(tree, member):
    assert unit_for(member, tree.village.code, TODAY) == unit_for(member, tree.village.pk, TODAY) == tree.village


def test_reading_is_not_writing(tree, auditor):
    assert unit_for(auditor, tree.county.code, TODAY) == tree.county
    with pytest.raises(NotPermitted):
        writable_unit_for(auditor, tree.county.code, TODAY)


def test_who_works_for_the_heir_sees_what_merged_into_it(tree, member):
    merge_units(units=[tree.other_township], into=tree.township, on=TODAY, by=None)
    assert unit_for(member, tree.other_township.pk, TODAY) == tree.other_township


def test_a_scope_takes_one_query(tree, member):
    with CaptureQueriesContext(connection) as captured:
        scope_of(member, TODAY)
    assert len(captured) == 1
