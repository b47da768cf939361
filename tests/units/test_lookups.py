import pytest
from django.db import connection

from sangzi.units.models import Unit

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
