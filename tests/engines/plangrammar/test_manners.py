"""Ways of writing that other fields brought: each line one phenomenon, in our own words."""

from __future__ import annotations

import pytest

from sangzi.engines.plangrammar import read
from tests.engines.plangrammar.sentences import only, rows, values

NUMBERS = {
    "人均林地达到两点五亩。": (2.5, "亩"),
    "苗木成活率达到九成五。": (95, "%"),
    "苗木成活率达到四成半。": (45, "%"),
    "混交林占新造林百分之一点五。": (1.5, "%"),
    "扬尘浓度控制在32微克每立方米以下。": (32, "微克每立方米"),
    "林火伤亡率控制在10/10万以下。": (10, "/10万"),
    "林区人口突破十万。": (100000, "人"),
    "举办林业讲座百场。": (100, "场"),
    "林火事故为零。": (0, "起"),
    "每片林地铺路 3 286 公里。": (3286, "公里"),
    "林区无火天数313天。": (313, "天"),
    "毁林罚款金额916万元。": (9160000, "元"),
}


@pytest.mark.parametrize(("text", "said"), NUMBERS.items())
def test_a_number_is_read_however_it_is_written(text, said):
    row = only(text)
    assert (row["value"], row["unit"]) == said


COMPARED = {
    "林产值要过95%的增幅，护林员过千人。": [">"],
    "林道总长破三百公里。": [">"],
    "护林员人均管护以3公里为限。": ["<="],
    "单户补贴上限5万元。": ["<="],
    "巡护时长由40分钟减到15分钟。": ["=", "<="],
}


@pytest.mark.parametrize(("text", "said"), COMPARED.items())
def test_words_around_a_number_compare_it(text, said):
    assert [row["comparator"] for row in rows(text)][-len(said) :] == said


SHAPES = {
    "乡镇不少于2个育苗点。": ("each", "township"),
    "林站每村各1名护林员。": ("each", "village"),
    "林业培训每期不少于60人。": ("each", "每期"),
    "每条县级林道配2名保洁员。": ("each", "县级林道"),
    "每名博士配备1至2名助手。": ("pairing", "博士"),
    "一名技术员至少联系10户林农。": ("pairing", "技术员"),
    "林农可免费入住7天。": ("each", "林农"),
    "省、市、县级林长全年巡林分别不少于4次、6次、12次。": ("each", "省、市、县级林长"),
    "林农满意度提升0.5分。": ("growth", None),
    "人均林地比2018年净增0.7亩。": ("growth", None),
    "在训林农接受培训的比例达到95%。": ("coverage", "在训林农"),
    "参训林农不少于应训林农的九成。": ("coverage", "应训林农"),
    "护林示范点县县有。": ("each", "county"),
    "林业站一站一湿地。": ("each", "站点"),
    "每年造林一遍。": ("frequency", None),
    "实行半月碰头。": ("frequency", None),
    "市局逐月通报进展。": ("frequency", None),
}


@pytest.mark.parametrize(("text", "said"), SHAPES.items())
def test_a_statement_has_its_shape_and_its_population(text, said):
    row = rows(text)[0]
    assert (row["shape"], row["over"]) == said


NO_COMMITMENTS = {
    "rubric": "考核按百分制，林地占60分，群众评价30分。",
    "grades": "考核结果分为优秀、良好、合格、不合格4个等次。",
    "condition at a clause's end": "带动3人以上就业的，优先安排。",
    "whoever": "凡1万人以上的林场都要有护林队。",
    "label with one and one": "推行一企一策、一县一品。",
}


@pytest.mark.parametrize("text", NO_COMMITMENTS.values(), ids=NO_COMMITMENTS)
def test_it_is_no_commitment(text):
    assert rows(text) == []


def test_of_a_pool_only_the_share_is_said():
    assert values("138个苗圃完成六成。") == [60]


def test_a_size_of_those_counted_is_none_of_its_own():
    assert values("日产500吨以上的8座林场装好监测设备。") == [8]


def test_two_rates_with_two_numbers_are_two_statements():
    assert values("苗木参检率、林农参保率分别达到98%、95%。") == [98, 95]


def test_what_bounds_an_entitlement_belongs_to_it():
    found = rows("给予每名林农2000元奖励，最高不超过2万元。")
    assert [(row["status"], row["shape"], row["comparator"]) for row in found] == [
        ("rule", "each", "="),
        ("rule", "each", "<="),
    ]


def test_an_elided_subject_is_that_of_the_number_before_it():
    found = rows("乡镇林站建成比例2024年为50%，2025年为80%。", year=2023)
    assert [(row["shape"], row["over"], row["deadline"]) for row in found] == [
        ("coverage", "township", "2024-12-31"),
        ("coverage", "township", "2025-12-31"),
    ]


