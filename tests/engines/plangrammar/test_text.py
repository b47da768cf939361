"""Cleaning, clauses, sentences: from the published text to what is read, and back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sangzi.engines.plangrammar import clauses, read, sentences
from sangzi.engines.plangrammar.cleaning import clean, one_form

CLEANED = {
    "到 2025 年，建 １００ 个。": "到2025年,建100个。",
    "严■◆格★管护。": "严格管护。",
    "**高度重视**，狠抓。": "高度重视,狠抓。",
    "二〇二三年": "2023年",
    "加强管护，提高林分质量与生态功能，建设美\n\n丽乡村。": "加强管护,提高林分质量与生态功能,建设美丽乡村。",
    "新建苗圃。（责任部门：\n\n林草局）": "新建苗圃。(责任部门:林草局)",
    "一、目标\n二、措施": "一、目标\n二、措施",
    "短行\n短行": "短行\n短行",
    "标题 目标": "标题 目标",
    "12 34": "12 34",
    "【责任单位】": "(责任单位)",
}


@pytest.mark.parametrize(("text", "cleaned"), CLEANED.items())
def test_a_text_is_cleaned(text, cleaned):
    assert clean(one_form(text)).text == cleaned


mess = st.text(alphabet=st.sampled_from("甲乙，。 \n★■（12）【“\u200b\t"), max_size=80)


@given(mess)
def test_every_clean_character_stands_in_the_original(text):
    whole = one_form(text)
    cleaned = clean(whole)
    for at, char in enumerate(cleaned.text):
        if char not in " \n●":
            assert whole[cleaned.source(at)] == char


@given(mess)
def test_the_way_back_leads_to_where_it_came_from(text):
    cleaned = clean(one_form(text))
    sources = [cleaned.source(at) for at in range(len(cleaned.text))]
    assert sources == sorted(sources)
    assert all(cleaned.position(source) <= len(cleaned.text) for source in range(len(text)))


def test_one_form_changes_no_length():
    assert one_form("（１）“二〇二三年”％") == "(1)“2023年”%"


PLAN = "一、目标\n（一）总的\n1.甲事。\n——乙事。\n（二）分的\n一是丙事；二是丁事。\n二、措施\n"


def test_clauses_nest_as_their_marks_say():
    found = read(PLAN).clauses
    above = {clause.heading: None if clause.parent is None else found[clause.parent].heading for clause in found}
    assert above == {
        "目标": None,
        "总的": "目标",
        "甲事": "总的",
        "乙事": "甲事",
        "分的": "目标",
        "丙事": "分的",
        "丁事": "分的",
        "措施": None,
    }


def test_a_clause_lasts_to_the_next_of_its_own_level():
    first = read(PLAN).clauses[0]
    assert PLAN[first.offset : first.end].endswith("丁事。\n")


def test_marks_are_found_in_a_text_on_one_line():
    found = clauses.marks(clean(one_form("某市计划 一、目标 （一）新建苗圃。 （二）扩建。 二、措施 加强。")).text)
    assert [(mark.level, mark.number) for mark in found] == [(1, 1), (2, 1), (2, 2), (1, 2)]


def test_shuffled_items_are_put_in_order_with_what_is_below_them():
    reading = read("3.丙\n（1）小三\n1.甲\n2.乙\n（1）小二\n")
    assert [reading.clauses[index].heading for index in reading.order] == ["甲", "乙", "小二", "丙", "小三"]


def test_two_lists_are_not_mixed():
    reading = read("1.甲\n2.乙\n1.丙\n2.丁\n")
    assert reading.order == (0, 1, 2, 3)


def test_a_statement_knows_its_clause():
    reading = read("一、目标\n（一）林业\n新建苗圃5个。")
    (found,) = reading.commitments
    assert reading.clauses[found.clause].heading == "林业"


def test_sentences_longer_than_the_bound_come_in_pieces():
    pieces = list(sentences.bounds("甲乙，" * 1000))
    assert len(pieces) > 1
    assert max(end - start for start, end in pieces) <= sentences.LONGEST


def test_commas_in_quotes_and_brackets_cut_nothing():
    text = "“甲,乙”丙(丁、戊,己)庚,辛"
    found = sentences.analyse(text, 0, len(text), [])
    assert [text[slice(*found.segment(at))] for at in (0, len(text) - 1)] == ["“甲,乙”丙(丁、戊,己)庚", "辛"]
