"""A province with a short plan of its own making, and commitments of any shape."""

from __future__ import annotations

import pytest

from sangzi.plans import actions
from sangzi.plans.models import Commitment, Plan

TEXT = "一、林草工作要点\n2024年，建设不少于30个社区苗圃。举办不少于12场护林课。\n联系人：柳青禾 0431-00000000\n"


@pytest.fixture
def plan(tree):
    """A plan of the province that nobody has read yet."""
    return actions.add_plan(unit=tree.province, title="林草工作要点", text=TEXT, by=None).plan


@pytest.fixture
def promise(tree):
    """Makes a proposed commitment of the province, or of another unit."""

    def make(
        value=30, *, unit=None, title="社区苗圃数量", shape="count", over="", measure="个", **fields
    ) -> Commitment:
        unit = unit or tree.province
        plan, _made = Plan.objects.get_or_create(
            unit=unit,
            digest=f"plan-{unit.pk}",
            defaults={"title": "林草工作要点", "text": TEXT, "state": Plan.State.READ},
        )
        fields = {"status": "target", "quote": "不少于30个社区苗圃", "start": 14, "end": 25, **fields}
        return Commitment.objects.create(
            plan=plan, title=title, value=value, shape=shape, over=over, measure=measure, **fields
        )

    return make


@pytest.fixture
def goal(promise):
    """Makes a confirmed commitment and gives its target at the plan's unit."""

    def make(*args, **fields):
        return actions.confirm(commitment=promise(*args, **fields), by=None)

    return make
