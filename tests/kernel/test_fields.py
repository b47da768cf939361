"""Declared fields: what may be answered, and how a refusal reads."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from sangzi.kernel.errors import BadInput
from sangzi.kernel.fields import Field, answered, clean, clean_all


def asked(kind="text", **more):
    if kind in ("choice", "choices"):
        more.setdefault("choices", ("种植", "养殖", "加工"))
    return Field(key="it", title="那一项", title_en="It", kind=kind, **more)


@pytest.mark.parametrize(
    ("kind", "value", "stored"),
    [
        ("text", "  张\u200b三  丰 ", "张三 丰"),
        ("long", "一\r\n二 ", "一\n二"),
        ("choice", "种植", "种植"),
        ("choices", "加工、种植", ["种植", "加工"]),
        ("choices", ["养殖", "养殖"], ["养殖"]),
        ("date", "2025-03-01", "2025-03-01"),
        ("number", "１，200", "1200"),
        ("number", "1.50", "1.5"),
        ("number", 0, "0"),
        ("money", "1234.5", "1234.5"),
        ("yes", True, "yes"),
        ("yes", "否", "no"),
        ("phone", "+86 138 1234 1234", "13812341234"),
        ("url", "https://example.org/a?b=1", "https://example.org/a?b=1"),
        ("unit", "ybdx", "YBDX"),
        ("file", 17, "17"),
        ("text", None, ""),
    ],
)
def test_an_answer_is_stored_in_one_way(kind, value, stored):
    assert clean(asked(kind), value) == stored


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        (asked(required=True), " ", "“那一项”没有填写"),
        (asked(most=3), "四个汉字", "最多3个字"),
        (asked(least=3), "二", "至少3个字"),
        (asked("choice"), "捕鱼", "只能填：种植、养殖、加工"),
        (asked("choices", most=1), "种植、养殖", "最多选1项"),
        (asked("choices", required=True), [], "至少选1项"),
        (asked("date"), "20250301", "2025-03-01这样的日期"),
        (asked("date"), "2025-02-30", "2025-03-01这样的日期"),
        (asked("number"), "NaN", "要填数字"),
        (asked("number"), "1e999999", "要填数字"),
        (asked("number", most=5), "6", "不能大于5"),
        (asked("number", least=5), "4", "不能小于5"),
        (asked("money"), "-1", "最多两位小数"),
        (asked("money"), "0.001", "最多两位小数"),
        (asked("yes"), "也许", "“是”或“否”"),
        (asked("phone"), "123", "不是11位手机号"),
        (asked("url"), "javascript:alert(1)", "http://或https://"),
        (asked("url"), "https://a:b@example.org", "http://或https://"),
        (asked("unit"), "../etc", "单位代码"),
        (asked("file"), "../../x", "没有收到"),
    ],
)
def test_a_refusal_names_the_field(field, value, sentence):
    with pytest.raises(BadInput, match=sentence) as refused:
        clean(field, value)
    assert refused.value.context["field"] == "it"


def test_a_unit_that_nobody_knows_is_refused():
    with pytest.raises(BadInput, match="单位代码999999没有找到"):
        clean(asked("unit"), "999999", unit_is_known=lambda code: code == "220000")


def test_a_key_that_nobody_asked_for_is_refused_with_the_one_meant():
    with pytest.raises(BadInput, match="没有“itt”这一项；是不是“it”"):
        clean_all([asked()], {"itt": "1"})


def test_a_draft_may_leave_out_what_must_be_answered():
    assert clean_all([asked(required=True)], {}, draft=True) == "{}"


def test_answers_are_read_in_the_order_they_were_asked():
    fields = [Field(key=key, title=key, title_en=key, kind=kind) for key, kind in (("b", "yes"), ("a", "money"))]
    stored = clean_all(fields, {"a": 12, "b": True})
    assert [said for _field, said in answered(fields, stored)] == ["是", "12元"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "choice", "choices": ()},
        {"choices": ("一",)},
        {"kind": "choice", "choices": ("一", "一")},
        {"kind": "date", "most": 3},
        {"kind": "number", "least": 3, "most": 2},
        {"key": "Not a key"},
        {"colour": "red"},
    ],
)
def test_a_field_that_makes_no_sense_is_refused(wrong):
    with pytest.raises(ValidationError):
        Field.model_validate({"key": "it", "title": "项", "title_en": "It"} | wrong)


@given(st.text(max_size=80), st.sampled_from(["text", "long", "number", "money", "date", "phone", "url", "unit"]))
def test_what_is_clean_stays_as_it_is(text, kind):
    field = asked(kind)
    try:
        once = clean(field, text)
    except BadInput:
        return
    assert clean(field, once) == once
    json.loads(clean_all([field], {"it": once}))
