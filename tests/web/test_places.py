"""Places on pages: listed by type and state, entered, opened, suspended, closed; and who may do so."""

from __future__ import annotations

from datetime import date

import pytest

from sangzi.places.actions import add_place
from sangzi.places.models import Place

from .work import BEGUN, TODAY, begin_work

MOST_QUERIES = 12


@pytest.fixture
def work(tree):
    return begin_work(tree)


@pytest.fixture
def hostel(tree):
    return add_place(type="talent-hostel", name="龙城驿站", unit=tree.township, capacity=8, today=BEGUN, by=None)


def change(client, place, verb, **given):
    return client.post(f"/desk/places/{place.pk}/{verb}/", {"on": TODAY.isoformat()} | given, follow=True)


def test_a_list_shows_types_states_and_how_many_are_open(visit, member, work, hostel):
    page = visit(member).get("/desk/places/").content.decode()
    for words in ("龙城青年之家", "龙城驿站", "开放", "筹建", "8"):
        assert words in page


@pytest.mark.parametrize(
    ("query", "home", "hostel_there"),
    [
        ("type=youth-home", True, False),
        ("state=planned", False, True),
        ("name=驿", False, True),
        ("until=2019-12-31", False, False),
    ],
)
def test_type_state_name_and_day_narrow_the_list(visit, member, work, hostel, query, home, hostel_there):
    page = visit(member).get(f"/desk/places/?{query}").content.decode()
    assert ("龙城青年之家" in page, "龙城驿站" in page) == (home, hostel_there)


@pytest.mark.parametrize("places", [1, 3])
def test_a_list_costs_the_same_queries_whatever_its_length(visit, member, work, places, django_assert_max_num_queries):
    for number in range(places):
        add_place(type="youth-home", name=f"之家{number}", unit=work.tree.township, today=BEGUN, by=None)
    client = visit(member)
    with django_assert_max_num_queries(MOST_QUERIES):
        client.get("/desk/places/")


def test_a_place_is_entered_and_then_opened(visit, member, work):
    fields = {"name": "夜校", "unit": "龙城镇（222406104）", "capacity": "40", "address": "", "note": ""}
    client = visit(member)
    answer = client.post("/desk/places/add/?type=talent-hostel", fields, follow=True)
    place = Place.objects.get(name="夜校")
    assert "现在就开放" in answer.content.decode()
    assert "已开放" in change(client, place, "open").content.decode()
    place.refresh_from_db()
    assert (place.state, place.capacity) == ("open", 40)


def test_opening_a_youth_home_says_which_figures_moved(visit, member, work, tree):
    place = add_place(type="youth-home", name="新之家", unit=tree.township, today=BEGUN, by=None)
    page = change(visit(member), place, "open").content.decode()
    assert "变了的数据" in page
    assert "1个 → <strong>2个" in page


def test_a_place_is_suspended_resized_and_closed(visit, member, hostel):
    client = visit(member)
    for verb, given, state in (
        ("open", {}, "open"),
        ("resize", {"capacity": "20"}, "open"),
        ("suspend", {"reason": "装修"}, "suspended"),
        ("close", {"reason": ""}, "closed"),
    ):
        change(client, hostel, verb, **given)
        hostel.refresh_from_db()
        assert hostel.state == state
    assert hostel.capacity == 20


def test_a_closed_place_offers_no_further_step(visit, member, hostel):
    client = visit(member)
    change(client, hostel, "close")
    page = client.get(f"/desk/places/{hostel.pk}/").content.decode()
    assert f"/desk/places/{hostel.pk}/open/" not in page
    assert "撤销" in page


def test_a_wrong_day_and_a_wrong_level_are_said(visit, member, hostel, tree):
    future = change(visit(member), hostel, "open", on="2999-01-01")
    fields = {"name": "村驿站", "unit": "石国村委会（222406104201）", "capacity": "4"}
    village = visit(member).post("/desk/places/add/?type=talent-hostel", fields)
    assert "还没有到" in future.context["form"].errors["on"][0]
    assert "不设" in village.context["form"].errors["unit"][0]


def test_a_page_tells_its_history_and_what_was_done_there(visit, member, work):
    work.record(place=work.home)
    page = visit(member).get(f"/desk/places/{work.home.pk}/").content.decode()
    for words in ("一直开放", date(BEGUN.year, 1, 1).strftime("%Y-01-01"), "服务时长", "张*三"):
        assert words in page


def test_who_may_see_and_who_may_change(visit, member, lead, stranger, auditor, work):
    pages = (f"/desk/places/{work.home.pk}/", f"/desk/places/{work.home.pk}/close/")
    answers = {
        account.username: [visit(account).get(page).status_code for page in pages]
        for account in (member, lead, stranger, auditor)
    }
    assert answers == {"member": [200, 200], "lead": [200, 200], "stranger": [404, 404], "auditor": [200, 403]}
