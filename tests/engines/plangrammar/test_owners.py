from __future__ import annotations

import pytest

from sangzi.engines.plangrammar.owners import organs
from tests.engines.plangrammar.sentences import only, rows

OWNERS = {
    "新建苗圃5个。（责任部门：市林草局、市财政局）": ["市林草局", "市财政局"],
    "新建苗圃5个。（责任部门：\n\n市林草局、市财政局）；": ["市林草局", "市财政局"],
    "新建苗圃5个。牵头单位：市林草局，配合单位：市财政局、团市委。": ["市林草局", "市财政局", "团市委"],
    "新建苗圃5个。\n牵头单位：市林草局\n配合单位：市财政局": ["市林草局", "市财政局"],
    "新建苗圃5个。【牵头单位：市林草局；责任单位：各县（市、区）政府】": ["市林草局", "各县（市、区）政府"],
    "新建苗圃5个。（市林草局牵头，市财政局配合）": ["市林草局", "市财政局"],
    "新建苗圃5个。（市林草局、市财政局按职责分工负责）": ["市林草局", "市财政局"],
    "新建苗圃5个。（市林草局、市文化和旅游局）": ["市林草局", "市文化和旅游局"],
    "由市林草局牵头，新建苗圃5个。": ["市林草局"],
    "1.苗圃建设（责任单位：市林草局）\n新建苗圃5个。": ["市林草局"],
    "新建苗圃5个（含改建）。": [],
    "各有关单位：\n新建苗圃5个。": [],
}


@pytest.mark.parametrize(("text", "owners"), OWNERS.items())
def test_a_task_has_the_owners_that_are_named_for_it(text, owners):
    assert only(text)["owners"] == owners


def test_a_note_governs_back_to_the_note_before_it():
    text = "新建苗圃5个。培训林农9人。（责任部门：甲局）；扩建林站3座。（责任部门：乙局）"
    assert [row["owners"] for row in rows(text)] == [["甲局"], ["甲局"], ["乙局"]]


def test_a_note_does_not_reach_into_another_item():
    text = "1.苗圃。新建苗圃5个。\n2.林站。扩建林站3座。（责任部门：乙局）"
    assert [row["owners"] for row in rows(text)] == [[], ["乙局"]]


def test_a_note_in_a_heading_does_not_reach_past_its_part():
    text = "1.苗圃建设（责任单位：甲局）\n新建苗圃5个。\n2.其他\n扩建林站3座。"
    assert [row["owners"] for row in rows(text)] == [["甲局"], []]


def test_and_parts_two_organs_but_not_the_name_of_one():
    assert organs("市林草局和市文化和旅游局") == ["市林草局", "市文化和旅游局"]


def test_dates_among_the_organs_are_none():
    assert organs("市林草局;完成时限:10月") == ["市林草局"]
