"""What changed between two statements, and which way."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sangzi.engines.comparison import Point, ambition, answer, changes

HOMES = Point(
    "青年之家覆盖率", "", Decimal(80), unit="%", deadline=date(2023, 12, 31), shape="coverage", over="township"
)
HUTS = Point("希望小屋数", "", Decimal(2000), unit="个", deadline=date(2025, 12, 31))
DUST = Point("PM2.5浓度", "", Decimal(32), unit="微克/立方米", comparator="<=", shape="count")
NUMBERS = st.integers(0, 10**6).map(Decimal)


def _ambition(before, **after):
    return ambition(changes(before, replace(before, **after)))


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        (HOMES, {}, "same"),
        (HOMES, {"title": "乡镇青年之家覆盖率"}, "same"),
        (HOMES, {"value": Decimal(100)}, "more"),
        (HOMES, {"deadline": date(2022, 12, 31)}, "more"),
        (HOMES, {"deadline": date(2024, 12, 31)}, "less"),
        (HOMES, {"over": "village"}, "more"),
        (HOMES, {"over": "county"}, "less"),
        (HOMES, {"value": Decimal(100), "deadline": date(2025, 12, 31)}, "mixed"),
        (HOMES, {"over": "中小学"}, "other"),
        (HOMES, {"deadline": None}, "other"),
        (HUTS, {"unit": "间"}, "other"),
        (HUTS, {"comparator": "~"}, "less"),
        (HUTS, {"period": "year"}, "other"),
        (DUST, {"value": Decimal(30)}, "more"),
        (DUST, {"value": None}, "other"),
    ],
)
def test_a_change_asks_for_more_or_less(before, after, said):
    assert _ambition(before, **after) == said


def test_the_same_number_more_often_is_more():
    talks = replace(HUTS, period="year", shape="frequency")
    assert _ambition(talks, period="month") == "more"


@given(NUMBERS, NUMBERS)
def test_turning_the_two_round_turns_the_verdict_round(one, other):
    turned = {"more": "less", "less": "more", "same": "same"}
    first, second = replace(HUTS, value=one), replace(HUTS, value=other)
    assert ambition(changes(second, first)) == turned[ambition(changes(first, second))]


def test_a_floor_for_every_village_answered_for_every_township_falls_short():
    models = Point("青年典型数", "", Decimal(1), unit="名", shape="each", over="village")
    assert answer(models, replace(models, over="township")).verdict == "short"


def test_a_count_is_compared_with_the_share_that_falls_to_the_unit():
    told = answer(HUTS, replace(HUTS, value=Decimal(100)), Decimal(80))
    assert (told.verdict, told.ratio) == ("amplified", 1.25)


def test_a_count_that_nobody_shared_out_is_only_a_part():
    told = answer(HUTS, replace(HUTS, value=Decimal(100)))
    assert (told.verdict, told.ratio) == ("part", 0.05)


def test_a_count_due_later_falls_short_however_large():
    later = replace(HUTS, value=Decimal(100), deadline=date(2027, 12, 31))
    assert answer(HUTS, later).verdict == "short"
