"""What a round and an opening say to who would like to apply."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone

from tests.programmes.made_rounds import declared, first_come, with_beds

HOUR = timedelta(hours=1)


def body(client, address):
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_round_says_what_is_asked_and_how_long_it_is_kept(client, fair):
    shown = body(client, f"/rounds/{fair.round().pk}/")
    assert "学校" in shown
    assert "办结后30天删除" in shown
    assert "还有8天" in shown


@pytest.mark.parametrize(
    ("times", "words"),
    [
        ({"apply_from": HOUR}, "还未开始"),
        ({"apply_until": -HOUR}, "报名已截止"),
        ({"apply_until": 5.5 * HOUR}, "还有5小时"),
    ],
)
def test_times_are_said_in_words(client, fair, times, words):
    moments = {name: timezone.now() + shift for name, shift in times.items()}
    shown = body(client, f"/rounds/{fair.round(**moments).pk}/")
    assert words in shown
    assert ("去报名" in shown) == (words == "还有5小时")


def test_a_cancelled_round_says_why_and_takes_nobody(client, fair):
    shown = body(client, f"/rounds/{fair.round(state='cancelled', ended='山洪预警').pk}/")
    assert "山洪预警" in shown
    assert "去报名" not in shown


def test_a_full_opening_takes_a_waiting_list_or_says_that_it_does_not(client, fair):
    for step, words in ((first_come(), "报名候补"), (first_come(waiting=False), "也不设候补")):
        opening = fair.opening(fair.round(definition=declared(step)), capacity=1, taken=1)
        assert words in body(client, f"/openings/{opening.pk}/")


def test_free_beds_are_shown_day_by_day(client, fair):
    round_ = fair.round(definition=declared(openings={"dated": True, "longest": 7}))
    on = timezone.localdate() + timedelta(days=20)
    opening = with_beds(fair.opening(round_, on=on), {on: 3, on + timedelta(days=1): 1})
    assert "余3" in body(client, f"/openings/{opening.pk}/")


def test_what_waits_for_review_is_not_shown(client, fair):
    opening = fair.opening(fair.round(), state="review")
    assert client.get(f"/openings/{opening.pk}/").status_code == 404


def test_openings_are_found_by_words_in_title_and_summary(client, fair):
    round_ = fair.round()
    fair.opening(round_, title="乡镇文书", summary="整理档案")
    fair.opening(round_, title="景区讲解")
    shown = body(client, f"/rounds/{round_.pk}/?q=档案")
    assert "乡镇文书" in shown
    assert "景区讲解" not in shown


def test_wishes_are_noted_before_there_is_an_account(client, fair):
    opening = fair.opening(fair.round())
    client.post(f"/openings/{opening.pk}/wish/", {"act": "add"})
    assert "已加入，点此去掉" in body(client, f"/openings/{opening.pk}/")
    client.post(f"/openings/{opening.pk}/wish/", {"act": "remove"})
    assert "加入我的志愿" in body(client, f"/openings/{opening.pk}/")


def test_a_list_costs_the_same_whatever_stands_in_it(client, fair, django_assert_num_queries):
    for number in range(3):
        fair.opening(fair.round(title=f"第{number}批"))
    with django_assert_num_queries(2):
        client.get("/rounds/?programme=return-home")
    for number in range(12):
        fair.opening(fair.round(title=f"又{number}批"))
    with django_assert_num_queries(2):
        client.get("/rounds/?programme=return-home")


GRADUATED = {"key": "graduates", "title": "毕业时间", "title_en": "Graduation", "kind": "date", "required": True}
LATELY = {"kind": "screening", "within": [{"field": "graduates", "years": 3, "ahead": 1}]}


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("zh-hans", "“毕业时间”在2023年7月1日至2027年7月1日之间"),
        ("en", "&quot;Graduation&quot; between July 1, 2023 and July 1, 2027"),
    ],
)
def test_a_round_says_which_dates_it_takes_before_anybody_applies(client, fair, language, words):
    made = declared(LATELY, entry="return", applications={"fields": [GRADUATED]})
    round_ = fair.round(definition=made, opens=date(2026, 7, 1))
    client.cookies["django_language"] = language
    assert words in body(client, f"/rounds/{round_.pk}/")


def test_the_page_of_a_programme_says_which_dates_it_takes(visit, county_officer):
    shown = body(visit(county_officer), "/desk/programmes/hostel-stays/")
    assert "“毕业时间”在批次第一天之前3年至之后1年以内。" in shown
