"""Programmes made for a test: what happens after somebody has a place, without what leads there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from itertools import count
from zoneinfo import ZoneInfo

import pytest

from sangzi.people.actions import add_person
from sangzi.programmes.actions.sessions import hold_session
from sangzi.programmes.definitions import ProgrammeType
from sangzi.programmes.models import Application, ApplicationState, Opening, Placement, Round

SHANGHAI = ZoneInfo("Asia/Shanghai")
MAY, JUNE, JULY = date(2026, 5, 6), date(2026, 6, 1), date(2026, 7, 1)


def at(on=MAY, hour=9):
    return datetime(on.year, on.month, on.day, hour, tzinfo=SHANGHAI)


HOURS = {
    "key": "hours", "title": "时长", "title_en": "Hours", "unit": "小时", "unit_en": "hours",
    "person": "required", "most": 24,
}  # fmt: skip
LESSON = {
    "key": "lesson", "title": "听课", "title_en": "Lessons", "unit": "人次", "unit_en": "attendances",
    "person": "optional",
}  # fmt: skip
MONEY = {
    "key": "paid", "title": "发放", "title_en": "Paid", "unit": "元", "unit_en": "yuan",
    "person": "optional", "most": 100000,
}  # fmt: skip
PRIZE = {
    "key": "prize", "title": "获奖", "title_en": "Prizes", "unit": "名", "unit_en": "prizes", "person": "optional",
}  # fmt: skip
OFFERED = {"kind": "openings", "offers": "名额", "offers_en": "places"}


def programme(*steps, records=(HOURS, LESSON, MONEY, PRIZE), **more):
    told = {
        "key": "trial", "title": "试办", "title_en": "Trial", "steward": "部", "steward_en": "Office",
        "summary": "试", "summary_en": "Trial.", "capability": "C06", "source": "试", "format": 2,
        "steps": [OFFERED, *steps], "records": list(records),
    }  # fmt: skip
    return ProgrammeType.model_validate(told | more)


@dataclass
class Life:
    """A township's opening in a county's round, and persons who have or want a place in it."""

    tree: object
    people: list
    keys: object

    def round(self, definition, **given):
        usual = {"programme": "volunteering", "unit": self.tree.county, "title": "一批", "opens": date(2026, 1, 1)}
        return Round.objects.create(
            definition=definition.model_dump_json(),
            digest=definition.digest,
            **usual | {"closes": date(2026, 12, 31)} | given,
        )

    def opening(self, *steps, round_=None, definition=None, **given):
        round_ = round_ or self.round(definition or programme(*steps))
        usual = {"unit": self.tree.township, "title": "文书", "on": MAY, "capacity": 10}
        return Opening.objects.create(round=round_, **usual | given)

    def application(self, round_, person=0, **given):
        usual = {"person": self.people[person], "unit": self.tree.township, "state": ApplicationState.ADMITTED}
        times = {"made": at(), "changed": at(), "submitted": at()}
        return Application.objects.create(round=round_, key=f"a{next(self.keys)}", **times | usual | given)

    def placement(self, opening, person=0, **given):
        usual = {"person": self.people[person], "since": MAY}
        Opening.objects.filter(pk=opening.pk).update(taken=1)
        return Placement.objects.create(opening=opening, key=f"p{next(self.keys)}", **usual | given)

    def session(self, opening, on=MAY, **given):
        return hold_session(opening=opening, on=on, now=at(), by=None, **given)


@pytest.fixture
def life(tree):
    people = [
        add_person(name=name, home=tree.village, today=MAY, by=None) for name in ("张小三", "李四", "王五", "赵六")
    ]
    return Life(tree, people, count(1))
