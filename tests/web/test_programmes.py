"""Programmes on pages: the catalogue, a round opened, something offered, places given and taken back."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.utils import timezone

from sangzi.kernel import facts
from sangzi.people.actions import add_person
from sangzi.programmes.actions import open_round, pair, take_place
from sangzi.programmes.models import Application, Opening, Placement, Round
from sangzi.web.desk.drill import PAGES

from .work import BEGUN, TODAY, begin_work

MOST_QUERIES = 12


@pytest.fixture
def work(tree):
    return begin_work(tree)


def seat(work, **given):
    return {"key": "one", "person": work.person.pk, "on": TODAY.isoformat()} | given


def test_the_catalogue_says_what_there_is_and_what_runs(visit, member, work):
    page = visit(member).get("/desk/programmes/").content.decode()
    for words in ("岗位与志愿服务", "青年志愿服务", "发布名额", "1 个批次进行中"):
        assert words in page


def test_what_the_unit_runs_itself_stands_above_the_catalogue(visit, lead, work):
    own = open_round(programme="fairs", unit=work.tree.county, title="县里的集市", opens=BEGUN, by=None)
    address = f"/desk/programmes/?unit={work.tree.county.slug}"
    ours = visit(lead).get(address).content.decode().split("本单位正在办的")[1].split("</section>")[0]
    assert f"/desk/rounds/{own.pk}/" in ours
    assert "mentoring一批" not in ours  # the province's
    Round.objects.filter(pk=own.pk).update(state="closed")
    assert "本单位正在办的" not in visit(lead).get(address).content.decode()


def test_a_programme_is_explained_from_its_definition(visit, member, work):
    page = visit(member).get("/desk/programmes/mentoring/").content.decode()
    for words in ("见面指导", "要写明", "青年发展部", "mentoring一批"):
        assert words in page
    assert visit(member).get("/desk/programmes/nothing/").status_code == 404


def test_a_round_is_opened_and_keeps_its_definition(visit, lead, work):
    fields = {"title": "春季一批", "opens": BEGUN.isoformat(), "closes": ""}
    visit(lead).post("/desk/programmes/fairs/open/", fields)
    found = Round.objects.get(title="春季一批")
    assert (found.unit, found.closes) == (work.tree.province, None)
    assert "春季一批" in visit(lead).get(f"/desk/rounds/{found.pk}/").content.decode()


def test_something_is_offered_at_a_unit_below(visit, county_officer, work):
    fields = {"title": "支教岗", "unit": "龙城镇（222406104）", "on": TODAY.isoformat(), "capacity": "2", "place": ""}
    visit(county_officer).post(f"/desk/rounds/{work.rounds['return-home'].pk}/offer/", fields)
    opening = Opening.objects.get(title="支教岗")
    assert (opening.unit, opening.capacity) == (work.tree.township, 2)


def test_too_much_is_refused_beside_its_field(visit, member, work):
    fields = {"title": "支教岗", "unit": "222406104", "on": TODAY.isoformat(), "capacity": "100000", "place": ""}
    answer = visit(member).post(f"/desk/rounds/{work.rounds['return-home'].pk}/offer/", fields)
    assert "名额数" in answer.context["form"].errors["capacity"][0]
    assert "支教岗" in answer.content.decode()


def test_a_place_is_given_once_however_often_one_clicks(visit, member, work):
    opening, client = work.offer(capacity=2), visit(member)
    for _click in range(2):
        client.post(f"/desk/openings/{opening.pk}/take/", seat(work))
    opening.refresh_from_db()
    assert (opening.taken, Placement.objects.count()) == (1, 1)


def test_a_full_opening_says_so(visit, member, work):
    opening = work.offer()
    other = add_person(name="李四", home=work.tree.township, today=BEGUN, by=None)
    take_place(opening=opening, person=other, on=BEGUN, by=None, key="other")
    answer = visit(member).post(f"/desk/openings/{opening.pk}/take/", seat(work))
    assert answer.status_code == 422
    assert "1个名额已满" in answer.content.decode()
    assert "已满" in visit(member).get(f"/desk/openings/{opening.pk}/").content.decode()


def test_a_place_is_given_back(visit, member, work):
    opening = work.offer()
    placement = take_place(opening=opening, person=work.person, on=BEGUN, by=None, key="one")
    visit(member).post(f"/desk/placements/{placement.pk}/release/", {"on": TODAY.isoformat()})
    opening.refresh_from_db()
    assert opening.taken == 0


def test_pairs_are_listed_with_both_masked(visit, member, work):
    mentor = add_person(name="欧阳大山", home=work.tree.township, today=BEGUN, by=None)
    opening = work.offer("mentoring", title="导师", offered_by=mentor)
    visit(member).post(f"/desk/openings/{opening.pk}/take/", seat(work))
    page = visit(member).get("/desk/programmes/mentoring/?view=pairs").content.decode()
    assert "张*三" in page
    assert "欧**山" in page
    assert "欧阳大山" not in page


@pytest.mark.parametrize("view", ["openings", "placements", "records"])
@pytest.mark.parametrize("lines", [1, 3])
def test_a_round_costs_the_same_queries_whatever_it_holds(
    visit, member, work, view, lines, django_assert_max_num_queries
):
    for number in range(lines):
        person = add_person(name="某人", home=work.tree.township, today=BEGUN, by=None)
        opening = work.offer(title=str(number))
        take_place(opening=opening, person=person, on=BEGUN, by=None, key=str(number))
        work.record(key=str(number), person=person)
    client, found = visit(member), work.rounds["volunteering" if view == "records" else "return-home"]
    with django_assert_max_num_queries(MOST_QUERIES):
        client.get(f"/desk/rounds/{found.pk}/?view={view}")


@pytest.mark.parametrize("address", ["/desk/programmes/", "/desk/programmes/return-home/?view=openings"])
def test_the_catalogue_is_cheap(visit, member, work, address, django_assert_max_num_queries):
    work.offer()
    client = visit(member)
    with django_assert_max_num_queries(MOST_QUERIES):
        client.get(address)


def test_posts_placements_and_pairs_of_a_figure_lead_to_their_rows(visit, member, work):
    views = {"posts": "openings", "applicants": "applications", "placed": "placements", "paired": "pairs"}
    for fact, view in views.items():
        answer = visit(member).get(f"/desk/facts/?fact=programmes.{fact}&tag=mentoring&unit=222406104")
        assert answer["Location"] == f"/desk/programmes/mentoring/?unit=222406104&view={view}"


def test_every_fact_leads_to_its_rows():
    assert set(PAGES) == set(facts.known())


def test_who_applied_is_listed_over_all_rounds_for_the_days_of_the_figure(visit, member, stranger, work):
    then = datetime(2024, 12, 31, 23, 30, tzinfo=timezone.get_default_timezone())
    Application.objects.create(
        round=work.rounds["return-home"], person=work.person, unit=work.tree.township, state="submitted", key="a",
        made=then, changed=then, submitted=then,
    )  # fmt: skip
    page = "/desk/programmes/return-home/?unit=222406104&view=applications&since=2024-01-01&until=2024-12-31"
    there = visit(member).get(page).content.decode()
    assert "张*三" in there
    assert "张小三" not in there
    assert "还没有人报名" in visit(member).get(page.replace("2024", "2025")).content.decode()
    assert "张*三" not in visit(stranger).get(page).content.decode()


def test_a_round_above_is_seen_from_below_and_not_from_beside(visit, member, stranger, auditor, work):
    pages = (f"/desk/rounds/{work.rounds['mentoring'].pk}/", f"/desk/rounds/{work.rounds['mentoring'].pk}/offer/")
    answers = {
        account.username: [visit(account).get(page).status_code for page in pages]
        for account in (member, stranger, auditor)
    }
    assert answers == {"member": [200, 200], "stranger": [404, 404], "auditor": [200, 403]}


def test_who_may_see_an_opening_and_who_may_give_its_places(visit, member, lead, stranger, auditor, work):
    opening = work.offer("mentoring", offered_by=work.person)
    pair_with = add_person(name="李四", home=work.tree.township, today=BEGUN, by=None)
    placement = pair(opening=opening, person=pair_with, on=BEGUN, by=None, key="p")
    pages = (f"/desk/openings/{opening.pk}/", f"/desk/placements/{placement.pk}/release/")
    answers = {
        account.username: [visit(account).get(page).status_code for page in pages]
        for account in (member, lead, stranger, auditor)
    }
    assert answers == {"member": [200, 200], "lead": [200, 200], "stranger": [404, 404], "auditor": [200, 403]}
