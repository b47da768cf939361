"""What a reading says beside its statements: private persons, lost numbers, scope, and why."""

from __future__ import annotations

import pytest

from sangzi.engines.plangrammar import Reason, private_spans, read
from tests.engines.plangrammar.sentences import rows


def private(text):
    return [(span.kind, text[span.start : span.end]) for span in private_spans(text)]


PRIVATE = {
    "联系人：柳青禾 0431-88901234": [("name", "柳青禾"), ("phone", "0431-88901234")],
    "（供稿人：市林草局  白露生；编辑：欧阳小雪）": [("name", "白露生"), ("name", "欧阳小雪")],
    "联系人：柳青禾、白露生，电话：13800001234。": [("name", "柳青禾"), ("name", "白露生"), ("phone", "13800001234")],
    "联系电话：8213366": [("phone", "8213366")],
    "邮箱 someone@example.org": [("mail", "someone@example.org")],
    "身份证号11010119900307663X": [("identity", "11010119900307663X")],
    "供稿人：河北水务集团团委": [],
    "拨打12345热线": [],
    "责任单位：市林草局": [],
    "编号20210001234": [],
}


@pytest.mark.parametrize(("text", "spans"), PRIVATE.items())
def test_private_persons_are_marked_and_nothing_else(text, spans):
    assert private(text) == spans


def test_a_reading_carries_the_private_spans():
    text = "★联系人：柳青禾"
    assert [text[span.start : span.end] for span in read(text).private] == ["柳青禾"]


LOST = ["培训林农不少于名，", "成活率达到%。", "推出“护林专线条，全年服务林农。"]


@pytest.mark.parametrize("text", LOST)
def test_a_lost_number_is_reported_and_not_guessed(text):
    reading = read(text)
    assert reading.warnings[0].code == "lost-number"
    assert not reading.commitments


def test_a_number_that_is_there_is_not_reported_as_lost():
    assert read("培训林农不少于20名，推出“护林”专线3条。").warnings == ()


SCOPES = {
    "共青团青川省委员会\n青川省林业方案\n新建苗圃5个。": "青川省",
    "国务院关于护林的通知\n各省、自治区、直辖市：\n新建苗圃5个。": "全国",
    "松江市林业计划\n新建苗圃5个。": "松江市",
}


@pytest.mark.parametrize(("text", "scope"), SCOPES.items())
def test_a_text_speaks_for_its_unit(text, scope):
    assert rows(text)[0]["scope"] == scope


def test_a_heading_may_hand_over_to_another_unit():
    text = "青川省林业简报\n新建苗圃5个。\n团松江市委：\n新建苗圃3个，仅柳河县就新建2个。"
    assert [row["scope"] for row in rows(text)] == ["青川省", "松江市", "柳河县"]


def test_the_scope_that_is_given_is_taken():
    assert rows("新建苗圃5个。", scope="柳河县")[0]["scope"] == "柳河县"


def because(text, **known):
    (found,) = read(text, **known).commitments
    return {name: why.words for name, why in found.because.items()}


def test_a_statement_tells_the_words_behind_its_fields():
    why = because("到2026年，全市每年培训林农不少于500人次。（责任单位：市林草局）")
    assert why["value"] == "500人次"
    assert why["comparator"] == "不少于"
    assert why["deadline"] == "到2026年".removeprefix("到")
    assert why["period"] == "每年"
    assert why["owners"] == "（责任单位：市林草局）"


def test_what_is_inferred_says_from_what_and_stands_nowhere():
    (found,) = read("2024年林业工作要点\n新建苗圃5个。").commitments
    assert found.because["deadline"] == Reason("2024年度规划，年底完成", -1, -1)


def test_a_statement_names_the_rule_that_found_it():
    assert [found.rule for found in read("新建苗圃5个。每月巡山。县县有林站。").commitments] == ["count", "slogan"]


INDICATORS = {
    "建成不少于20个“护林小屋”。": "护林小屋数",
    "资助困难林农300名。": "资助困难林农人数",
    "每个乡镇建成2个苗圃。": "每个乡镇的苗圃数",
    "人均公园绿地面积达到15平方米。": "人均公园绿地面积",
    "林农参保率达到95%。": "林农参保率",
    "到2026年，林产值增长8%。": "林产值增长率",
    "筹集造林资金684万元。": "筹集造林资金",
}


@pytest.mark.parametrize(("text", "indicator"), INDICATORS.items())
def test_an_indicator_has_a_short_name(text, indicator):
    assert rows(text)[0]["indicator"] == indicator


def test_who_listens_hears_how_far_the_reading_is():
    heard: list[tuple[int, int]] = []
    text = "建设学校3所。\n" * 400
    read(text, heard=lambda done, whole: heard.append((done, whole)))
    assert heard == sorted(heard)
    assert 50 < len(heard) < 150
    assert heard[-1][0] == heard[-1][1]
