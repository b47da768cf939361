"""Lights tell how a figure stands to its target by the time that has gone."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sangzi.scoreboard.lights import ORDER, Course, ceiling_light, light

YEAR = Course(date(2025, 1, 1), date(2025, 12, 31))
MIDDLE = date(2025, 7, 2)


@pytest.mark.parametrize(
    ("progress", "on", "expected"),
    [
        (None, MIDDLE, "none"),
        (1.0, MIDDLE, "done"),
        (0.99, date(2026, 1, 1), "overdue"),
        (0.99, date(2025, 12, 31), "on-track"),
        (0.0, date(2025, 1, 20), "not-started"),
        (0.0, MIDDLE, "behind"),
        (0.46, MIDDLE, "on-track"),
        (0.35, MIDDLE, "slow"),
        (0.2, MIDDLE, "behind"),
    ],
)
def test_the_light_follows_progress_and_time(progress, on, expected):
    assert light(progress, YEAR, on) == expected


def test_a_standing_demand_asks_for_everything_at_once():
    assert light(0.5, Course(date(2025, 1, 1), None), date(2025, 1, 2)) == "behind"


@given(st.floats(0, 2), st.floats(0, 2), st.dates(date(2024, 1, 1), date(2027, 1, 1)))
def test_more_progress_never_gives_a_worse_light(one, other, on):
    less, more = sorted((one, other))
    worse = ["overdue", "behind", "slow", "not-started", "on-track", "done"]
    assert worse.index(light(less, YEAR, on)) <= worse.index(light(more, YEAR, on))


def test_every_light_has_a_place_in_the_order():
    assert len(ORDER) == len(set(ORDER)) == 9


@pytest.mark.parametrize(
    ("value", "ceiling", "on", "expected"),
    [
        (None, 100, MIDDLE, "none"),
        (101, 100, MIDDLE, "exceeded"),
        (101, 100, date(2026, 1, 1), "exceeded"),
        (100, 100, MIDDLE, "near"),
        (90, 100, MIDDLE, "near"),
        (89, 100, MIDDLE, "on-track"),
        (100, 100, date(2026, 1, 1), "done"),
        (0, 0, MIDDLE, "on-track"),
        (1, 0, MIDDLE, "exceeded"),
    ],
)
def test_a_ceiling_is_held_neared_or_exceeded_whatever_the_time(value, ceiling, on, expected):
    figure = None if value is None else Fraction(value)
    assert ceiling_light(figure, Fraction(ceiling), YEAR, on) == expected


def test_a_standing_ceiling_is_never_done():
    assert ceiling_light(Fraction(1), Fraction(9), Course(date(2025, 1, 1), None), MIDDLE) == "on-track"


@given(st.fractions(0, 20), st.fractions(0, 20), st.fractions(0, 10), st.dates(date(2024, 1, 1), date(2027, 1, 1)))
def test_more_under_a_ceiling_never_gives_a_better_light(one, other, ceiling, on):
    less, more = sorted((one, other))
    lights = [ceiling_light(value, ceiling, YEAR, on) for value in (less, more)]
    assert ORDER.index(lights[0]) >= ORDER.index(lights[1])
    assert (lights[1] == "exceeded") == (more > ceiling)
