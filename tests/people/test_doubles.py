"""Who is found to be likely the same, on a labelled set and in small."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from sangzi.people.actions import add_person, enter_register, tell_apart
from sangzi.people.doubles import LIKELY, Traits, compare, likely_pairs
from sangzi.people.lookalikes import lookalikes
from sangzi.people.models import Person
from sangzi.people.queries import likely_duplicates
from sangzi.people.readings import plain, read_alike, sound_alike
from tests.people.labelled_doubles import halves, labelled

TODAY = date(2024, 9, 30)
HERE = (1, 2, 3, 4, 5)
SOMEBODY = Traits(1, "陈小明", "cxm", "13812341234", date(1998, 2, 3), HERE)


@pytest.mark.parametrize(
    ("other", "likely"),
    [
        (replace(SOMEBODY, key=2), True),
        (replace(SOMEBODY, name="陳曉明", phone="", born=None), True),
        (replace(SOMEBODY, name="陈晓铭", phone="13812341235"), True),
        (replace(SOMEBODY, born=date(1998, 3, 2), home=HERE[:4]), True),
        (replace(SOMEBODY, name="陈小红", phone="13900001111", born=date(1990, 1, 1)), False),
        (replace(SOMEBODY, phone="13900001111", born=date(1990, 1, 1)), False),
        (replace(SOMEBODY, name="陈建国", born=date(1970, 1, 1)), False),
    ],
)
def test_signs_are_weighed_together(other, likely):
    assert compare(SOMEBODY, other).likely is likely


def test_a_comparison_does_not_depend_on_the_order():
    other = replace(SOMEBODY, name="陈晓铭", phone="13812341243")
    assert compare(SOMEBODY, other) == compare(other, SOMEBODY)


@pytest.mark.parametrize(
    ("one", "other", "same", "like"),
    [
        ("张喆", "张哲", True, True),
        ("曾玉", "增雨", True, True),
        ("林珊珊", "宁三三", False, True),
        ("阿依古丽·买买提", "阿依古丽・买买提", True, True),
        ("王芳", "李芳", False, False),
    ],
)
def test_names_are_read_as_people_read_them(one, other, same, like):
    assert read_alike(plain(one), plain(other)) is same
    assert sound_alike(plain(one), plain(other)) is like


def test_on_a_set_that_was_not_tuned_on_most_doubles_are_found_and_few_others():
    _tuned_on, held_out = halves(labelled(7, 6000))
    found = {(pair.one, pair.other) for pair in likely_pairs(held_out.notes)}
    real = held_out.doubles()
    assert len(found & real) / len(real) >= 0.86
    assert len(found & real) / len(found) >= 0.86


def test_a_sign_that_hundreds_share_compares_nobody():
    school = [replace(SOMEBODY, key=key, name=f"甲{key}", initials=f"j{key}", born=None) for key in range(100)]
    assert likely_pairs(school) == []
    assert LIKELY > 0


@pytest.fixture
def two(tree):
    born = date(1998, 2, 3)
    return [add_person(name=name, home=tree.village, born=born, today=TODAY, by=None) for name in ("李雪梅", "李雪枚")]


def test_a_homophone_with_the_same_birthday_is_hinted_at(tree, two):
    (hint, *_rest) = likely_duplicates(Person.objects.all(), name="李学梅", home=tree.county, born=date(1998, 2, 3))
    assert hint.card.pk in {person.pk for person in two}
    assert "姓名读音相同" in hint.reasons


def test_pairs_of_a_unit_are_listed_masked_in_a_fixed_number_of_queries(tree, two, django_assert_num_queries):
    enter_register(register="speakers", person=two[0], unit=tree.village, since=TODAY, today=TODAY, by=None)
    with django_assert_num_queries(3):
        (pair,), count = lookalikes(Person.objects.all(), tree.county)
    assert (pair.one.card.name, pair.one.registers, count) == ("李*梅", ["青年宣讲员"], 1)


def test_who_was_told_apart_is_listed_no_more(tree, two):
    tell_apart(one=two[1], other=two[0], today=TODAY, by=None)
    assert lookalikes(Person.objects.all(), tree.county) == ([], 0)
