"""What a run comes to for whom, on its page: groups beside the whole pool, small ones together."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from sangzi.programmes import actions
from sangzi.programmes.models import Round


@pytest.fixture
def run(posts):
    for number in range(12):
        posts.apply(number)
    Round.objects.filter(pk=posts.round.pk).update(apply_until=timezone.now() - timedelta(minutes=1))
    found = Round.objects.get(pk=posts.round.pk)
    for application in found.applications.filter(state="submitted"):
        actions.admit(application=application, now=timezone.now(), by=None)
    actions.draw_lots(round=found, seed="2024-06-30 上证 3086", now=timezone.now(), by=None)
    return actions.try_allotment(round=found, now=timezone.now(), by=None)


def address(run):
    return f"/desk/rounds/{run.round_id}/allotment/runs/{run.number}/"


def test_the_run_leads_to_it_and_it_tells_by_home_and_class(visit, lead, run):
    client = visit(lead)
    assert f"{address(run)}for-whom/" in client.get(address(run)).content.decode()
    page = client.get(f"{address(run)}for-whom/").content.decode()
    for words in ("按家乡", "年级", "人数太少"):
        assert words in page


def test_groups_of_five_stand_beside_the_whole_pool(visit, lead, run):
    for application in run.round.applications.order_by("pk")[:6]:
        application.answers = application.answers.replace("本科高年级", "硕士研究生")
        application.save(update_fields=["answers"])
    page = visit(lead).get(f"{address(run)}for-whom/").content.decode()
    for words in ("全部申请人", "本科高年级", "硕士研究生"):
        assert words in page


def test_who_sees_no_run_sees_nothing_of_it(visit, stranger, run):
    assert visit(stranger).get(f"{address(run)}for-whom/").status_code in (403, 404)


def test_in_english(visit, lead, run):
    client = visit(lead)
    client.cookies["django_language"] = "en"
    assert "What it comes to for whom" in client.get(f"{address(run)}for-whom/").content.decode()
