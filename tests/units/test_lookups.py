from datetime import date

import pytest
from django.db import connection

from sangzi.kernel.models import Account
from sangzi.units.models import Assignment, Unit

pytestmark = pytest.mark.django_db


def test_within_finds_the_subtree_and_nothing_else(tree):
    found = set(Unit.objects.filter(path__within=tree.county.path))
    assert found == {tree.county, tree.township, tree.other_township, tree.village, tree.other_village}


def test_a_subtree_is_answered_by_the_index_on_paths(tree):
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":  # too few rows for it to want an index by itself
            cursor.execute("SET LOCAL enable_seqscan = off")
    plan = Unit.objects.filter(path__within=tree.county.path).explain()
    assert "units_unit_path" in plan
    assert "SCAN" not in plan.replace("Index Scan", "").replace("Bitmap Heap Scan", "").upper().replace(
        "BITMAP INDEX SCAN", ""
    )


def test_signs_that_mean_something_to_like_mean_themselves(tree):
    Unit.objects.filter(pk=tree.village.pk).update(name="100%_村")
    assert list(Unit.objects.filter(name__within="100%_")) == [tree.village]
    assert not Unit.objects.filter(name__within="1%").exists()


def test_upper_and_lower_case_are_told_apart(tree):
    assert not Unit.objects.filter(code__within="ybdx").exists()
    assert Unit.objects.filter(code__holds="BD").get() == tree.branch


def test_near_is_there_below_and_above_and_nowhere_else(tree):
    near = {tree.nation, tree.province, tree.prefecture, tree.county, tree.township, tree.other_township}
    villages = {tree.village, tree.other_village}
    assert {one.unit for one in _at(tree.county)} == near | villages
    assert {one.unit for one in _at(tree.village)} == near - {tree.other_township} | {tree.village}


def test_near_the_root_is_everything(tree):
    assert _at(tree.nation).count() == Unit.objects.count()


def _at(home):
    for unit in Unit.objects.all():
        Assignment.objects.get_or_create(unit=unit, account=_somebody(), role="lead", since=date(2025, 1, 1))
    return Assignment.objects.filter(unit__near=home).select_related("unit")


def _somebody():
    return Account.objects.get_or_create(username="somebody")[0]
