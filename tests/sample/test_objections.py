"""The sample's objections go through the actions like anybody's."""

from __future__ import annotations

from datetime import date

import pytest

from sangzi.plans import actions
from sangzi.plans.manners import Manner
from sangzi.plans.models import Commitment, Objection, Plan, Target
from sangzi.plans.queries import stale_cascades
from sangzi.sample.objections import count_again, dispute
from sangzi.units.models import Statistic


@pytest.fixture
def shared(tree):
    """Three totals of a prefecture, shared out equally over its counties."""
    plan = Plan.objects.create(unit=tree.prefecture, title="要点", text="文", digest="d", state="read")
    for title in ("甲", "乙", "丙"):
        asked = Commitment.objects.create(
            plan=plan, title=title, value=90, shape="count", status="target", quote="文", start=0, end=1
        )
        target = actions.confirm(commitment=asked, by=None)
        actions.cascade(target=target, rule="equal", by=None)


def test_one_got_what_it_asked_for_one_did_not_and_one_waits(shared):
    assert dispute(date(2026, 11, 21)) == 3
    assert sorted(Objection.objects.values_list("state", flat=True)) == ["granted", "open", "refused"]


def test_what_one_was_spared_the_others_carry(shared):
    dispute(date(2026, 11, 21))
    granted = Objection.objects.get(state="granted")
    live = Target.objects.filter(commitment=granted.target.commitment, withdrawn=None, parent__isnull=False)
    assert sorted(live.values_list("value", flat=True)) == [18, 36, 36]


def test_students_counted_anew_leave_a_sharing_out_to_be_solved_again(tree):
    for unit, value in ((tree.county, 400), (tree.other_county, 300), (tree.zone, 300)):
        Statistic.objects.create(unit=unit, key="students", year=2025, value=value, source="示例", sample=True)
    plan = Plan.objects.create(unit=tree.prefecture, title="要点", text="文", digest="d", state="read")
    asked = Commitment.objects.create(
        plan=plan, title="名额", value=100, shape="count", status="target", quote="文", start=0, end=1
    )
    target = actions.confirm(commitment=asked, by=None)
    actions.cascade(target=target, rule="figure", manner=Manner("statistic:students:2025"), by=None)
    assert count_again(date(2026, 11, 21)) == 1
    assert [one.why for one in stale_cascades(tree.prefecture)] == ["和龙用来分配的数据变了"]


def test_where_nobody_shared_anything_out_nobody_objects(tree):
    assert dispute(date(2026, 11, 21)) == 0
