"""Alternations brought into a form that is quick to search match what they matched before."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sangzi.engines.plangrammar.searches import at_lines, by_first, by_first_of_kinds

WORDS = "去年|(?<!以)上年(?!级)|[按分]季度?|去岁|半(?:年|月)|\\(一\\)|上、?半年"
KINDS = {"year": "去年|(?<!以)上年", "season": "[按分]季|上季", "month": "按月|去月"}
texts = st.text("去上以年级按分季度岁半月(一)、\n")


@given(texts)
def test_the_same_is_found_in_the_same_places(text):
    found = [match.span() for match in re.finditer(by_first(WORDS), text)]
    assert found == [match.span() for match in re.finditer(WORDS, text)]


@given(texts)
def test_a_group_tells_the_kind(text):
    words, kinds = by_first_of_kinds(KINDS)
    plain = re.compile("|".join(f"(?P<{kind}>{one})" for kind, one in KINDS.items()))
    found = [(match.span(), kinds[match.lastindex - 1]) for match in re.finditer(words, text)]
    assert found == [(match.span(), match.lastgroup) for match in plain.finditer(text)]


@given(texts)
def test_lines_are_found_at_the_beginning_and_after_breaks(text):
    found = [match[1] for match in at_lines(text, re.compile("(上[^\n]?)"), re.compile("\n(上[^\n]?)"))]
    assert found == [match[1] for match in re.finditer("(?:^|\n)(上[^\n]?)", text)]


@pytest.mark.parametrize("words", ["甲?乙|丙", "(?:甲|乙)丙", "[^甲]乙", "\\d年"])
def test_an_alternative_without_a_first_character_of_its_own_is_refused(words):
    with pytest.raises(ValueError, match="character of its own"):
        by_first(words)