DEADLINES = {
    "林业三年行动方案（2024—2026年）\n三年共新建苗圃86个。": ["2026-12-31"],
    "林业三年行动方案（2024—2026年）\n培训林农三年9000人次。": ["2026-12-31"],
    "林业工作意见\n2023、2024、2025年分别新建苗圃6个、8个、10个。": ["2023-12-31", "2024-12-31", "2025-12-31"],
    "2024年林业工作要点\n9月1日前交付苗圃3个，另1个苗圃年底交付2万株。": ["2024-09-01", "2024-12-31"],
    "2024年林业工作要点\n2座林站在植树节（3月12日）前开放。": ["2024-03-12"],
    "2024年林业工作要点\n6月底前改造苗圃12个，全年更新林木500亩，新增林车80辆。": ["2024-06-30"] + ["2024-12-31"] * 2,
    "林业方案\n新建苗圃5个。\n责任单位：松江市林草局、松江市财政局\n完成时限：2026年8月底": ["2026-08-31"],
    "2024年林业工作要点\n3月底前苗圃达标率80%，2025年全部达标；培训林农30人。": [
        "2024-03-31",
        "2025-12-31",
        "2024-12-31",
    ],
    "林业方案\n2024年3月1日\n定于2024年4月1日至7月9日开展护林攻坚。百日之内，培训林农300人。": ["2024-07-09"],
}


@pytest.mark.parametrize(("text", "said"), DEADLINES.items())
def test_a_time_said_otherwise_is_a_deadline(text, said):
    found = [row["deadline"] for row in rows(text) if row["status"] == "target"]
    assert found[: len(said)] == said


OWNERS = {
    "一、苗圃\n1.新建苗圃5个。\n2.培训林农9人。\n牵头单位：甲局，配合单位：乙局": [["甲局", "乙局"]] * 2,
    "二、苗圃（牵头单位：甲局）\n1.新建苗圃5个。\n2.培训林农9人。": [["甲局"]] * 2,
    "新建苗圃5个。\n【牵头单位】甲局【配合单位】各县（市、区）政府": [["甲局", "各县（市、区）政府"]],
    "新建苗圃5个。\n责任主体：甲局（牵头）；乙局（配合）": [["甲局", "乙局"]],
    "一、苗圃。新建苗圃5个。（育苗科、营林股） 二、林站。新建林站3座。（林站科）": [["育苗科", "营林股"], ["林站科"]],
    "新建苗圃5个。\n责任单位：松江市林草局、松江市财政局\n完成时限：2026年8月底": [["松江市林草局", "松江市财政局"]],
    "由市林草局牵头、市财政局配合，新建苗圃5个。": [["市林草局", "市财政局"]],
}


@pytest.mark.parametrize(("text", "said"), OWNERS.items())
def test_a_note_covers_its_task_or_its_part(text, said):
    assert [row["owners"] for row in rows(text)] == said


def test_a_heading_of_a_year_parts_what_was_done_from_what_is_to_be_done():
    text = "林业动态\n2025年1月10日\n一、收官之数\n新建苗圃5个。\n二、2025年：新年之约\n新建林站3座。"
    assert [(row["status"], row["deadline"]) for row in rows(text)] == [("result", None), ("target", "2025-12-31")]


def test_after_a_part_on_what_is_there_the_plan_goes_on():
    text = "林业实施方案\n第一部分　底数\n有苗圃5个。\n第二部分　民生八件事\n新建林站3座。"
    assert [row["status"] for row in rows(text)] == ["result", "target"]


def test_a_page_number_parts_no_sentence():
    found = read("林业计划\n新建高标准的示范性苗圃和育苗基地，补齐\n\n— 2 —\n\n林站短板，共建林站30座。").commitments
    assert [one.value for one in found] == [30]


def test_a_spread_out_title_is_read():
    reading = read("林 业 五 年 方 案\n（ 2 0 2 1 — 2 0 2 5 年 ）\n新建苗圃5个。")
    assert reading.year == 2021


REASONS = ("value", "scope", "status", "deadline", "owners", "period", "over")


def test_a_statement_tells_the_words_behind_all_its_fields():
    text = "松江市林业计划\n到2026年，每个乡镇每年至少培训林农30人。（责任单位：市林草局）"
    (found,) = read(text).commitments
    assert set(REASONS) <= set(found.because)
    assert found.because["over"].words == "乡镇"
    assert found.because["scope"].words == "松江市"


def test_totals_of_one_sentence_stand_under_the_year_of_the_first():
    found = rows("每年培训林农300人次，巡护林道500公里；新建苗圃5个。")
    assert [row["period"] for row in found] == ["year", "year", None]
