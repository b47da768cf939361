from __future__ import annotations

import pytest

from tests.engines.plangrammar.sentences import only, rows

STATUSES = {
    "新建苗圃20个。": ("target", ">="),
    "力争新建苗圃20个。": ("target", ">="),
    "已建成苗圃20个。": ("result", "="),
    "目前，全市有苗圃20个。": ("result", "="),
    "截至2023年底，建成苗圃20个。": ("result", "="),
    "去年新增苗圃20余个。": ("result", ">"),
    "在现有20个苗圃的基础上提质。": ("result", "="),
    "对种粮大户给予每亩200元补贴。": ("rule", "="),
    "单户补贴最高2000元，按规定给予补助。": ("rule", "<="),
    "每月召开例会。": ("rule", ">="),
    "明确各项责任，所有乡镇设立林站。": ("rule", "="),
    "重点抓好省林草局确定的全市30个试点林场。": ("target", "="),
    "林火数降至20起。": ("target", "<="),
}


@pytest.mark.parametrize(("text", "said"), STATUSES.items())
def test_a_statement_is_a_target_a_result_or_a_rule(text, said):
    row = only(text, year=2024)
    assert (row["status"], row["comparator"]) == said


REPORT = "林业工作简报\n新建苗圃20个。力争明年再建30个。到2030年，苗圃达到90个。去年降至12个。"


def test_a_report_tells_results_until_it_looks_ahead():
    assert [row["status"] for row in rows(REPORT, year=2024)] == ["result", "target", "target", "result"]


def test_a_report_s_next_steps_are_targets():
    text = "林业工作简报\n新建苗圃20个。\n下一步，全市将新建苗圃30个，培训林农200人。"
    assert [row["status"] for row in rows(text)] == ["result", "target", "target"]


def test_the_state_of_things_in_a_plan_is_a_result():
    text = "林业规划\n一、发展现状\n建成苗圃20个。\n二、主要目标\n建成苗圃30个。"
    assert [row["status"] for row in rows(text)] == ["result", "target"]


def test_the_date_of_a_result_is_when_it_was_so():
    assert only("截至2023年底，建成苗圃20个。", year=2024)["deadline"] == "2023-12-31"


def test_what_is_compared_with_last_year_is_still_a_target():
    assert only("产值比上年增长5%。", year=2024)["status"] == "target"


def test_a_part_goes_with_its_whole():
    found = rows("目前，全市有苗圃20个。其中市级苗圃5个。")
    assert [row["status"] for row in found] == ["result", "result"]
