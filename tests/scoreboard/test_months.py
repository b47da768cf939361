"""Months as whole numbers."""

from datetime import date

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from sangzi.scoreboard import months


@given(st.dates(date(1900, 1, 1), date(2999, 12, 31)))
def test_a_day_lies_between_the_first_and_the_last_day_of_its_month(day):
    month = months.month_of(day)
    assert months.first_day(month) <= day <= months.last_day(month)


@given(st.lists(st.dates(date(1, 1, 1), date(2999, 12, 31)), max_size=20))
def test_many_days_at_once_give_the_same_months(days):
    ordinals = np.array([day.toordinal() for day in days], dtype=np.int64)
    assert months.months_of(ordinals).tolist() == [months.month_of(day) for day in days]
