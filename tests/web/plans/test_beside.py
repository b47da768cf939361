"""Two plans side by side: who may look, who may change the pairs, and what the page says."""

from __future__ import annotations

import pytest

from sangzi.plans.models import Commitment, Counterpart, Plan


@pytest.fixture
def two(tree):
    """A plan of the province and one of the county, with one statement each."""

    def plan(unit, value):
        made = Plan.objects.create(unit=unit, title=f"{unit.short}要点", year=2025, digest=f"{unit.pk}", state="read")
        told = {
            "status": "target",
            "shape": "each",
            "over": "township",
            "measure": "个",
            "quote": "乡镇苗圃",
            "start": 1,
        }
        Commitment.objects.create(plan=made, title="乡镇苗圃数", value=value, end=5, **told)
        return made

    return plan(tree.province, 3), plan(tree.county, 2)


def address(two, tail=""):
    return f"/desk/plans/{two[0].pk}/beside/{two[1].pk}/{tail}"


def test_the_page_says_where_the_lower_plan_falls_short(visit, lead, two):
    page = visit(lead).get(address(two)).content.decode()
    assert "低于上级" in page
    assert "左边是上级的规划" in page


def test_it_says_the_same_whichever_plan_is_named_first(visit, lead, two):
    assert "低于上级" in visit(lead).get(address(two[::-1])).content.decode()


def test_the_choice_offers_the_other_plan(visit, lead, two):
    assert two[1].title in visit(lead).get(f"/desk/plans/{two[0].pk}/beside/").content.decode()


def test_a_plan_beside_itself_is_refused_with_a_sentence(visit, lead, two):
    answer = visit(lead).get(f"/desk/plans/{two[0].pk}/beside/{two[0].pk}/")
    assert (answer.status_code, "同一份规划" in answer.content.decode()) == (422, True)


def test_a_stranger_sees_neither_plan(visit, stranger, two):
    assert visit(stranger).get(address(two)).status_code == 404


def test_the_lead_sets_a_statement_apart(visit, lead, two):
    one = two[0].commitments.get()
    answer = visit(lead).post(address(two, "pair/"), {"one": one.pk, "other": "none"}, follow=True)
    assert "没有承接" in answer.content.decode()
    assert Counterpart.objects.filter(one=one, other=None, withdrawn=None).exists()


def test_the_lead_pairs_two_again(visit, lead, two):
    one, other = (plan.commitments.get() for plan in two)
    visit(lead).post(address(two, "pair/"), {"one": one.pk, "other": "none"})
    answer = visit(lead).post(address(two, "pair/"), {"one": one.pk, "other": other.pk}, follow=True)
    assert "人工对应" in answer.content.decode()


def test_an_auditor_may_look_but_not_pair(visit, auditor, two):
    door = visit(auditor)
    refused = door.post(address(two, "pair/"), {"one": two[0].commitments.get().pk, "other": "none"})
    assert (door.get(address(two)).status_code, refused.status_code) == (200, 403)


def test_a_statement_of_a_third_plan_cannot_be_paired(visit, lead, two, tree):
    third = Plan.objects.create(unit=tree.province, title="别的", digest="third", state="read")
    told = {"status": "target", "shape": "count", "start": 0, "end": 1}
    alien = Commitment.objects.create(plan=third, title="别的", value=1, **told)
    assert visit(lead).post(address(two, "pair/"), {"one": alien.pk, "other": "none"}).status_code == 404


def test_a_long_comparison_asks_as_often_as_a_short_one(visit, lead, two, django_assert_max_num_queries):
    for plan in two:
        told = {"plan": plan, "status": "target", "shape": "count", "start": 9, "end": 10}
        Commitment.objects.bulk_create([Commitment(title=f"第{at}项", value=at, **told) for at in range(30)])
    door = visit(lead)
    with django_assert_max_num_queries(13):
        door.get(address(two))
