"""A stage for pages about rounds: posts at home, asked for by students."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

import pytest
from django.utils import timezone

from sangzi.people.actions import add_person
from sangzi.programmes import actions
from sangzi.programmes.bidders import Bidder

from ..work import BEGUN, TODAY

BORN = date(2003, 5, 1)
NAMES = ("赵一", "钱小二", "孙三", "李四", "周五", "吴六", "郑七")
ANSWERS = {"school": "延边大学", "grade": "本科高年级", "major": "农学", "days": "30"}


@dataclass
class Posts:
    """A round of practice posts; its verbs fill in what a test does not care about."""

    tree: object
    round: object
    openings: list = field(default_factory=list)

    def offer(self, title="文书岗", **given):
        usual = {"unit": self.tree.township, "on": TODAY, "capacity": 1, "by": None}
        self.openings.append(actions.offer(round=self.round, title=title, **usual | given))
        return self.openings[-1]

    def student(self, name="赵一", **given):
        usual = {"home": self.tree.township, "today": TODAY, "by": None, "phone": "13812341234", "born": BORN}
        return add_person(name=name, **usual | given)

    def apply(self, number=0, **given):
        person = given.pop("person", None) or self.student(NAMES[number % len(NAMES)], phone=f"138{number:08d}")
        usual = {"answers": ANSWERS, "wishes": self.openings, "now": timezone.now(), "by": None}
        return actions.apply(
            round=self.round, bidder=Bidder("person", person=person), key=f"apply-{number}", **usual | given
        )


@pytest.fixture
def posts(tree):
    now = timezone.now()
    round_ = actions.open_round(
        programme="return-home",
        unit=tree.province,
        title="暑期实践",
        opens=BEGUN,
        closes=TODAY + timedelta(days=60),
        apply_from=now - timedelta(days=3),
        apply_until=now + timedelta(days=20),
        by=None,
    )
    made = Posts(tree, round_)
    made.offer()
    return made
