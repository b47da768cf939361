"""What is looked for before a pattern is tried: it may pass over nothing that the pattern would match."""

import re
from collections.abc import Callable, Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sangzi.engines.plangrammar import amounts, events, ratios, times, titlewords


def pieces(pattern: re.Pattern[str]) -> st.SearchStrategy[str]:
    """Texts made of the words that a pattern is written with."""
    words = sorted(set(re.findall("[一-龥]{1,4}|[“”,。、]", pattern.pattern)) | set("0123456789"))
    return st.lists(st.sampled_from(words), max_size=12).map("".join)


def by_beginnings(begins: re.Pattern[str], pattern: re.Pattern[str], text: str) -> Iterator[tuple[int, int]]:
    at = 0
    for begin in begins.finditer(text):
        match = pattern.match(text, begin.start()) if begin.start() >= at else None
        if match:
            yield match.span()
            at = match.end()


@pytest.mark.parametrize(
    ("begins", "pattern"),
    [(events._BEGINS, events._EVENT), (times._BEGINS, times._TIME), (amounts._HALF_BEGINS, amounts._HALF)],
    ids=["events", "times", "halves"],
)
@given(text=st.data())
def test_every_match_begins_where_one_may_begin(
    begins: re.Pattern[str], pattern: re.Pattern[str], text: st.DataObject
) -> None:
    words = text.draw(pieces(pattern))
    assert list(by_beginnings(begins, pattern, words)) == [match.span() for match in pattern.finditer(words)]


@pytest.mark.parametrize(
    ("pattern", "may"),
    [
        (titlewords._LEAD, lambda word: word[0] in titlewords._LEADING or word[0].isdecimal()),
        (titlewords._LIGHT, lambda word: word[0] in titlewords._LIGHT_FIRST),
    ],
    ids=["lead", "light"],
)
@given(text=st.data())
def test_what_leads_to_a_name_begins_with_its_characters(
    pattern: re.Pattern[str], may: Callable[[str], bool], text: st.DataObject
) -> None:
    words = text.draw(pieces(pattern)) + "甲乙丙"
    assert may(words) or not pattern.match(words)


@given(pieces(ratios._TRIM))
def test_what_leads_on_to_a_percentage_ends_with_its_characters(words: str) -> None:
    assert ratios._trimmed(words) == ratios._TRIM.sub("", words)
