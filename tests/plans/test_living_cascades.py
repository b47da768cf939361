"""Whatever happens to tree, total and objections: the total is conserved, and only what must change changes."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sangzi.kernel.errors import BadInput, Conflict
from sangzi.plans import actions, queries
from sangzi.plans.models import Objection, Rule, Target
from sangzi.units.actions import NewUnit, close_unit, found_unit, merge_units, move_unit, split_unit
from sangzi.units.models import Level, Unit

TODAY = date(2025, 6, 1)
NUMBERS = st.integers(0, 11)
STEPS = st.one_of(
    st.tuples(st.sampled_from(["found", "close", "merge", "move", "split", "object", "resolve"]), NUMBERS, NUMBERS),
    st.tuples(st.just("change"), st.integers(0, 400), NUMBERS),
)
RULES = st.sampled_from([Rule.EQUAL, Rule.CHILDREN])
relaxed = settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])


class World:
    """A target shared out down to the counties, and everything that may happen to it."""

    def __init__(self, tree, target):
        self.tree, self.target, self.founded = tree, target, 0

    def counties(self):
        return list(Unit.objects.filter(level=Level.COUNTY, closed=None, path__within=self.tree.province.path))

    def pick(self, number):
        counties = self.counties()
        return counties[number % len(counties)]

    def do(self, step, one, other):
        getattr(self, step)(one, other)

    def found(self, one, _other):
        parent = (self.tree.prefecture, self.tree.other_prefecture)[one % 2]
        self.founded += 1
        found_unit(name=f"新{self.founded}县", parent=parent, level=Level.COUNTY, on=TODAY, by=None)

    def close(self, one, _other):
        close_unit(unit=self.pick(one), on=TODAY, by=None)

    def merge(self, one, other):
        merge_units(units=[self.pick(one)], into=self.pick(other), on=TODAY, by=None)

    def move(self, one, other):
        parent = (self.tree.prefecture, self.tree.other_prefecture)[other % 2]
        move_unit(unit=self.pick(one), parent=parent, on=TODAY, by=None)

    def split(self, one, _other):
        unit = self.pick(one)
        children = dict.fromkeys(Unit.objects.filter(parent=unit, closed=None).values_list("pk", flat=True), 0)
        self.founded += 2
        into = [NewUnit(name=f"拆{self.founded - at}县", code="") for at in range(2)]
        split_unit(unit=unit, into=into, children=children, on=TODAY, by=None)

    def object(self, one, other):
        share = Target.objects.get(commitment=self.target.commitment, unit=self.pick(one), withdrawn=None)
        objection = actions.object_to(target=share, reason="理由", proposed=other, by=None)
        actions.answer_objection(objection=objection, verdict=Objection.State.GRANTED, answer="好", by=None)

    def change(self, one, _other):
        self.target = actions.change_target(target=self.target, value=one, reason="改", by=None)

    def resolve(self, *_numbers):
        actions.resolve(target=self.target, reason="重算", by=None)


def live(target):
    return list(Target.objects.filter(commitment=target.commitment_id, withdrawn=None).select_related("unit", "parent"))


def attempt(act, *arguments):
    """Whether it could be done; a refusal leaves everything as it was."""
    try:
        with transaction.atomic():
            act(*arguments)
    except (BadInput, Conflict, Target.DoesNotExist):
        return False
    return True


@pytest.fixture
def world(tree, goal):
    def begin(rule, value=100):
        target = goal(value)
        actions.cascade_down(target=target, rule=rule, to_level=Level.COUNTY, by=None)
        return World(tree, target)

    return begin


def settled(world):
    """Solve again, letting go what stands by hand if it must be; whether the rules could be carried out at all."""
    if not queries.preview_resolve(world.target).obstacles:
        attempt(world.resolve)
        return True
    units = [one.pk for one in world.counties()]
    preview = queries.preview_resolve(world.target, release=units)
    if preview.obstacles:
        return False
    actions.resolve(target=world.target, reason="放开", release=units, by=None)
    return True


@relaxed
@given(rule=RULES, steps=st.lists(STEPS, max_size=8))
def test_the_total_is_conserved_at_every_step_down(world, rule, steps):
    with transaction.atomic():
        here = world(rule)
        for step in steps:
            attempt(here.do, *step)
        if settled(here):
            _hold(here)
        transaction.set_rollback(True)


def _hold(world):
    targets = live(world.target)
    given_on = defaultdict(int)
    for target in targets:
        if target.parent_id:
            given_on[target.parent_id] += target.value
    assert all(target.unit.closed is None for target in targets)
    assert all(target.parent.unit_id == target.unit.parent_id for target in targets if target.parent_id)
    assert all(given_on[target.pk] == target.value for target in targets if target.pk in given_on)
    assert not queries.preview_resolve(world.target).changes_anything
    units = (world.tree.province, world.tree.prefecture, world.tree.other_prefecture)
    assert [queries.stale_cascades(unit) for unit in units] == [[], [], []]


@relaxed
@given(rule=RULES, steps=st.lists(STEPS, max_size=6), value=st.integers(0, 300))
def test_who_keeps_the_number_keeps_the_row(world, rule, steps, value):
    with transaction.atomic():
        here = world(rule)
        for step in steps:
            attempt(here.do, *step)
        before = {target.unit_id: target for target in live(here.target)}
        attempt(here.change, value, 0)
        after = {target.unit_id: target for target in live(here.target)}
        kept = {unit for unit in before.keys() & after.keys() if before[unit].value == after[unit].value}
        assert {unit for unit in kept if before[unit].pk == after[unit].pk} == kept
        assert all(after[unit].follows_id == before[unit].pk for unit in (before.keys() & after.keys()) - kept)
        transaction.set_rollback(True)


@relaxed
@given(steps=st.lists(STEPS, max_size=6))
def test_a_floor_is_the_same_for_all_but_those_who_objected(tree, goal, steps):
    with transaction.atomic():
        target = goal(3, shape="each", over="village", measure="名")
        actions.cascade_down(target=target, rule=Rule.SAME, to_level=Level.COUNTY, by=None)
        here = World(tree, target)
        for step in steps:
            attempt(here.do, *step)
        attempt(here.resolve)
        root = Target.objects.get(commitment=target.commitment_id, unit=tree.province, withdrawn=None)
        asked = [one for one in live(root) if not one.fixed]
        assert {one.value for one in asked} <= {root.value}
        assert all(one.parent.unit_id == one.unit.parent_id for one in live(root) if one.parent_id)
        transaction.set_rollback(True)


@relaxed
@given(value=st.integers(0, 300), more=st.integers(1, 300))
def test_where_all_are_alike_nobody_loses_by_a_larger_total(world, value, more):
    with transaction.atomic():
        here = world(Rule.EQUAL, value)
        before = {target.unit_id: target.value for target in live(here.target)}
        here.change(value + more, 0)
        after = {target.unit_id: target.value for target in live(here.target)}
        assert all(after[unit] >= was for unit, was in before.items())
        transaction.set_rollback(True)


@relaxed
@given(rule=RULES, steps=st.lists(STEPS, max_size=6))
def test_what_a_preview_says_is_what_is_written(world, rule, steps):
    with transaction.atomic():
        here = world(rule)
        for step in steps:
            attempt(here.do, *step)
        preview = queries.preview_resolve(here.target)
        said = {line.unit: line.will for line in preview.lines}
        if attempt(here.resolve):
            now = {target.unit_id: target.value for target in live(here.target)}
            assert {unit: now.get(unit) for unit in said} == said
        transaction.set_rollback(True)
