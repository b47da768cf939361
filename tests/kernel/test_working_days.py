"""Working days as the State Council arranged them; of years that are not declared only weekends are known."""

from __future__ import annotations

from datetime import date

import pytest

from sangzi.kernel.working_days import after, holidays, is_working, undeclared


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2025, 1, 26), True),  # a Sunday before the Spring Festival
        (date(2025, 1, 28), False),
        (date(2026, 9, 25), False),
        (date(2026, 10, 10), True),
        (date(2031, 10, 1), True),  # not declared
        (date(2031, 10, 4), False),
    ],
)
def test_a_day_is_worked_or_free(day, works):
    assert is_working(day) is works


def test_five_working_days_step_over_the_national_holidays():
    assert after(date(2026, 9, 28), 5) == date(2026, 10, 9)


def test_five_working_days_from_a_saturday_begin_on_monday():
    assert after(date(2026, 8, 1), 5) == date(2026, 8, 7)
    assert after(date(2026, 8, 1), 0) == date(2026, 8, 1)


def test_a_year_without_an_arrangement_is_named():
    assert undeclared(date(2026, 12, 30), date(2031, 1, 2)) == [2027, 2028, 2029, 2030, 2031]


def test_declared_days_are_weekdays_that_are_free_and_weekends_that_are_worked():
    for year in holidays().values():
        assert all(day.weekday() < 5 and str(day.year) == year.key for day in year.free)
        assert all(day.weekday() >= 5 and str(day.year) == year.key for day in year.worked)
