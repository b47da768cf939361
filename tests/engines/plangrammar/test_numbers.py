from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sangzi.engines.plangrammar import amounts
from sangzi.engines.plangrammar.numerals import arabic, chinese, number
from tests.engines.plangrammar.sentences import only, rows, values

SPELLED = {
    "十": 10,
    "二十": 20,
    "一百零五": 105,
    "两千三百": 2300,
    "三万": 30_000,
    "一亿二千万": 120_000_000,
    "三百二十": 320,
    "二〇二五": 2025,
}


@pytest.mark.parametrize(("word", "value"), SPELLED.items())
def test_chinese_numerals_have_their_value(word, value):
    assert chinese(word) == value


@pytest.mark.parametrize("word", ["三五", "一二三", "甲", ""])
def test_rows_of_digits_without_a_scale_are_no_numbers(word):
    assert chinese(word) is None


@given(st.integers(0, 10**9), st.sampled_from(["", "千", "万", "亿"]))
def test_arabic_numerals_are_exact(value, scale):
    assert arabic(str(value), scale) == value * {"": 1, "千": 1000, "万": 10**4, "亿": 10**8}[scale]


def test_decimals_of_ten_thousands_are_whole():
    assert (number("9.3", "万"), number("1,250.5", "")) == (93000, 1250.5)


def test_identifiers_are_no_amounts():
    assert arabic("1" * 16) is None


WRITTEN = {
    "完成造林3.6万亩。": (36000, None, "亩", ">="),
    "补种乔木150余万株。": (1500000, None, "株", ">"),
    "招募护林员近百名。": (100, None, "名", "~"),
    "招募护林员千余名。": (1000, None, "名", ">"),
    "招募护林员3至5名。": (3, 5, "名", ">="),
    "补助护林员500-2000元。": (500, 2000, "元", ">="),
    "绿化率达到百分之四十二。": (42, None, "%", ">="),
    "绿化率达到四成以上。": (40, None, "%", ">="),
    "三分之二的林场完成清查。": (66.67, None, "%", ">="),
    "半数以上的林场完成清查。": (50, None, "%", ">="),
    "绿化率控制在60%—70%。": (60, 70, "%", ">="),
    "新建苗圃二十个。": (20, None, "个", ">="),
    "发展会员1,200人以上。": (1200, None, "人", ">="),
    "新建苗圃50个左右。": (50, None, "个", "~"),
    "新建苗圃不超过50个。": (50, None, "个", "<="),
    "扬尘浓度控制在30微克/立方米以下。": (30, None, "微克/立方米", "<="),
    "林产值突破2亿元。": (200000000, None, "元", ">"),
    "造林面积达到12公顷。": (12, None, "公顷", ">="),
    "新配自动测报仪ABC30台。": (30, None, "台", ">="),
}


@pytest.mark.parametrize(("text", "said"), WRITTEN.items())
def test_a_number_is_read_as_it_is_written(text, said):
    row = only(text)
    assert (row["value"], row["value_max"], row["unit"], row["comparator"]) == said


def test_a_joined_number_stands_under_the_same_words():
    assert [row["comparator"] for row in rows("服务不少于5家林场及50家农户。")] == [">=", ">="]


def test_at_least_may_stand_before_the_verb():
    assert only("每个林场至少分别配备2名护林员。")["comparator"] == ">="


def test_a_count_per_period_is_no_unit():
    row = only("巡护不少于20次/月。")
    assert (row["unit"], row["period"]) == ("次", "month")
    assert only("处理能力达到3吨/日。")["unit"] == "吨/日"


def test_noise_and_line_breaks_inside_a_number_do_not_part_it():
    assert values("新建苗圃1★■20◆个。") == [120]
    assert values("全镇将进一步巩固造林成果，硬化防火道路12.5公\n\n里。") == [12.5]


@given(st.text(alphabet="0123456789一二十百千万亿个名%,.余至-", max_size=40))
def test_scanning_gives_spans_in_order(text):
    found = list(amounts.scan(text))
    assert all(0 <= one.start < one.unit_start + 1 <= one.end <= len(text) for one in found)
    assert [one.start for one in found] == sorted(one.start for one in found)
