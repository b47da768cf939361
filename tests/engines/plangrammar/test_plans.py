"""Whole plans: our own of twelve fields, and the published annotations where they lie beside the repository."""

from __future__ import annotations

from functools import reduce
from operator import add

import pytest

from sangzi.engines.plangrammar import ASK_BELOW, read
from tests.conftest import REAL_PLANS
from tests.engines.plangrammar import agreement


def score(text, rows):
    return agreement.compare(rows, [found.row() for found in read(text).commitments])


@pytest.mark.parametrize("name", agreement.names())
def test_a_development_plan_is_read(name):
    found = score(*agreement.own(name))
    assert found.detection >= 0.97, found.wrong
    assert found.strict >= 0.88, found.wrong


def test_the_development_plans_together():
    found = reduce(add, (score(*agreement.own(name)) for name in agreement.names()))
    assert found.detection >= 0.99, found.wrong
    assert found.strict >= 0.97, found.wrong


@pytest.mark.real_plans
def test_the_published_annotations_are_met():
    found = [
        score(path.with_suffix(".txt").read_text("utf-8"), agreement.published(path))
        for path in sorted(REAL_PLANS.glob("*.jsonl"))
    ]
    together = reduce(add, found)
    assert len(found) == 3
    assert together.detection >= 0.98, together.wrong
    assert together.strict >= 0.93, together.wrong


@pytest.mark.real_plans
@pytest.mark.parametrize(("name", "year"), [("ningbo-2018", 2018), ("jiaxing-2024", 2024)])
def test_the_year_of_a_yearly_plan_is_found_and_ends_its_targets(name, year):
    reading = read((REAL_PLANS / f"{name}.txt").read_text("utf-8"))
    due = {found.deadline for found in reading.commitments if found.status == "target"}
    assert (reading.year, due) == (year, {f"{year}-12-31"})


@pytest.mark.real_plans
def test_the_lost_number_of_the_shuffled_plan_is_reported():
    reading = read((REAL_PLANS / "jiaxing-2024.txt").read_text("utf-8"))
    assert [notice.code for notice in reading.warnings] == ["lost-number"]


@pytest.mark.real_plans
def test_the_shuffled_items_come_back_in_order():
    reading = read((REAL_PLANS / "jiaxing-2024.txt").read_text("utf-8"))
    assert [reading.clauses[index].number for index in reading.order] == list(range(1, 31))


def test_a_wrong_value_is_no_match():
    row = {"quote": "建三所", "offset": 0, "value": 3.0, "value_max": None, "optional": False}
    other = {"quote": "建三所", "offset": 0, "value": 4, "value_max": None}
    assert agreement.compare([row], [other]).detection == 0


@pytest.mark.parametrize("name", agreement.others())
def test_a_plan_of_another_author_is_read(name):
    found = score(*agreement.of_another(name))
    assert found.detection >= 0.9, found.wrong


def test_the_plans_of_another_author_together():
    found = reduce(add, (score(*agreement.of_another(name)) for name in agreement.others()))
    assert found.detection >= 0.96, found.wrong
    assert found.strict >= 0.9, found.wrong


def test_what_the_reader_is_sure_of_is_right_as_often_as_it_says():
    sure, right = [], 0
    for text, rows in map(agreement.own, agreement.names()):
        found = [one for one in read(text).commitments if one.confidence >= 0.7]
        sure += [one.confidence for one in found]
        right += agreement.compare(rows, [one.row() for one in found]).right
    assert right >= sum(sure) > 0


def test_a_statement_that_the_reader_is_not_sure_of_is_asked():
    found = [one for text, _ in map(agreement.own, agreement.names()) for one in read(text).commitments]
    assert all(bool(one.question) == (one.confidence < ASK_BELOW) for one in found)
    assert any(one.question for one in found)
