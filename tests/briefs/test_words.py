"""Words hold no number, in whatever script."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sangzi.briefs.parts import Derived, Words
from sangzi.briefs.words import UnlinkedNumber

letters = st.text(st.characters(blacklist_categories=["N"]), max_size=20)


@given(letters, st.characters(categories=["N"]), letters)
def test_a_digit_of_any_script_is_refused_wherever_it_stands(before, digit, after):
    with pytest.raises(UnlinkedNumber):
        Words(before + digit + after)


@pytest.mark.parametrize("text", ["建成三个", "十余名青年", "百分之八十", "３座", "①", "三分之一", "过了两年", "增长%"])
def test_a_number_written_out_is_refused(text):
    with pytest.raises(UnlinkedNumber):
        Words(text)


@pytest.mark.parametrize("text", ["统一战线", "第一书记", "滞后与逾期", "一线", "四面八方", ""])
def test_words_that_only_look_like_numbers_are_kept(text):
    assert Words(text).shown == text


def test_the_refusal_says_which_words_and_where():
    with pytest.raises(UnlinkedNumber) as refused:
        Words("今年办成12场集市", "monthly.toml: overview")
    assert "12场" in refused.value.sentence
    assert "monthly.toml: overview" in refused.value.sentence


def test_a_derived_number_without_receipts_is_refused():
    with pytest.raises(UnlinkedNumber):
        Derived("count", (), "3项")
