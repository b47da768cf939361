"""What may go otherwise on the way: walks that turn where the usual ones go straight on."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from sangzi.people.definitions import known_register
from sangzi.programmes.models import Application, Guardian, Slot
from tests.browser.conftest import overflow

from .receipts import found_behind

NIGHTS = 7


def vetted_helpers(walk_of):
    """Who is with children in the holidays is in the register of those looked into, or is not placed."""
    walk = walk_of("seven-colours")
    walk.prepare()
    walk.begin()
    walk.phone.is_refused("须已列入名册“接触未成年人的服务者（已查验）”")
    assert walk.application.placements.count() == 0
    walk.desk.list_in(known_register("child-helpers"), walk.application.person)
    walk.phone.open(f"/me/applications/{walk.application.pk}/check/")
    walk.hand_in()
    walk.decide()
    served(walk, 1)
    counted(walk, "seven-colours-days", 1)


def vetted_carers(walk_of):
    """A place at the harbour names who looks after the children: somebody looked into, or it is not offered."""
    walk = walk_of("harbour-activities", age=10, vetted=True)
    with pytest.raises(AssertionError, match="不在和龙的名册“接触未成年人的服务者（已查验）”里"):
        walk.prepare()
    walk.desk.list_in(known_register("child-helpers"), walk.cast.mentor)
    walk.prepare()
    walk.apply()
    walk.decide()
    walk.phone.claim(walk.placement)
    walk.desk.confirm(walk.placement)
    walk.desk.record(walk.round, walk.definition.kind("session"))
    counted(walk, "harbour-sessions", 1)


def somebody_is_nominated(walk_of):
    """A secretary enters a villager by name and phone; the villager agrees by a link, and only then is it handed in."""
    walk = walk_of("role-model-selection", secretary=True)
    walk.prepare()
    link = walk.phone.nominate(walk.round, walk.definition, "韩晓")
    assert overflow(walk.phone.page) == 0
    walk.application = Application.objects.select_related("person").get(round=walk.round)
    person = walk.application.person
    assert (walk.application.state, person.born, person.home) == ("draft", None, walk.cast.tree.village)
    villager = walk.somebody_else(None)
    villager.agree_as_nominee(link, "韩晓", timezone.localdate() - timedelta(days=30 * 366))
    assert overflow(villager.page) == 0
    walk.decide()
    walk.live()
    counted(walk, "role-models", 1)


def code_on_the_wall(walk_of):
    """The phone opens what the code says, and is there; who has no place is not let in by it."""
    walk = walk_of("night-school-courses")
    walk.prepare()
    walk.apply()
    walk.decide()
    code = walk.desk.code_of(walk.desk.set_session(walk.round, "第一课"))
    walk.phone.arrive_by(code)
    stranger = walk.somebody_else(walk.cast.person("路过的人").account)
    stranger.open(code)
    stranger.page.get_by_role("button", name="我到了").click()
    stranger.page.get_by_role("alert").wait_for()
    counted(walk, "night-school-attendance", 1)


def a_pair_that_ends(walk_of):
    """It is counted while it lasts; it ends with a reason, which the person reads, and counts no more."""
    walk = walk_of("graduate-pairing", **{"from": "person"})
    walk.prepare()
    walk.apply()
    walk.decide()
    counted(walk, "graduates-paired", 1)
    walk.desk.break_off(walk.placement, "毕业生已到外地就业")
    assert walk.desk.figure("graduates-paired") == 0
    walk.desk.follow_receipt()
    expect(walk.desk.page.locator('main tbody a[href*="/desk/applications/"]')).to_have_count(0)
    walk.phone.open(f"/me/life/{walk.placement.pk}/")
    walk.phone.reads("毕业生已到外地就业")


def seven_nights(walk_of):
    """Seven nights are free, and taken one by one; the eighth is refused."""
    walk = walk_of("hostel-stays")
    walk.prepare()
    walk.begin(nights=NIGHTS + 1)
    walk.phone.is_refused(f"每次最多{NIGHTS}天")
    walk.phone.open(f"/me/applications/{walk.application.pk}/edit/")
    walk.phone.says("until", timezone.localdate() + timedelta(days=NIGHTS))
    walk.phone.send("下一步：核对")
    walk.hand_in()
    walk.decide()
    taken = Slot.objects.filter(opening=walk.opening, taken=1).order_by("on").values_list("on", flat=True)
    assert list(taken) == [timezone.localdate() + timedelta(days=number) for number in range(NIGHTS)]
    served(walk, NIGHTS)
    counted(walk, "hostel-nights", NIGHTS)


def a_guardian_first(walk_of):
    """Before anybody has been asked nothing is handed in; the guardian agrees on a phone, then the minor goes on."""
    walk = walk_of("return-home", age=17)
    walk.prepare()
    walk.begin()
    walk.phone.is_refused("须监护人同意")
    walk.somebody_else(None).agree_as_guardian(walk.phone.ask_guardian())
    walk.application.refresh_from_db()
    assert walk.application.guardian == Guardian.AGREED
    walk.phone.open(f"/me/applications/{walk.application.pk}/check/")
    expect(walk.phone.page.locator("#guardian")).to_have_count(0)
    walk.hand_in()
    walk.decide()
    counted(walk, "students-placed", 1)


def served(walk, quantity):
    """They arrive, write down how much it was, and the desk confirms it."""
    walk.desk.verb(walk.placement, "arrive", "登记到岗")
    walk.phone.claim(walk.placement, quantity)
    walk.desk.confirm(walk.placement)


def counted(walk, figure, number):
    assert walk.desk.figure(figure) == number
    found_behind(walk, figure)


TURNS = (
    vetted_helpers, vetted_carers, somebody_is_nominated, code_on_the_wall, a_pair_that_ends, seven_nights,
    a_guardian_first,
)  # fmt: skip
