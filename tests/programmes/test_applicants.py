"""How many different persons applied: counted as they hand in, mend and leave, as when all is counted anew."""

from __future__ import annotations

from copy import copy
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sangzi.kernel import movements
from sangzi.kernel.errors import SangziError
from sangzi.kernel.models import Account
from sangzi.people.actions import merge_persons
from sangzi.programmes.actions import (
    agree_membership,
    begin,
    fill,
    invite_member,
    remove_member,
    return_for_mending,
    submit,
    withdraw,
)
from sangzi.programmes.bidders import Bidder
from sangzi.programmes.models import Application, Member
from sangzi.scoreboard.actions import rebuild
from sangzi.scoreboard.indicators import indicators
from sangzi.scoreboard.queries import figure_of
from sangzi.scoreboard.verification import differences

from .made_rounds import NOW, apply_for, declared, opening_in, people_of, round_of
from .telling import undone

FORM = {"by": ["person", "team"], "least": 1, "most": 4, "each": 3, "wishes": 2}


@pytest.fixture
def people(tree):
    """Four persons with accounts: whoever joins a team does so by their own."""
    found = people_of(tree.township, 4)
    for person in found:
        person.account = Account.objects.create_user(f"p{person.pk}", "-", name=person.name)
        person.save(update_fields=["account"])
    return found


@pytest.fixture
def desk(tree, people):
    return Desk(tree, people)


class Desk:
    """A round of the province with posts in two counties; its verbs take numbers, so that scripts can be drawn."""

    def __init__(self, tree, people):
        self.people, self.keys = people, 0
        self.round = round_of(declared({"kind": "screening"}, applications=FORM), tree.province)
        self.posts = [opening_in(self.round, unit, capacity=9) for unit in (tree.county, tree.other_county)]
        rebuild(now=NOW, by=None)

    def play(self, verb, one, two):
        try:
            getattr(self, verb)(one, two)
        except SangziError:
            return

    def apply(self, one, two):
        self.keys += 1
        apply_for(self.round, self.people[one], self.posts[two % 2], key=f"a{self.keys}")

    def gather(self, one, two):
        """A team with a mate, handed in."""
        self.keys += 1
        bidder = Bidder("team", self.people[one])
        team = begin(round=self.round, bidder=bidder, key=f"t{self.keys}", now=NOW, by=None)
        team = fill(
            application=team, answers={}, revision=0, now=NOW, by=None, name="一队", wishes=[self.posts[two % 2]]
        )
        self._join(team, (one + 1 + two) % 4)
        submit(application=team, revision=team.revision, now=NOW, by=None)

    def give_back(self, one, _two):
        return_for_mending(application=self._one(one), reason="请改", now=NOW, by=None)

    def join(self, one, two):
        self._join(self._one(one), two)

    def part(self, one, _two):
        members = list(Member.objects.select_related("application").order_by("pk"))
        if members:
            remove_member(member=members[one % len(members)], now=NOW, by=None)

    def mend(self, one, two):
        """Hand in again, a day later, for a post that may be elsewhere."""
        there, now = self._one(one), NOW + timedelta(days=1)
        wishes = [self.posts[two % 2]]
        filled = fill(
            application=there, answers={}, revision=there.revision, now=now, by=None, wishes=wishes, name="一队"
        )
        submit(application=filled, revision=filled.revision, now=now, by=None)

    def leave(self, one, _two):
        withdraw(application=self._one(one), now=NOW, by=None)

    def settle(self, _one, _two):
        movements.settle_all()

    def _join(self, team, person):
        token = invite_member(application=team, name="某某", now=NOW, by=None)
        agree_membership(token=token, now=NOW, by=self.people[person].account)

    def _one(self, number):
        found = list(Application.objects.select_related("round").order_by("pk"))
        if not found:
            raise SangziError("nobody has applied")
        return found[number % len(found)]


def counted(unit):
    movements.settle_all()
    return figure_of(indicators()["students-applied"], unit, date(2024, 12, 31)).value


def test_whoever_applies_twice_is_one_person(desk, people, tree):
    desk.apply(0, 0)
    desk.apply(0, 1)
    desk.apply(1, 0)
    assert (counted(tree.county), counted(tree.other_county), counted(tree.province)) == (2, 1, 2)


def test_a_team_is_its_captain_and_whoever_agreed(desk, tree):
    desk.gather(0, 0)
    assert counted(tree.county) == 2


def test_what_is_mended_for_elsewhere_is_counted_there(desk, tree):
    desk.gather(0, 0)
    desk.give_back(0, 0)
    desk.join(0, 2)
    desk.mend(0, 1)
    assert (counted(tree.county), counted(tree.other_county), list(differences())) == (0, 3, [])


def test_whoever_leaves_the_team_while_it_is_mended_has_not_applied(desk, tree):
    desk.gather(0, 0)
    desk.give_back(0, 0)
    desk.part(0, 0)
    assert (counted(tree.county), list(differences())) == (1, [])


def test_an_application_taken_back_was_one(desk, tree):
    desk.apply(0, 0)
    desk.leave(0, 0)
    assert (counted(tree.county), list(differences())) == (1, [])


def test_doubles_that_are_merged_are_one_person(desk, tree):
    twin = people_of(tree.township, 1)[0]
    desk.people.append(twin)
    desk.apply(0, 0)
    desk.apply(4, 0)
    assert counted(tree.county) == 2
    merge_persons(kept=desk.people[0], double=twin, now=NOW, by=None)
    assert (counted(tree.county), list(differences())) == (1, [])


VERBS = sorted(name for name in vars(Desk) if not name.startswith("_") and name != "play")
scripts = st.lists(st.tuples(st.sampled_from(VERBS), st.integers(0, 3), st.integers(0, 3)), min_size=4, max_size=25)


@given(scripts)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_moves_with_every_act_is_what_is_counted_anew(desk, script):
    with undone():
        again = copy(desk)
        for act in [("apply", 0, 0), ("gather", 1, 0), *script]:
            again.play(*act)
        assert list(differences()) == []
