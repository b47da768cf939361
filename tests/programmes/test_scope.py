"""Everything that plans name is served, and nothing claims to serve what is not named."""

from __future__ import annotations

import pytest

from sangzi.kernel.definitions import BadDefinition, parse
from sangzi.programmes.checks import what_is_covered_is_known
from sangzi.programmes.definitions import programmes
from sangzi.programmes.scope import Scope, coverage, scope, uncovered, unknown_covers
from tests.house.source import ROOT

ASKED_FOR = ("C02", "C03", "C04", "C05", "C06", "C07", "C08", "C10")


def test_nothing_of_the_scope_is_left_over():
    assert [item.name for item in uncovered()] == []


def test_the_scope_is_as_large_as_the_plans():
    asked = [item for item in scope().items if item.capability in ASKED_FOR]
    assert len(asked) == 225


def test_few_items_are_served_by_something_that_is_no_definition():
    by = [item for item in scope().items if item.by]
    assert len(by) <= 5
    assert all((ROOT / item.see).exists() for item in by)


def test_most_items_have_a_programme():
    served = [item for item, covers in coverage().items() if any(one.folder == "programmes" for one in covers)]
    assert len(served) > len(scope().items) * 2 / 3


def test_what_is_covered_is_known():
    assert what_is_covered_is_known() == []


def test_a_name_that_is_no_item_is_told_with_the_nearest():
    wrong = programmes()["letters"].model_copy(update={"covers": ("书信手拉",)})
    assert list(unknown_covers("programmes", [wrong])) == [
        "programmes/letters.toml：covers：范围里没有“书信手拉”；是不是“书信手拉手”？"
    ]


def test_an_item_stands_once():
    line = '[[items]]\nkey = "C02-01"\nname = "甲"\ncapability = "C02"\n'
    with pytest.raises(BadDefinition, match="出现了两次"):
        parse(line * 2, Scope, key="scope")
