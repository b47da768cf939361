"""The page of departments: merged and parted by the lead, read by colleagues."""

from __future__ import annotations

import pytest

from sangzi.plans import actions
from sangzi.plans.models import Department

TEXT = "一、要点\n2026年，建设不少于30个苗圃（责任部门：省青基会）。\n举办护林课不少于12场（责任部门：省青基金会）。\n"


@pytest.fixture
def offices(tree, lead):
    added = actions.add_plan(unit=tree.province, title="要点", text=TEXT, by=lead, year=2026)
    actions.read_plan(plan=added.plan, by=lead)
    return {one.name: one for one in Department.objects.all()}


def page(client):
    return client.get("/desk/departments/").content.decode()


def test_two_ways_to_write_one_office_are_proposed(visit, offices, lead):
    assert "可能是同一个部门" in page(visit(lead))


def test_they_are_merged_and_parted_again(visit, offices, lead):
    client, kept, gone = visit(lead), offices["省青基会"], offices["省青基金会"]
    client.post(f"/desk/departments/{kept.pk}/merge/", {"gone": gone.pk})
    assert "又写作 省青基金会" in page(client)
    client.post(f"/desk/departments/{kept.pk}/part/", {"name": "省青基金会"})
    assert "又写作" not in page(client)


def test_members_join_and_leave(visit, offices, lead):
    client, office = visit(lead), offices["省青基会"]
    client.post(f"/desk/departments/{office.pk}/join/", {"account": lead.pk})
    assert list(office.members.all()) == [lead]
    client.post(f"/desk/departments/{office.pk}/leave/", {"account": lead.pk})
    assert not office.members.exists()


def test_somebody_of_another_unit_is_nobody_here(visit, offices, lead, stranger):
    answer = visit(lead).post(f"/desk/departments/{offices['省青基会'].pk}/join/", {"account": stranger.pk})
    assert answer.status_code == 404


def test_nothing_chosen_is_said(visit, offices, lead):
    answer = visit(lead).post(f"/desk/departments/{offices['省青基会'].pk}/merge/", {"gone": ""})
    assert (answer.status_code, "还没有选" in answer.content.decode()) == (422, True)


def test_another_unit_does_not_find_the_department(visit, offices, stranger):
    answer = visit(stranger).post(f"/desk/departments/{offices['省青基会'].pk}/merge/", {"gone": 1})
    assert answer.status_code == 404


def test_an_auditor_reads_and_changes_nothing(visit, offices, auditor):
    client = visit(auditor)
    assert "省青基会" in page(client)
    assert "加入成员" not in page(client)
    assert client.post("/desk/departments/add/", {"name": "办公室"}).status_code == 403


def test_a_department_is_added(visit, tree, lead):
    visit(lead).post("/desk/departments/add/", {"name": "办公室"})
    assert Department.objects.get().name == "办公室"
