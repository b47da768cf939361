"""Figures as people read them."""

from fractions import Fraction

import pytest
from django.utils import translation

from sangzi.scoreboard.shown import percent, plain, short


@pytest.mark.parametrize(
    ("value", "chinese", "english"),
    [
        (0, "0", "0"),
        (9_999, "9,999", "9,999"),
        (10_000, "1万", "10,000"),
        (12_345, "1.2万", "12,345"),
        (680_0000, "680万", "6,800,000"),
        (1_2000_0000, "1.2亿", "120,000,000"),
        (Fraction(25, 10), "2.50", "2.50"),
    ],
)
def test_large_numbers_are_shortened_in_chinese_only(value, chinese, english):
    with translation.override("zh-hans"):
        assert short(Fraction(value)) == chinese
    with translation.override("en"):
        assert short(Fraction(value)) == english


def test_percentages_have_one_decimal_and_round_half_away_from_zero():
    assert [percent(Fraction(1, 3) * 100), percent(Fraction(5, 100)), percent(Fraction(100))] == [
        "33.3%",
        "0.1%",
        "100.0%",
    ]


def test_plain_keeps_all_digits():
    assert plain(Fraction(1234567)) == "1,234,567"
