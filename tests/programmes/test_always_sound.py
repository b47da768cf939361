"""Whatever people and staff do in whatever order: seats, lines and figures agree after every act."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sangzi.kernel import movements
from sangzi.kernel.errors import SangziError
from sangzi.programmes import actions
from sangzi.programmes.bidders import Bidder
from sangzi.programmes.models import Application, Opening, Placement
from sangzi.programmes.soundness import breaches
from sangzi.programmes.waiting_times import move_lines
from sangzi.scoreboard.actions import rebuild
from sangzi.scoreboard.verification import differences

from .made_rounds import NOW, declared, first_come, people_of, round_of

JUNE = date(2024, 6, 1)
PEOPLE, OPENINGS = 5, 3
person, opening, number = st.integers(0, PEOPLE - 1), st.integers(0, OPENINGS - 1), st.integers(0, 9)
wishes = st.lists(opening, min_size=1, max_size=OPENINGS, unique=True)
ACTS = st.one_of(
    st.tuples(st.just("apply"), person, wishes),
    st.tuples(st.just("apply"), person, wishes),
    st.tuples(st.sampled_from(["withdraw", "accept", "decline", "place", "refuse"]), number, opening),
    st.tuples(st.just("hours"), st.integers(1, 60), opening),
    st.tuples(st.just("capacity"), st.integers(1, 3), opening),
    st.tuples(st.just("withdraw_opening"), number, opening),
    st.tuples(st.just("take"), person, opening),
    st.tuples(st.just("release"), number, opening),
)


class Life:
    """A round of first come with a time to accept, and what can happen in it."""

    def __init__(self, tree, people):
        rules = [{"kind": "per-unit", "level": "township", "most": 2}]
        allotment = first_come(accept_hours=24)
        definition = declared(allotment, applications={"wishes": OPENINGS}, rules=rules)
        self.round = round_of(definition, tree.province)
        self.people, self.now, self.turn = people, NOW, 0
        units = [tree.county, tree.township, tree.other_county]
        told = {"round": self.round, "on": JUNE, "capacity": 1, "by": None}
        self.openings = [actions.offer(unit=unit, title="文书", **told) for unit in units]

    def act(self, name, one, other):
        self.turn += 1
        try:
            with transaction.atomic():
                getattr(self, f"do_{name}", self.do_application)(name, one, other)
        except SangziError:
            pass  # a refusal changes nothing, which is what is looked at next

    def fresh(self, at):
        return Opening.objects.select_related("unit", "round__unit").get(pk=self.openings[at].pk)

    def do_apply(self, _name, who, wanted):
        chosen = [self.fresh(at) for at in wanted]
        bidder = Bidder("person", self.people[who])
        told = {"key": f"{self.turn}", "now": self.now, "by": None}
        actions.apply(round=self.round, bidder=bidder, answers={}, wishes=chosen, **told)

    def do_application(self, name, one, other):
        rows = list(Application.objects.order_by("pk"))
        if not rows:
            return
        application = rows[one % len(rows)]
        told = {"now": self.now, "by": None}
        if name in ("accept", "decline"):
            placement = application.placements.order_by("-pk").first()
            if placement:
                getattr(actions, name)(placement=placement, **told)
        elif name == "place":
            actions.place(application=application, opening=self.fresh(other), **told)
        elif name == "refuse":
            actions.refuse(application=application, reason="否", **told)
        else:
            actions.withdraw(application=application, **told)

    def do_hours(self, _name, hours, _other):
        self.now += timedelta(hours=hours)
        move_lines(self.now)

    def do_capacity(self, _name, seats, at):
        actions.change_opening(opening=self.fresh(at), capacity=seats, now=self.now, by=None)

    def do_withdraw_opening(self, _name, number, at):
        if number == 0:  # seldom: it ends most of what is looked at
            actions.withdraw_opening(opening=self.fresh(at), reason="不办了", now=self.now, by=None)

    def do_take(self, _name, who, at):
        key = f"hand-{self.turn}"
        actions.take_place(opening=self.fresh(at), person=self.people[who], on=JUNE, key=key, by=None)

    def do_release(self, _name, one, _other):
        rows = list(Placement.objects.filter(application=None).order_by("pk"))
        if rows:
            placement = rows[one % len(rows)]
            actions.release_place(placement=placement, on=JUNE + timedelta(days=one), by=None)


@pytest.fixture
def life(tree):
    people = people_of(tree.township, PEOPLE)
    made = Life(tree, people)
    rebuild(now=NOW, by=None)
    return made


@settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(acts=st.lists(ACTS, min_size=5, max_size=25))
def test_seats_lines_and_figures_agree_after_every_act(life, acts):
    life.now = NOW
    with transaction.atomic():
        for act in acts:
            life.act(*act)
            assert list(breaches()) == [], act
        movements.settle_all()
        assert list(differences()) == []
        transaction.set_rollback(True)
