"""Numbers computed from figures: changes, gaps and paces."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from sangzi.briefs import derived
from sangzi.plans.models import Commitment, Plan, Target
from sangzi.scoreboard.declared import from_files
from sangzi.scoreboard.figures import Figure
from sangzi.units.models import Unit

ROOMS, HOMES, SHARE = (from_files()[key] for key in ("hope-rooms", "youth-home-coverage", "needs-solved-share"))
MID_NOVEMBER, OCTOBER = date(2025, 11, 21), date(2025, 10, 31)


def figure(value, numerator=0, denominator=None, as_of=MID_NOVEMBER):
    return Figure("any", 1, as_of, None if value is None else Fraction(value), numerator, denominator)


def target(value, *, shape="count", deadline=date(2025, 12, 31), **fields):
    plan = Plan(year=2025, title="要点")
    commitment = Commitment(plan=plan, value=value, shape=shape, deadline=deadline, measure="个", **fields)
    return Target(commitment=commitment, unit=Unit(level=1), value=value)


@pytest.mark.parametrize(
    ("indicator", "now", "before", "told"),
    [
        (ROOMS, 12, 9, "+3个"),
        (ROOMS, 9, 12, "−3个"),
        (ROOMS, 9, 9, "持平"),
        (ROOMS, 30000, 10000, "+2万个"),
        (HOMES, "80", "78.5", "+1.5个百分点"),
        (HOMES, None, 3, "—"),
    ],
)
def test_a_change_is_told_with_its_sign_and_measure(indicator, now, before, told):
    assert derived.change(indicator, figure(now), figure(before)) == told


def test_a_coverage_lacks_whole_units():
    lacks = derived.gap(HOMES, figure("33.3", 100, 300), target(80, shape="coverage", over="township"))
    assert lacks.shown == "2个乡镇"


def test_a_share_lacks_percentage_points():
    assert derived.gap(SHARE, figure("72.4", 1, 2), target(80, shape="share")).shown == "7.6个百分点"


def test_a_pace_counts_the_present_month_unless_it_is_over():
    assert derived.pace(ROOMS, figure(3), target(30)).shown == "14个"
    assert derived.pace(ROOMS, figure(3, as_of=OCTOBER), target(30)).shown == "14个"
    assert derived.pace(ROOMS, figure(3, as_of=date(2025, 11, 30)), target(30)).shown == "27个"


def test_there_is_no_pace_after_the_deadline_nor_without_one():
    assert derived.pace(ROOMS, figure(3), target(30, deadline=date(2025, 6, 30))) is None
    assert derived.pace(ROOMS, figure(3), target(30, deadline=None)) is None


def test_a_target_that_is_met_or_unknown_lacks_nothing():
    assert derived.gap(ROOMS, figure(30), target(30)) is None
    assert derived.gap(ROOMS, figure(None), target(30)) is None


def test_at_most_is_exceeded_and_has_no_pace():
    too_many = target(5, comparator="<=")
    assert derived.exceeds(too_many)
    assert derived.gap(ROOMS, figure(8), too_many).shown == "3个"
    assert derived.pace(ROOMS, figure(8), too_many) is None
