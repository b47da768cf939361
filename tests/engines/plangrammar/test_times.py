from __future__ import annotations

import pytest

from sangzi.engines.plangrammar import calendars, read
from sangzi.engines.plangrammar.cleaning import clean, one_form
from tests.engines.plangrammar.sentences import only, rows

DUE = {
    "到2026年，新建苗圃5个。": "2026-12-31",
    "2026年底前新建苗圃5个。": "2026-12-31",
    "2026年6月底前新建苗圃5个。": "2026-06-30",
    "2026年6月15日前新建苗圃5个。": "2026-06-15",
    "2026年上半年新建苗圃5个。": "2026-06-30",
    "2026年第三季度新建苗圃5个。": "2026-09-30",
    "2026年秋季学期前新建苗圃5个。": "2026-08-31",
    "年底前新建苗圃5个。": "2024-12-31",
    "9月底前新建苗圃5个。": "2024-09-30",
    "明年6月底前新建苗圃5个。": "2025-06-30",
    "“十四五”末，新建苗圃5个。": "2025-12-31",
    "2024—2027年新建苗圃5个。": "2027-12-31",
    "2024年7月至2025年6月，新建苗圃5个。": "2025-06-30",
    "三年内新建苗圃5个。": "2027-12-31",
    "用两年时间，新建苗圃5个。": "2026-12-31",
    "二〇二六年新建苗圃5个。": "2026-12-31",
    "新建苗圃5个，2026年6月底前完成。": "2026-06-30",
    "新建苗圃5个，责任到人。完成时限：10月底。": "2024-10-31",
    "自2023年起，新建苗圃5个。": None,
    "新建苗圃5个，较2023年增加一些。": None,
    "参加2026年苗木博览会，新建苗圃5个。": None,
    "新建苗圃5个。": None,
}


@pytest.mark.parametrize(("text", "due"), DUE.items())
def test_a_target_is_due_when_its_sentence_says(text, due):
    assert only(text, year=2024)["deadline"] == due


def due_of(text, **known):
    return [row["deadline"] for row in rows(text, **known)]


def test_a_year_governs_its_own_sentence_only():
    assert due_of("到2026年，新建苗圃5个。扩建苗圃3个。") == ["2026-12-31", None]


def test_a_year_at_the_head_of_a_sentence_goes_past_semicolons():
    assert due_of("到2026年，新建苗圃5个；扩建苗圃3个。") == ["2026-12-31", "2026-12-31"]


def test_a_year_in_the_middle_does_not():
    assert due_of("新建苗圃5个，力争2026年6月底投用；扩建苗圃3个。", year=2025) == ["2026-06-30", None]


def test_joined_years_are_shared_out():
    assert due_of("到2026年和2030年，成活率分别不低于80%和90%。") == ["2026-12-31", "2030-12-31"]


def test_a_year_before_a_colon_governs_the_list_below_and_no_more():
    text = "一、目标\n到2026年，主要目标如下：\n（一）新建苗圃5个。\n（二）扩建苗圃3个。\n二、措施\n培训林农40人。"
    assert due_of(text) == ["2026-12-31", "2026-12-31", None]


def test_a_heading_with_a_year_governs_its_part():
    assert due_of("（一）2026年目标\n新建苗圃5个。\n（二）做法\n培训林农40人。") == ["2026-12-31", None]


def test_so_many_years_end_with_the_plan_that_spans_them():
    assert due_of("造林三年行动方案（2023—2025年）\n三年内新建苗圃5个。") == ["2025-12-31"]


def test_days_and_months_are_counted_from_the_day_of_issue():
    assert due_of("造林方案\n2023年5月10日\n6个月内新建苗圃5个。") == ["2023-11-10"]


def test_the_targets_of_a_yearly_plan_end_with_its_year():
    assert due_of("2023年林业工作要点\n新建苗圃5个。每月召开一次例会。") == ["2023-12-31", None]


def test_two_years_in_one_text_each_govern_their_part():
    text = "2023年工作总结和2024年工作计划\n一、2023年工作总结\n新建苗圃5个。\n二、2024年工作计划\n新建苗圃8个。"
    assert [(row["status"], row["deadline"]) for row in rows(text)] == [("result", None), ("target", "2024-12-31")]


YEARS = {
    "2023年工作要点\n加强管护。": 2023,
    "林业工作方案\n2022年3月1日\n到2025年造林。": 2022,
    "林发〔2021〕18号\n林业规划": 2021,
    "林业发展规划（2021—2025年）": 2021,
    "截至2022年底，造林5亩。": 2023,
    "迎接新中国成立75周年。": 2024,
    "二〇二三年重点工作任务": 2023,
    "加强管护。": None,
}


@pytest.mark.parametrize(("text", "year"), YEARS.items())
def test_the_year_of_a_plan_is_found(text, year):
    assert calendars.calendar_of(clean(one_form(text)).text, None).year == year


def test_the_year_given_overrules_the_text():
    assert read("2023年工作要点\n新建苗圃5个。", year=2020).year == 2020


PERIODS = {
    "每年造林300亩。": "year",
    "全年造林300亩。": "year",
    "年均造林300亩。": "year",
    "年接待游客300人次。": "year",
    "每月巡护300公里。": "month",
    "每季度巡护300公里。": "quarter",
    "每周巡护300公里。": "week",
    "每学期开课300节。": "semester",
    "下半年造林300亩。": None,
    "2024年度造林300亩。": "year",
    "造林300亩，每年提交报告300份。": None,
}


@pytest.mark.parametrize(("text", "period"), PERIODS.items())
def test_a_number_has_the_period_its_clause_names(text, period):
    assert rows(text)[0]["period"] == period
