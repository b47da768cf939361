"""A paragraph that opens with 去年以来 tells what was done; the next one plans again."""

from __future__ import annotations

from sangzi.engines import plangrammar

TEXT = (
    "2025年护林工作安排\n去年以来,各地扎实推进。建成苗圃30个,培训护林员1,200名。\n2025年工作安排如下:\n"
    "1.新建苗圃12个。\n2.培训护林员900名。\n"
)


def found(text):
    return {each.value: each for each in plangrammar.read(text).commitments}


def test_what_such_a_paragraph_counts_are_results():
    assert {value: each.status for value, each in found(TEXT).items()} == {
        30: "result", 1200: "result", 12: "target", 900: "target"
    }  # fmt: skip


def test_what_it_wants_to_reach_stays_a_target():
    text = "2025年护林工作安排\n去年以来,各地扎实推进。今年力争新建苗圃30个。\n二、任务\n"
    assert found(text)[30].status == "target"


def test_owners_on_one_line_end_where_the_next_item_begins():
    text = "护林计划 1.建设苗圃30个。牵头单位:林业局 配合单位:农业局、财政局 2.培训护林员900名。牵头单位:林业局"
    assert found(text)[30].owners == ("林业局", "农业局", "财政局")


def test_a_plan_period_in_plain_quotes_has_an_end():
    assert found('护林规划\n到"十五五"末,建设苗圃30个。\n')[30].deadline == "2030-12-31"
