"""A province with Hope Rooms and Youth Homes, behind with the one and ahead with the other."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from sangzi.briefs.actions import issue_brief
from sangzi.places.actions import add_place, open_place
from sangzi.plans import actions as plans
from sangzi.plans.models import Commitment, Plan, Rule
from sangzi.scoreboard.actions import rebuild
from sangzi.scoreboard.months import month_of

TODAY = date(2025, 11, 21)
NOW = datetime(2025, 11, 21, 9, 30, tzinfo=UTC)
NOVEMBER = month_of(TODAY)
SENTENCE = "到2026年底，建起希望小屋不少于30个。"


@pytest.fixture
def place():
    """Opens a place at a unit on a day."""

    def make(unit, kind="hope-room", on=date(2025, 3, 1)):
        added = add_place(unit=unit, type=kind, name="示例", today=TODAY, by=None)
        return open_place(place=added, on=on, today=TODAY, by=None)

    return make


@pytest.fixture
def demand(tree):
    """Makes a confirmed commitment of the province, bound to an indicator."""
    plan = Plan.objects.create(
        unit=tree.province, title="2024年要点", year=2024, digest="d", text=SENTENCE, state=Plan.State.READ
    )

    def make(indicator, value, *, shape="count", title="希望小屋", deadline=date(2026, 12, 31), **fields):
        fields = {"sentence": SENTENCE, "quote": "建起希望小屋不少于30个", "measure": "个", **fields}
        made = Commitment.objects.create(
            plan=plan, start=0, end=9, status="target", title=title, value=value,
            shape=shape, indicator=indicator, deadline=deadline, **fields,
        )  # fmt: skip
        return plans.confirm(commitment=made, by=None)

    return make


@pytest.fixture
def province(tree, place, demand):
    """Asked for 30 Hope Rooms, has 3 of them and shared the demand out; asked for one Youth Home, has it."""
    for unit, day in ((tree.county, 3), (tree.county, 4), (tree.district, 5)):
        place(unit, on=date(2025, 11, day))
    place(tree.township, "youth-home")
    target = demand("hope-rooms", 30)
    plans.cascade(target=target, rule=Rule.EQUAL, by=None)
    demand("youth-homes", 1, title="青年之家")
    rebuild(now=NOW, by=None)
    return tree.province


@pytest.fixture
def issue(province):
    """Issues a brief of the province, or of another unit."""

    def make(**fields):
        fields = {"unit": province, "month": NOVEMBER, "today": TODAY, "now": NOW, "by": None, **fields}
        return issue_brief(**fields)

    return make
