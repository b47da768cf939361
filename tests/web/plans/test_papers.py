"""A plan as a paper: what it goes back to, its original, a list to print."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from sangzi.kernel import jobs
from sangzi.plans import actions
from sangzi.plans.models import Plan

from .conftest import TEXT, body


@pytest.fixture
def above(tree):
    return actions.add_plan(unit=tree.nation, title="全国要点", text="全国的要点", by=None).plan


@pytest.fixture
def last_year(tree):
    return actions.add_plan(unit=tree.province, title="去年要点", text="去年的要点", year=2023, by=None).plan


def test_a_plan_says_what_it_goes_back_to(visit, lead, plan, above, last_year):
    given = {"title": "林草要点", "year": "2024", "follows": last_year.pk, "carries_out": above.pk}
    page = body(visit(lead).post(f"/desk/plans/{plan.pk}/describe/", given, follow=True))
    assert "林草要点" in page
    assert "全国要点" in page
    assert "去年要点" in page


def test_only_plans_that_may_be_seen_are_offered(visit, lead, tree, plan, above, last_year):
    actions.add_plan(unit=tree.other_province, title="别省要点", text="别省的要点", by=None)
    page = body(visit(lead).get(f"/desk/plans/{plan.pk}/describe/"))
    assert "全国要点（全国）" in page
    assert "2023 · 去年要点（吉林）" in page
    assert "别省要点" not in page


def test_a_new_plan_may_say_it_at_once(visit, lead, above):
    visit(lead).post("/desk/plans/add/", {"title": "要点", "text": TEXT, "carries_out": above.pk})
    assert Plan.objects.get(title="要点").carries_out == above


def test_a_title_is_asked_for(visit, lead, plan):
    answer = visit(lead).post(f"/desk/plans/{plan.pk}/describe/", {"title": ""})
    assert answer.status_code == 422


def test_the_original_comes_back_as_it_was_to_its_own_lead_alone(visit, lead, member):
    data = f"<p>{TEXT}</p>".encode()
    visit(lead).post("/desk/plans/add/", {"file": SimpleUploadedFile("要点.html", data)})
    jobs.work_once("w")
    page = f"/desk/plans/{Plan.objects.get().pk}/original/"
    answer = visit(lead).get(page)
    assert b"".join(answer.streaming_content) == data
    assert answer["Content-Disposition"].startswith("attachment")
    assert visit(member).get(page).status_code == 403


def test_pasted_text_has_no_original(visit, lead, plan):
    assert visit(lead).get(f"/desk/plans/{plan.pk}/original/").status_code == 404


def test_the_list_to_print_has_every_commitment_that_stands(visit, member, plan):
    first, second = plan.commitments.order_by("start")
    actions.dismiss(commitment=second, by=None)
    page = body(visit(member).get(f"/desk/plans/{plan.pk}/paper/"))
    assert first.title in page
    assert second.title not in page
