"""Work to be shown on pages: a round with something offered, a place, people; days around today."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone

from sangzi.people.actions import add_person, enter_register
from sangzi.places.actions import add_place, open_place
from sangzi.programmes.actions import offer, open_round, write_record

TODAY = timezone.localdate()
BEGUN = date(TODAY.year, 1, 1)
YESTERDAY = max(TODAY - timedelta(days=1), BEGUN)


@dataclass
class Work:
    """What a test of these pages starts with; its verbs fill in what a test does not care about."""

    tree: object
    person: object
    home: object
    rounds: dict

    def record(self, key="k", **given):
        usual = {"unit": self.tree.township, "kind": "hours", "on": YESTERDAY, "person": self.person}
        return write_record(round=self.rounds["volunteering"], key=key, today=TODAY, by=None, **usual | given)

    def offer(self, programme="return-home", **given):
        usual = {"unit": self.tree.township, "title": "文书岗", "on": BEGUN, "capacity": 1, "by": None}
        return offer(round=self.rounds[programme], **usual | given)


def begin_work(tree) -> Work:
    """A volunteer in a register, an open Youth Home, and rounds of two programmes, all of one township."""
    person = add_person(name="张小三", phone="13812341234", home=tree.township, today=BEGUN, by=None)
    enter_register(register="volunteers", unit=tree.township, since=BEGUN, today=TODAY, by=None, person=person)
    home = add_place(type="youth-home", name="龙城青年之家", unit=tree.township, today=BEGUN, by=None)
    open_place(place=home, on=BEGUN, today=TODAY, by=None)
    rounds = {key: _round(key, tree.province) for key in ("volunteering", "return-home", "mentoring")}
    return Work(tree, person, home, rounds)


def _round(programme, unit):
    return open_round(programme=programme, unit=unit, title=f"{programme}一批", opens=BEGUN, by=None)
