"""A stage for programmes: people, an open place, rounds of several kinds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pytest

from sangzi.people.actions import add_person
from sangzi.places.actions import add_place, open_place
from sangzi.programmes.actions import offer, open_round, write_record

from .telling import listening

TODAY = date(2024, 9, 30)
MAY = date(2024, 5, 6)


@dataclass
class Stage:
    """What every test of programmes starts with; its verbs fill in what a test does not care about."""

    tree: object
    people: list
    home: object
    rounds: dict

    def record(self, programme="fairs", kind="fair", **given):
        usual = {"unit": self.tree.township, "on": MAY, "key": "k", "today": TODAY, "by": None}
        return write_record(round=self.rounds[programme], kind=kind, **usual | given)

    def offer(self, programme="return-home", **given):
        usual = {"unit": self.tree.county, "title": "文书", "on": MAY, "capacity": 1, "by": None}
        return offer(round=self.rounds[programme], **usual | given)


@pytest.fixture
def stage(tree):
    people = [
        add_person(name=name, home=tree.township, today=TODAY, by=None) for name in ("张小三", "李四", "王五", "赵六")
    ]
    home = add_place(type="childrens-harbour", name="港湾", unit=tree.township, today=TODAY, by=None)
    open_place(place=home, on=date(2024, 3, 1), today=TODAY, by=None)
    return Stage(tree, people, home, {key: _round(key, tree) for key in _PROGRAMMES})


_PROGRAMMES = (
    "fairs",
    "return-home",
    "west-plan",
    "mentoring",
    "graduate-pairing",
    "harbour-activities",
    "meetings",
    "volunteering",
)


def _round(programme, tree):
    return open_round(
        programme=programme,
        unit=tree.province,
        title="一批",
        opens=date(2024, 1, 1),
        closes=date(2024, 12, 31),
        by=None,
    )


@pytest.fixture
def told():
    with listening() as heard:
        yield heard
