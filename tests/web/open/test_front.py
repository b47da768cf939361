"""What visitors see first: their home, the four entries, what is open."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

PAGES = [
    "/",
    "/home/",
    "/return/",
    "/roots/",
    "/build/",
    "/give/",
    "/rounds/",
    "/openings/",
    "/programmes/",
    "/privacy/",
]


def page(client, address, **asked):
    answer = client.get(address, asked)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize("address", PAGES)
def test_pages_open_to_anyone_without_anything_there(client, tree, address):
    assert "<h1" in page(client, address)


def test_a_home_is_found_by_its_initials_and_remembered(client, fair):
    assert "和龙市" in page(client, "/home/", q="hls")
    client.post("/home/choose/", {"home": "222406", "next": "/"})
    assert "和龙，欢迎回家" in page(client, "/")


def test_a_village_is_no_home(client, tree):
    assert "石国村" not in page(client, "/home/", q="石国村").split("q=")[-1].split("value=")[0]
    assert "没有找到“石国村”" in page(client, "/home/", q="石国村")


def test_those_signed_in_begin_at_their_own_county(student):
    assert "和龙，欢迎回家" in page(student, "/")


def test_a_home_can_be_given_up(student):
    student.post("/home/choose/", {"home": "all"})
    assert "全部地区" in page(student, "/rounds/")


def test_a_made_up_home_is_refused_and_a_made_up_cookie_passed_over(client, tree):
    assert client.post("/home/choose/", {"home": "999999"}).status_code == 404
    client.cookies["sangzi_home"] = "999999"
    assert "全部地区" in page(client, "/")


def test_what_lies_at_home_or_above_is_shown_and_what_lies_elsewhere_is_not(student, fair):
    for title, unit in (
        ("县里的", fair.tree.county),
        ("省里的", fair.tree.province),
        ("邻县的", fair.tree.other_county),
    ):
        fair.opening(fair.round(title=title, unit=unit), unit)
    shown = page(student, "/rounds/")
    assert "县里的" in shown
    assert "省里的" in shown
    assert "邻县的" not in shown


def test_a_round_whose_places_lie_elsewhere_says_so_and_how_it_stands(student, fair):
    fair.opening(fair.round(title="全省的", unit=fair.tree.province), fair.tree.other_county)
    shown = page(student, "/rounds/")
    assert "和龙没有名额，别处共2个" in shown
    assert "正在报名</span>" in shown.split("全省的")[1]
    assert "还没有发布名额" not in shown


def test_what_one_can_apply_for_now_and_at_home_comes_first(student, fair):
    fair.opening(fair.round(title="家门口的"))
    fair.opening(fair.round(title="别处的", unit=fair.tree.province), fair.tree.other_county)
    soon = fair.round(title="以后的", apply_from=timezone.now() + timedelta(days=2))
    fair.opening(soon)
    shown = page(student, "/")
    assert sorted(("家门口的", "别处的", "以后的"), key=shown.index) == ["家门口的", "别处的", "以后的"]


def test_a_round_that_offers_nothing_yet_is_listed_once_it_does(student, fair):
    round_ = fair.round(title="还空着的")
    assert "还空着的" not in page(student, "/rounds/")
    fair.opening(round_)
    assert "还空着的" in page(student, "/rounds/")


def test_a_round_to_nominate_in_is_listed_without_openings(student, fair):
    round_ = fair.round(title="推荐身边的")
    assert "推荐身边的" not in page(student, "/rounds/")
    type(round_).objects.filter(pk=round_.pk).update(programme="role-model-selection")
    assert "推荐身边的" in page(student, "/rounds/")


def test_a_round_in_preparation_and_one_that_is_not_public_are_not_there(student, fair):
    hidden = [fair.round(title="筹备的", state="draft"), fair.round(title="内部的", public=False)]
    assert "筹备的" not in page(student, "/rounds/")
    assert [student.get(f"/rounds/{one.pk}/").status_code for one in hidden] == [404, 404]


def test_a_list_of_offers_reads_a_definition_once(client, fair, django_assert_num_queries):
    opened = [fair.round(title=f"批次{number}") for number in range(3)]
    for one in opened:
        fair.opening(one, title="岗位")
    client.cookies["sangzi_home"] = fair.tree.county.slug
    assert client.get("/openings/").content.decode().count("card-row") == 3
    with django_assert_num_queries(2):
        client.get("/openings/")
