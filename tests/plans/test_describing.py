import pytest

from sangzi.kernel.errors import BadInput
from sangzi.kernel.models import AuditLine
from sangzi.plans import actions


@pytest.fixture
def plans(tree):
    """A plan of the province, its edition of the year before, and one of the nation."""
    units = (tree.province, tree.province, tree.nation)
    return [
        actions.add_plan(unit=unit, title=f"要点{n}", text=f"要点{n}", by=None).plan for n, unit in enumerate(units)
    ]


def describe(plan, **given):
    usual = {"title": plan.title, "year": plan.year, "follows": None, "carries_out": None}
    return actions.describe_plan(plan=plan, **usual | given, by=None)


def test_a_plan_says_what_it_goes_back_to(plans):
    plan, last, above = plans
    described = describe(plan, title=" 新题目 ", year=2025, follows=last, carries_out=above)
    assert (described.title, described.year, described.follows, described.carries_out) == ("新题目", 2025, last, above)
    assert AuditLine.objects.order_by("-pk").first().act == "plans.describe"


def test_saying_the_same_again_is_no_act(plans):
    before = AuditLine.objects.count()
    describe(plans[0])
    assert AuditLine.objects.count() == before


@pytest.mark.parametrize(("field", "word"), [("follows", "上一版"), ("carries_out", "它自己")])
def test_no_plan_goes_back_to_itself(plans, field, word):
    with pytest.raises(BadInput, match=word):
        describe(plans[0], **{field: plans[0]})


def test_editions_make_no_ring(plans):
    first, second, _above = plans
    describe(second, follows=first)
    with pytest.raises(BadInput, match="上一版"):
        describe(first, follows=second)


def test_a_title_stays(plans):
    with pytest.raises(BadInput, match="没有标题"):
        describe(plans[0], title="  ")
