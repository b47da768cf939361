"""Lights tell how a figure stands to its target by the time that has gone."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sangzi.scoreboard.lights import ORDER, Course, light

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
    assert len(ORDER) == len(set(ORDER)) == 7
