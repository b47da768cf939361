"""Registers page by key, over a subtree, masked, in one query."""

from __future__ import annotations

from datetime import date

import pytest

from sangzi.kernel.errors import BadInput, NotPermitted
from sangzi.people import access
from sangzi.people.actions import add_person, enter_register
from sangzi.people.definitions import registers
from sangzi.people.models import Entry
from sangzi.people.queries import register_lines, register_sizes
from sangzi.units.access import scope_of

TODAY = date(2024, 9, 30)


@pytest.fixture
def lines(tree):
    for number in range(7):
        person = add_person(name=f"张{number}", home=tree.village, today=TODAY, by=None)
        enter_register(
            register="volunteers",
            person=person,
            unit=tree.township,
            since=TODAY,
            today=TODAY,
            by=None,
            fields={"skills": "开车"},
        )
    return Entry.objects.all()


def test_pages_follow_one_another_without_gap_or_double(tree, lines, django_assert_num_queries):
    seen, after = [], None
    while not seen or after:
        with django_assert_num_queries(1):
            page = register_lines(lines, register="volunteers", unit=tree.county, after=after, size=3)
        seen += [line.pk for line in page.lines]
        after = page.next
    assert seen == sorted(lines.values_list("pk", flat=True), reverse=True)


def test_a_line_is_masked_and_shows_the_fields_of_its_register(tree, lines):
    line = register_lines(lines, register="volunteers", unit=tree.county, size=1).lines[0]
    assert (line.person.name, line.values) == ("张*", [("专长", "开车")])


def test_lines_elsewhere_do_not_appear(tree, lines, stranger):
    assert register_lines(lines, register="volunteers", unit=tree.other_county).lines == []
    assert register_lines(access.visible_entries(scope_of(stranger, TODAY)), register="volunteers").lines == []


def test_a_page_that_nobody_named_is_refused(lines):
    with pytest.raises(BadInput, match="回到列表第一页"):
        register_lines(lines, register="volunteers", after="x; drop table")


def test_sizes_of_all_registers_in_one_query(tree, lines, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert register_sizes(lines, tree.prefecture) == {"volunteers": 7}


def test_only_the_roles_that_a_register_names_may_enter(tree, member, auditor):
    register = registers()["volunteers"]
    access.require_may_enter(scope_of(member, TODAY), register, tree.township)
    with pytest.raises(NotPermitted, match="志愿者"):
        access.require_may_enter(scope_of(auditor, TODAY), register, tree.township)
