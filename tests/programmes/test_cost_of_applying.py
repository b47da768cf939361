"""How many statements an application costs in the opening minute. Each is paid five hundred times in a second."""

from __future__ import annotations

import pytest

from sangzi.programmes.models import Application

from .made_rounds import apply_for, declared, first_come, opening_in, people_of, round_of


@pytest.fixture
def counting(django_assert_max_num_queries, tree):
    round_ = round_of(declared(first_come()), tree.province)
    return round_, opening_in(round_, tree.county), people_of(tree.township, 2), django_assert_max_num_queries


def test_a_seat_costs_no_more_than_nine_statements_and_its_transaction(counting):
    round_, opening, people, at_most = counting
    with at_most(11) as told:
        apply_for(round_, people[0], opening)
    assert Application.objects.get().state == "placed", told


def test_a_place_in_line_costs_no_more_than_twelve(counting):
    round_, opening, people, at_most = counting
    apply_for(round_, people[0], opening)
    with at_most(12):
        assert apply_for(round_, people[1], opening).state == "waiting"
