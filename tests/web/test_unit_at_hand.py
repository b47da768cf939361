"""The unit at hand: named by the address, remembered, never outside the scope."""

from __future__ import annotations

import pytest

from sangzi.units.models import Assignment
from tests.cast import SINCE


def unit_of(answer):
    return answer.context["unit"].code


def test_the_desk_begins_at_home(visit, lead):
    assert unit_of(visit(lead).get("/desk/", follow=True)) == "220000"


def test_the_unit_of_the_last_page_is_remembered(visit, lead):
    client = visit(lead)
    client.get("/desk/units/222406/")
    assert unit_of(client.get("/desk/", follow=True)) == "222406"


def test_the_address_counts_more_than_memory(visit, lead):
    client = visit(lead)
    client.get("/desk/units/222406/")
    assert unit_of(client.get("/desk/?unit=220100", follow=True)) == "220100"


def test_memory_is_dropped_with_the_right_to_it(visit, lead, tree):
    client = visit(lead)
    client.get("/desk/units/222406/")
    Assignment.objects.filter(account=lead).delete()
    Assignment.objects.create(account=lead, unit=tree.other_province, role="lead", since=SINCE)
    assert unit_of(client.get("/desk/", follow=True)) == "440000"


def test_the_path_links_only_what_the_visitor_may_see(visit, county_officer):
    page = visit(county_officer).get("/desk/units/222406104/").content.decode()
    assert '<a href="/desk/?unit=222406">和龙</a>' in page
    assert "?unit=222400" not in page
    assert "延边" in page


@pytest.mark.parametrize("unit", ["220000", "222406", "222406104201"])
def test_a_unit_page_asks_the_same_few_questions_everywhere(visit, lead, django_assert_max_num_queries, unit):
    client = visit(lead)
    client.get(f"/desk/units/{unit}/")
    with django_assert_max_num_queries(16):
        client.get(f"/desk/units/{unit}/")
