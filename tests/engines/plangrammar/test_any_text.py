"""Whatever the text: no exception, and every offset and quote refers to the text itself."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from sangzi.engines.plangrammar import MAX_CHARS, ROW_FIELDS, PlanEmpty, PlanTooLong, read

PIECES = (
    "一、", "（二）", "3．", "——", "●", "一是", "①", "第三章", "到2025年", "2023—2025年", "每年", "每双周", "全年",
    "年底前", "三年内", "去年", "截至2023年底", "“十四五”末", "6月底前", "不少于", "至少", "力争", "近", "超过",
    "控制在", "由", "提高到", "分别", "和", "、", "30", "1.5万", "二十", "百分之八十", "三分之二", "千余",
    "一半以上", "1至3", "500-22000", "100%", "0.5‰", "3,000", "个", "名", "人次", "所", "亿元", "个百分点",
    "岁以下", "公里", "学时", "次", "每个村", "各县（市、区）", "市、县两级", "乡镇", "每名教师", "所有", "全覆盖",
    "全部配备", "县县有组织", "动态清零", "翻一番", "周监测", "导师", "结对", "覆盖率", "占比", "增长", "给予",
    "补贴", "的", "建设", "培训", "开展", "，", "；", "。", "：", "\n", "\r\n", " ", "\t", "｜", "★■◆", "“", "”",
    "《", "》", "（", "）", "【", "】", "（责任部门：甲局、乙委）", "牵头单位：", "完成时限：", "指标名称", "单位",
    "2020年", "2025年目标", "责任单位", "约束性", "联系人：张三 0431-85876634", "满分100分",
)  # fmt: skip
plans = st.lists(st.sampled_from(PIECES) | st.text(max_size=3), max_size=60).map("".join)


def readings(text):
    try:
        return read(text)
    except PlanEmpty:
        return None


def stands(text, why):
    """A reason has words and stands in the text; what was inferred stands nowhere."""
    return why.words and (why.start < 0 or 0 <= why.start < why.end <= len(text))


@given(plans | st.text(max_size=200))
@example("指标 2020年 2025年\n甲 1 2\n")
@example("\ufeff到2025年，每个村有1名医生。")
@settings(max_examples=400, deadline=None)
def test_every_quote_stands_where_it_says(text):
    reading = readings(text)
    for found in reading.commitments if reading else ():
        assert text[found.offset : found.offset + len(found.quote)] == found.quote != ""
        assert all(stands(text, why) for why in found.because.values())
        assert 0 < found.confidence < 1
        assert tuple(found.row()) == ROW_FIELDS


@given(plans)
@settings(max_examples=200, deadline=None)
def test_spans_lie_in_the_text_and_clauses_nest(text):
    reading = readings(text)
    if reading is None:
        return
    assert all(0 <= span.start < span.end <= len(text) for span in reading.private)
    assert all(first.end <= second.start for first, second in pairwise(reading.private))
    assert sorted(reading.order) == list(range(len(reading.clauses)))
    for clause in reading.clauses:
        above = reading.clauses[clause.parent] if clause.parent is not None else None
        assert above is None or (above.offset <= clause.offset and clause.end <= above.end)


@given(plans)
@settings(max_examples=50, deadline=None)
def test_the_same_text_reads_the_same(text):
    assert readings(text) == readings(text)


@pytest.mark.parametrize("text", ["", " \n\t", "★■◆\n。，", "\ufeff"])
def test_a_text_without_a_word_is_refused_with_a_sentence(text):
    with pytest.raises(PlanEmpty, match="没有文字"):
        read(text)


def test_a_text_beyond_the_limit_is_refused_with_its_length():
    with pytest.raises(PlanTooLong, match=str(MAX_CHARS)) as refused:
        read("字" * (MAX_CHARS + 1))
    assert refused.value.length == MAX_CHARS + 1


def test_a_text_without_a_measure_says_so():
    assert [notice.code for notice in read("加强领导，提高认识，狠抓落实。").warnings] == ["nothing-measurable"]
