"""Departments follow the owners that plans name; people merge and part them, and say who is in them."""

from __future__ import annotations

import json

import pytest

from sangzi.kernel.errors import BadInput, Conflict
from sangzi.kernel.models import AuditLine
from sangzi.plans import actions
from sangzi.plans.models import Department, Duty
from sangzi.plans.queries.departments import colleagues, departments_of, departments_with, duties_in, same_offices

TEXT = (
    "一、林草工作要点\n2026年，建设不少于30个社区苗圃（责任部门：青年发展部、省青基会）。\n"
    "举办护林课不少于12场（牵头单位：省青基金会，配合单位：青年发展部）。\n"
)


@pytest.fixture
def read(tree):
    added = actions.add_plan(unit=tree.province, title="林草工作要点", text=TEXT, by=None, year=2026)
    return actions.read_plan(plan=added.plan, by=None)


def duties():
    rows = Duty.objects.order_by("commitment__start", "department__name")
    return [(duty.commitment.title, duty.department.name, duty.part) for duty in rows.select_related()]


def department(name):
    return Department.objects.get(name=name)


def test_reading_a_plan_makes_the_departments_of_its_unit(read, tree):
    found = {card.department.name: (card.leads, card.supports) for card in departments_of(tree.province)}
    assert found == {"青年发展部": (1, 1), "省青基会": (1, 0), "省青基金会": (1, 0)}


def test_reading_again_leaves_the_same_rows(read):
    before = list(Department.objects.values_list("pk", "name"))
    actions.read_plan(plan=read, by=None)
    assert (list(Department.objects.values_list("pk", "name")), len(duties())) == (before, 4)


def test_corrected_owners_are_followed_and_a_misread_office_is_gone(read):
    first = read.commitments.order_by("start").first()
    actions.correct_commitment(commitment=first, fields={"owners": ["统战部"]}, by=None)
    assert [name for _title, name, _part in duties()] == ["统战部", "省青基金会", "青年发展部"]
    assert not Department.objects.filter(name="省青基会").exists()


def test_names_that_are_probably_one_office_are_proposed(read, tree):
    pairs = same_offices(departments_of(tree.province))
    assert [{one.department.name, other.department.name} for one, other in pairs] == [{"省青基会", "省青基金会"}]


def test_merged_departments_answer_together(read, tree):
    actions.merge_departments(kept=department("省青基会"), gone=department("省青基金会"), by=None)
    cards = {card.department.name: card for card in departments_of(tree.province)}
    assert set(cards) == {"省青基会", "青年发展部"}
    assert (cards["省青基会"].leads, cards["省青基会"].also) == (2, ("省青基金会",))


def test_parting_them_brings_back_everything(read, tree, lead):
    department("省青基金会").members.add(lead)
    before = (duties(), [(c.department.pk, c.members) for c in departments_of(tree.province)])
    kept = actions.merge_departments(kept=department("省青基会"), gone=department("省青基金会"), by=None)
    assert departments_with(lead, tree.province) == [kept]
    actions.part_department(department=kept, name="省青基金会", by=None)
    assert (duties(), [(c.department.pk, c.members) for c in departments_of(tree.province)]) == before


def test_a_plan_read_after_a_merger_finds_the_kept_one(read, tree):
    actions.merge_departments(kept=department("省青基会"), gone=department("省青基金会"), by=None)
    actions.read_plan(plan=read, by=None)
    assert {name for _title, name, _part in duties()} == {"省青基会", "青年发展部"}


def test_one_cannot_be_merged_twice_nor_with_another_units(read, tree):
    kept, gone = department("省青基会"), department("省青基金会")
    actions.merge_departments(kept=kept, gone=gone, by=None)
    with pytest.raises(Conflict, match="已经并入"):
        actions.merge_departments(kept=department("青年发展部"), gone=gone, by=None)
    stranger = actions.add_department(unit=tree.county, name="办公室", by=None)
    with pytest.raises(Conflict, match="同一个单位"):
        actions.merge_departments(kept=kept, gone=stranger, by=None)


def test_only_who_works_for_the_unit_may_be_a_member(read, tree, lead, stranger):
    actions.join_department(department=department("青年发展部"), account=lead, by=None)
    with pytest.raises(BadInput, match="任职"):
        actions.join_department(department=department("青年发展部"), account=stranger, by=None)
    assert (departments_with(lead, tree.province), colleagues(tree.province)) == ([department("青年发展部")], [lead])


def test_who_leaves_leaves_what_was_merged_as_well(read, tree, lead):
    department("省青基金会").members.add(lead)
    kept = actions.merge_departments(kept=department("省青基会"), gone=department("省青基金会"), by=None)
    actions.leave_department(department=kept, account=lead, by=None)
    assert departments_with(lead, tree.province) == []


def test_leading_counts_before_supporting(read):
    parts = duties_in([department("青年发展部"), department("省青基金会")])
    assert sorted(parts.values()) == ["lead", "lead"]


def test_splitting_and_adding_bring_duties_along(read, tree):
    first = read.commitments.order_by("start").first()
    actions.split_commitment(commitment=first, pieces=[{"title": "苗圃甲"}, {"title": "苗圃乙"}], by=None)
    assert {title for title, _name, _part in duties()} >= {"苗圃甲", "苗圃乙"}


def test_a_department_no_plan_names_may_be_added_once(tree):
    made = actions.add_department(unit=tree.county, name=" 办公室 ", by=None)
    with pytest.raises(Conflict):
        actions.add_department(unit=tree.county, name="办公室", by=None)
    assert json.loads(made.names) == ["办公室"]
    assert AuditLine.objects.filter(about=f"department:{made.pk}", act="plans.add-department").exists()
