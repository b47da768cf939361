"""What is near a home: the same whether it is found from the few units of a county or from the newest on."""

from __future__ import annotations

import pytest
from django.db import connection
from django.utils import timezone

from sangzi.programmes.access.public import public_openings
from sangzi.programmes.queries.public import near, offered_now

from .made_rounds import declared, opening_in, round_of

HOMES = ("province", "prefecture", "county", "township", "village")


@pytest.fixture
def offered(tree):
    """An opening at every area, in one round of the nation: the units."""
    round_ = round_of(declared(entry="return"), tree.nation)
    return [opening_in(round_, unit).unit for unit in vars(tree).values() if unit.kind == "area"]


@pytest.mark.parametrize("home", HOMES)
def test_near_is_what_lies_at_home_below_and_above(tree, offered, home):
    path = getattr(tree, home).path
    found = set(public_openings().filter(near(getattr(tree, home))).values_list("unit", flat=True))
    assert found == {unit.pk for unit in offered if unit.path.startswith(path) or path.startswith(unit.path)}


@pytest.mark.sqlite
def test_in_a_county_the_database_goes_from_its_units_to_what_lies_there(tree, offered):
    sql, params = offered_now(public_openings(), now=timezone.now(), home=tree.county).query.sql_with_params()
    steps = [step for *_place, step in connection.cursor().execute(f"EXPLAIN QUERY PLAN {sql}", params).fetchall()]
    assert any("units_unit_path" in step for step in steps)
    assert not any(step.startswith("SCAN programmes_opening") for step in steps)
