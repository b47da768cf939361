"""A plan that was read, for the tests of its pages."""

from __future__ import annotations

import pytest

from sangzi.kernel.models import Account
from sangzi.plans import actions
from sangzi.units.models import Assignment

TEXT = (
    "一、林草工作要点\n2024年，建设不少于30个社区苗圃。全年举办不少于12场护林课。\n"
    "二、联系方式\n联系人：柳青禾 0431-88880000\n"
)
MOST_QUERIES = 12


@pytest.fixture
def plan(tree, lead):
    """A plan of the province, read."""
    added = actions.add_plan(unit=tree.province, title="林草工作要点", text=TEXT, by=lead, year=2024)
    return actions.read_plan(plan=added.plan, by=lead)


@pytest.fixture
def commitment(plan):
    return plan.commitments.order_by("start").first()


@pytest.fixture
def county_lead(tree):
    account = Account.objects.create_user("county_lead", "x", name="县负责人")
    Assignment.objects.create(account=account, unit=tree.county, role="lead", since="2020-01-01")
    return account


def address(commitment, verb=""):
    return f"/desk/plans/{commitment.plan_id}/commitments/{commitment.pk}/" + (f"{verb}/" if verb else "")


def body(answer) -> str:
    return answer.content.decode()
