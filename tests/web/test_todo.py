"""The to-do list: whose it is, what it says, and that what is done is gone."""

from __future__ import annotations

import io
from datetime import date

import pytest
from openpyxl import load_workbook

from sangzi.plans import actions
from sangzi.plans.models import Department
from sangzi.scoreboard.todo import to_do
from tests import cast
from tests.web.stage import count_all, demand, today

TEXT = (
    "一、林草工作要点\n2026年，建设不少于30个社区苗圃（责任部门：青年发展部）。\n"
    "举办青禾集市不少于12场（责任部门：省青基会）。\n"
)
MOST_QUERIES = 30


@pytest.fixture
def plan(tree, lead):
    count_all()
    added = actions.add_plan(unit=tree.province, title="林草工作要点", text=TEXT, by=lead, year=2026)
    return actions.read_plan(plan=added.plan, by=lead)


def kinds(unit, *departments):
    return [(item.kind, item.number) for item in to_do(unit, today(), departments).items]


def test_what_the_reader_found_waits_for_a_person(plan, tree):
    assert sum(number for kind, number in kinds(tree.province) if kind in ("ask", "confirm")) == 2


def test_each_step_takes_its_line_away_and_brings_the_next(plan, tree, lead):
    for commitment in plan.commitments.all():
        actions.confirm(commitment=commitment, by=lead)
    assert kinds(tree.province) == [("bind", 2)]
    for commitment in plan.commitments.all():
        actions.bind(commitment=commitment, indicator="fairs", by=lead)
    assert all(kind in ("overdue", "behind") for kind, _number in kinds(tree.province))


def test_a_department_sees_its_own_only(plan, tree):
    office = Department.objects.get(name="省青基会")
    assert [number for _kind, number in kinds(tree.province, office)] == [1]


def test_a_target_behind_is_there_until_it_is_reached(tree, lead):
    count_all()
    demand(tree.province, deadline=date(today().year - 1, 12, 31), period="")
    assert kinds(tree.province) == [("overdue", 1)]


def test_deadlines_stand_by_month(plan, tree, lead):
    demand(tree.province, deadline=date(today().year + 1, 6, 30), period="")
    months = to_do(tree.province, today()).months
    assert [(first.year, first.month) for first, _found in months] == [(today().year + 1, 6)]


def test_the_page_of_a_member_is_their_departments(visit, plan, tree, lead):
    Department.objects.get(name="省青基会").members.add(lead)
    page = visit(lead).get("/desk/todo/").content.decode()
    assert "我的待办" in page
    assert "1 条" in page


def test_who_is_in_no_department_sees_the_whole_units(visit, plan, tree, lead):
    page = visit(lead).get("/desk/todo/").content.decode()
    assert "整个单位" in page
    assert "吉林的待办" in page


def test_the_page_asks_a_fixed_number_of_queries(visit, plan, tree, lead, django_assert_max_num_queries):
    client = visit(lead)
    with django_assert_max_num_queries(MOST_QUERIES):
        client.get("/desk/todo/")


def test_nothing_to_do_is_said(visit, tree, lead):
    count_all()
    assert "现在没有要办的事" in visit(lead).get("/desk/todo/").content.decode()


def test_the_menu_fetches_the_count(visit, plan, tree, lead):
    client = visit(lead)
    assert 'hx-get="/desk/todo/count/' in client.get("/desk/departments/").content.decode()
    assert "menu-count" in client.get("/desk/todo/count/").content.decode()


def test_the_list_comes_as_an_excel_file(visit, plan, tree, lead):
    answer = visit(lead).get("/desk/todo/sheet/")
    rows = list(load_workbook(io.BytesIO(answer.getvalue())).active.values)
    assert rows[0] == ("类别", "事项", "说明", "期限")
    assert any("林草工作要点" in row[1] for row in rows[1:] if row[1])
    assert f"※ 共{answer['X-Row-Count']}行" in [row[0] for row in rows]


def test_deadlines_come_as_a_calendar(visit, tree, lead):
    demand(tree.province, deadline=date(today().year + 1, 6, 30), period="")
    text = visit(lead).get("/desk/todo/calendar/").content.decode()
    assert f"DTSTART;VALUE=DATE:{today().year + 1}0630" in text
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))


def test_another_units_department_is_not_there(visit, plan, tree, stranger):
    key = Department.objects.get(name="省青基会").pk
    assert visit(stranger).get(f"/desk/todo/?whose={key}").status_code == 404


def test_a_strangers_unit_is_not_there(visit, plan, stranger):
    assert visit(stranger).get("/desk/todo/?unit=220000").status_code == 404


def test_nobody_is_told_of_a_county_by_its_neighbour(visit, tree, county_officer):
    other = cast.appoint("other", tree.other_county, "lead")
    demand(tree.county, by=None)
    assert "青禾集市" not in visit(other).get("/desk/todo/").content.decode()


def test_the_board_shows_one_departments_share(visit, plan, tree, lead):
    office = Department.objects.get(name="省青基会")
    for commitment in plan.commitments.all():
        actions.confirm(commitment=commitment, by=lead)
    page = visit(lead).get(f"/desk/board/?department={office.pk}").content.decode()
    assert "青禾集市" in page
    assert "社区苗圃" not in page
