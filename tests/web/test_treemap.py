"""The treemap: every field as large as what it weighs, none over another."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sangzi.web.treemap import Patch, squarified, treemap

SIZES = st.lists(st.integers(1, 100_000), min_size=1, max_size=60).map(lambda sizes: sorted(sizes, reverse=True))


@given(SIZES)
def test_areas_are_shares(sizes):
    whole = sum(sizes)
    for size, box in zip(sizes, squarified(sizes, 100.0, 45.0), strict=True):
        assert box.width * box.height == pytest.approx(4500 * size / whole, rel=1e-6)


@given(SIZES)
def test_fields_stay_inside(sizes):
    for box in squarified(sizes, 100.0, 45.0):
        assert box.x >= 0
        assert box.y >= 0
        assert box.x + box.width <= 100.001
        assert box.y + box.height <= 45.001


@given(SIZES)
def test_no_field_lies_over_another(sizes):
    for one, other in combinations(squarified(sizes, 100.0, 45.0), 2):
        across = min(one.x + one.width, other.x + other.width) - max(one.x, other.x)
        down = min(one.y + one.height, other.y + other.height) - max(one.y, other.y)
        assert across < 1e-6 or down < 1e-6


def test_equal_fields_are_nearly_square():
    boxes = squarified([1.0] * 9, 90.0, 90.0)
    assert {(round(box.width, 6), round(box.height, 6)) for box in boxes} == {(30.0, 30.0)}


def patch(title, size) -> Patch:
    return Patch(title, "/", size, "", "", "")


def test_the_heaviest_comes_first_and_what_weighs_nothing_is_left_out():
    placed = treemap([patch("小", 1), patch("无", 0), patch("大", 9)])
    assert [one.patch.title for one in placed] == ["大", "小"]


def test_a_small_field_shows_its_name_only():
    placed = treemap([patch("大", 94), patch("中", 6), patch("小", 0.1)])
    assert [one.rooms.split()[0] for one in placed] == ["room-all", "room-name", "room-none"]


def test_nothing_gives_nothing():
    assert treemap([]) == []
