"""Two persons turn out to be one: everything moves, figures follow, and it can be undone exactly."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from sangzi.kernel.errors import BadInput, Conflict
from sangzi.kernel.facts import Movement
from sangzi.kernel.models import Account
from sangzi.kernel.movements import later
from sangzi.people.actions import (
    add_person,
    enter_register,
    give_consent,
    leave_register,
    merge_persons,
    tell_apart,
    undo_merge,
)
from sangzi.people.merging import ASIDE, pointers
from sangzi.people.models import Entry, Merge, NotDoubles, Person
from sangzi.programmes.actions import pair, take_place
from sangzi.programmes.models import Placement, Record
from sangzi.scoreboard.actions import rebuild
from sangzi.scoreboard.verification import differences

TODAY = date(2024, 9, 30)
MAY, JUNE = date(2024, 5, 6), date(2024, 6, 3)
NOW = datetime(2024, 9, 30, 9, tzinfo=UTC)


@pytest.fixture
def kept(stage, tree):
    return add_person(name="李小小", home=tree.village, today=TODAY, by=None)


@pytest.fixture
def double(stage, tree):
    return add_person(name="李晓晓", home=tree.other_township, phone="13812341234", today=TODAY, by=None)


def enter(person, unit, since=MAY, register="speakers"):
    return enter_register(register=register, person=person, unit=unit, since=since, today=TODAY, by=None)


def merge(kept, double):
    return merge_persons(kept=kept, double=double, now=NOW, by=None)


def undo(merged):
    return undo_merge(merge=merged, now=NOW, by=None)


def everything():
    """What stands in every table that a merge may touch."""
    models = {pointer.model for pointer in pointers()} | {Person}
    return {model: sorted(map(str, model.objects.values_list())) for model in models}


def lived(stage, tree, *persons):
    """Both did something, partly the same thing on the same day."""
    for number, person in enumerate(persons):
        enter(person, tree.township, since=date(2024, 5, 6 + number))
        give_consent(person=person, purpose="register", given=MAY, today=TODAY, by=None)
        stage.record("volunteering", "hours", person=person, key=f"r{number}", on=MAY)
        stage.record("volunteering", "hours", person=person, key=f"s{number}", on=date(2024, 3 + number, 1))
        take_place(opening=stage.offer(title=str(number)), person=person, on=MAY, by=None, key=f"p{number}")
        by = stage.people[number]
        opening = stage.offer("mentoring", offered_by=by, capacity=3, title=f"师{number}")
        pair(opening=opening, person=person, on=date(2024, 6 + number, 1), by=None, key=f"m{number}")


def test_everything_of_the_double_becomes_the_kept_ones(stage, tree, kept, double):
    lived(stage, tree, kept, double)
    merge(kept, double)
    assert [
        pointer.name for pointer in pointers() if pointer.model.objects.filter(**{pointer.column: double}).exists()
    ] == []
    assert (Record.objects.filter(person=kept).count(), Placement.objects.filter(person=kept).count()) == (4, 4)


def test_figures_stay_what_a_full_computation_says(stage, tree, kept, double):
    rebuild(now=NOW, by=None)
    lived(stage, tree, kept, double)
    assert list(differences()) == []
    merged = merge(kept, double)
    assert list(differences()) == []
    undo(merged)
    assert list(differences()) == []


def test_undoing_restores_every_row(stage, tree, kept, double):
    lived(stage, tree, kept, double)
    before = everything()
    undo(merge(kept, double))
    assert everything() == before


def test_what_came_later_stays_with_the_kept_one(stage, tree, kept, double):
    merged = merge(kept, double)
    stage.record("volunteering", "hours", person=kept, key="later")
    undo(merged)
    assert Record.objects.get(key="later").person == kept


def test_one_person_stands_in_a_register_once_from_the_earlier_day(stage, tree, kept, double):
    enter(kept, tree.township, since=JUNE)
    enter(double, tree.other_township, since=MAY)
    merge(kept, double)
    lines = Entry.objects.filter(person=kept).order_by("since")
    assert [(line.since, line.until) for line in lines] == [(MAY, JUNE), (JUNE, None)]


def test_a_line_ended_meanwhile_is_not_begun_again(stage, tree, kept, double):
    first, second = enter(kept, tree.township), enter(double, tree.other_township, since=JUNE)
    merged = merge(kept, double)
    leave_register(entry=first, until=TODAY, today=TODAY, by=None)
    undo(merged)
    second.refresh_from_db()
    assert (second.person, second.until) == (double, None)


def test_the_kept_one_takes_over_what_it_lacks_and_gives_it_back(stage, kept, double):
    double.account = Account.objects.create_user("x", "y")
    double.save()
    merged = merge(kept, double)
    kept.refresh_from_db()
    assert (kept.phone, kept.account.username) == ("13812341234", "x")
    undo(merged)
    kept.refresh_from_db()
    double.refresh_from_db()
    assert (kept.phone, kept.account, double.account.username) == ("", None, "x")


def test_a_merge_remembers_keys_and_no_names(stage, tree, kept, double):
    enter(double, tree.township)
    told = merge(kept, double).moved
    assert "李" not in told
    assert "13812341234" not in told


def test_two_accounts_are_never_made_one(stage, kept, double):
    for number, person in enumerate((kept, double)):
        person.account = Account.objects.create_user(str(number), "y")
        person.save()
    with pytest.raises(Conflict, match="都有自己的账号"):
        merge(kept, double)


def test_two_in_the_same_opening_are_refused_and_nothing_has_moved(stage, tree, kept, double):
    opening = stage.offer(capacity=2)
    for person in (kept, double):
        take_place(opening=opening, person=person, on=MAY, by=None, key=str(person.pk))
    before = everything()
    with pytest.raises(Conflict, match="先结束其中一条"):
        merge(kept, double)
    assert everything() == before
    assert not Merge.objects.exists()


def test_what_is_only_about_to_be_counted_is_waited_for(stage, tree, kept, double):
    stage.record("volunteering", "hours", person=double)
    later([Movement("programmes.people", "volunteering/hours", tree.township.pk, MAY, 100, double.pk)])
    with pytest.raises(Conflict, match="过一会儿再试"):
        merge(kept, double)


def test_nobody_is_merged_with_themselves_or_twice(stage, kept, double):
    with pytest.raises(BadInput):
        merge(kept, kept)
    merge(kept, double)
    with pytest.raises(Conflict, match="已经并入别人"):
        merge(kept, double)


def test_merges_are_undone_from_the_last(stage, tree, kept, double):
    other = add_person(name="第三", home=tree.village, today=TODAY, by=None)
    first = merge(kept, double)
    merge(other, kept)
    with pytest.raises(Conflict, match="先撤销后来的"):
        undo(first)


def test_two_are_told_apart_once(stage, kept, double):
    for pair_of in ((kept, double), (double, kept)):
        tell_apart(one=pair_of[0], other=pair_of[1], today=TODAY, by=None)
    assert NotDoubles.objects.count() == 1


def test_every_column_that_points_to_a_person_is_known():
    from django.apps import apps

    found = {
        (model, field.name)
        for model in apps.get_models(include_auto_created=True)
        if model not in ASIDE
        for field in model._meta.get_fields()
        if field.related_model is Person and field.concrete and not field.many_to_many
    }
    assert {(pointer.model, pointer.column) for pointer in pointers()} == found
