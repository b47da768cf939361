"""Rounds on pages: how they stand, what comes next, opened, changed, ended; what is offered; seats given."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from sangzi.programmes import actions
from sangzi.programmes.definitions import programmes
from sangzi.programmes.models import Application, Opening, Round

MOST_QUERIES = 26


def round_page(client, posts, rest=""):
    return client.get(f"/desk/rounds/{posts.round.pk}/{rest}").content.decode()


def end_applying(posts):
    Round.objects.filter(pk=posts.round.pk).update(apply_until=timezone.now() - timedelta(minutes=1))


def test_the_overview_says_how_it_stands_and_what_is_next(visit, member, posts):
    posts.apply(0)
    page = round_page(visit(member), posts)
    for words in ("报名（份）", "有 1 份申请等审核", "正在报名", "概况", "分配"):
        assert words in page


def test_tabs_follow_from_the_steps(visit, member, posts):
    key = next(key for key, one in programmes().items() if one.allotment is None)
    opens = posts.round.opens
    other = actions.open_round(programme=key, unit=posts.tree.province, title="别的", opens=opens, by=None)
    assert f"/desk/rounds/{other.pk}/allotment/" not in visit(member).get(f"/desk/rounds/{other.pk}/").content.decode()
    assert f"/desk/rounds/{posts.round.pk}/allotment/" in round_page(visit(member), posts)


def test_a_round_is_opened_with_its_times_and_the_numbers_of_its_rules(visit, lead, posts):
    fields = {
        "title": "寒假实践", "opens": posts.round.opens.isoformat(), "closes": "", "apply_until": "2031-01-15T18:00",
        "summary": "回家看看", "contact": "团县委", "public": "on", "draft": "on", "rule0_least": "80",
    }  # fmt: skip
    visit(lead).post("/desk/programmes/return-home/open/", fields)
    found = Round.objects.get(title="寒假实践")
    assert (found.state, timezone.localtime(found.apply_until).hour) == ("draft", 18)
    assert '"least": 80' in found.terms


def test_a_round_in_preparation_is_begun(visit, lead, posts):
    Round.objects.filter(pk=posts.round.pk).update(state="draft")
    visit(lead).post(f"/desk/rounds/{posts.round.pk}/begin/")
    assert Round.objects.get(pk=posts.round.pk).state == "open"


def test_whoever_cancels_sees_before_how_many_are_told(visit, lead, posts):
    posts.apply(0)
    client = visit(lead)
    assert "会通知1名申请人" in round_page(client, posts, "cancel/")
    client.post(f"/desk/rounds/{posts.round.pk}/cancel/", {"reason": "场地不能用"})
    assert "场地不能用" in round_page(client, posts)
    assert Application.objects.get().state == "closed"


def test_a_round_is_extended_with_a_reason(visit, lead, posts):
    later = timezone.localtime(posts.round.apply_until + timedelta(days=5)).strftime("%Y-%m-%dT%H:%M")
    fields = {"apply_until": later, "closes": posts.round.closes.isoformat(), "reason": "报名人数多"}
    visit(lead).post(f"/desk/rounds/{posts.round.pk}/extend/", fields)
    assert Round.objects.get(pk=posts.round.pk).apply_until > posts.round.apply_until


def test_an_opening_is_changed_and_withdrawn(visit, member, posts):
    client, opening = visit(member), posts.openings[0]
    fields = {"title": "文书岗位", "on": opening.on.isoformat(), "until": "", "capacity": "3", "summary": ""}
    client.post(f"/desk/openings/{opening.pk}/change/", fields)
    assert Opening.objects.get().capacity == 3
    client.post(f"/desk/openings/{opening.pk}/withdraw/", {"reason": "单位搬迁"})
    assert "单位搬迁" in client.get(f"/desk/openings/{opening.pk}/").content.decode()


def test_what_others_offered_is_published_or_refused_with_a_reason(visit, member, posts):
    offered = posts.offer("企业实践", outside=True)
    client = visit(member)
    assert "有 1 条名额等审核" in round_page(client, posts)
    assert client.post(f"/desk/openings/{offered.pk}/review/", {"accept": "no", "reason": ""}).status_code == 422
    client.post(f"/desk/openings/{offered.pk}/review/", {"accept": "yes", "reason": ""})
    assert Opening.objects.get(pk=offered.pk).state == "offered"


def test_seats_are_given_after_looking_at_what_it_comes_to(visit, lead, posts):
    for number in range(2):
        actions.admit(application=posts.apply(number), now=timezone.now(), by=lead)
    end_applying(posts)
    client, address = visit(lead), f"/desk/rounds/{posts.round.pk}/allotment/"
    client.post(f"{address}lots/", {"seed": "20260715"})
    assert "试算 1" in client.post(f"{address}try/", {}, follow=True).content.decode()
    assert "1人得到名额，1人没有" in client.get(f"{address}runs/1/publish/").content.decode()
    assert set(Application.objects.values_list("state", flat=True)) == {"admitted"}
    client.post(f"{address}runs/1/publish/", {})
    assert sorted(Application.objects.values_list("state", flat=True)) == ["offered", "waiting"]


def test_the_programme_explains_itself_and_is_found(visit, member, posts):
    page = visit(member).get("/desk/programmes/return-home/").content.decode()
    for words in ("要填", "就读院校", "最多填5个志愿", "48小时内确认"):
        assert words in page
    assert "返家乡" in visit(member).get("/desk/programmes/?q=返家乡&by=platform").content.decode()
    assert "没有这样的项目" in visit(member).get("/desk/programmes/?q=没有这种").content.decode()


@pytest.mark.parametrize("rest", ["", "?view=openings", "allotment/"])
def test_pages_of_a_round_cost_few_queries(visit, lead, posts, rest, django_assert_max_num_queries):
    for number in range(3):
        posts.offer(str(number))
        posts.apply(number)
    client = visit(lead)
    with django_assert_max_num_queries(MOST_QUERIES):
        client.get(f"/desk/rounds/{posts.round.pk}/{rest}")


def test_who_may_see_and_change_a_round(visit, member, lead, stranger, auditor, posts):
    pages = ("allotment/", "change/", "calendar/", "openings/import/")
    answers = {
        account.username: [visit(account).get(f"/desk/rounds/{posts.round.pk}/{page}").status_code for page in pages]
        for account in (member, lead, stranger, auditor)
    }
    assert answers == {
        "member": [200, 403, 200, 200],
        "lead": [200, 200, 200, 200],
        "stranger": [404, 404, 404, 404],
        "auditor": [200, 403, 200, 403],
    }


def test_what_waits_in_a_round_is_on_the_to_do_list(visit, member, posts):
    posts.apply(0)
    posts.offer("企业实践", outside=True)
    page = visit(member).get("/desk/todo/").content.decode()
    for words in ("有申请等审核", "1 份申请", "有名额等审核", "1 条名额"):
        assert words in page


def test_supply_and_demand_are_counted_after_the_page(visit, member, posts):
    posts.apply(0)
    posts.offer("支教岗")
    client, address = visit(member), f"/desk/rounds/{posts.round.pk}/allotment/"
    assert f'hx-get="{address}supply/' in client.get(address).content.decode()
    part = client.get(f"{address}supply/", headers={"HX-Request": "true"}).content.decode()
    assert "文书岗" in part
    assert '<span class="number" title="1">1</span></dd>' in part  # 支教岗, which nobody asks for
    assert "文书岗" in client.get(f"{address}supply/").content.decode()  # without JavaScript, the whole page


def test_a_new_round_is_named_for_its_place_and_shows_until_when_one_applies(visit, lead, tree):
    door, form = visit(lead), f"/desk/programmes/night-school-courses/open/?unit={tree.county.slug}"
    assert 'value="和龙' in door.get(form).content.decode()
    door.post(form, {"title": "和龙夜校", "opens": "2026-11-22", "closes": "2026-12-31", "public": "on"})
    round_ = Round.objects.get(title="和龙夜校")
    text = door.get(f"/desk/rounds/{round_.pk}/?unit={tree.county.slug}").content.decode()
    assert "2026年11月22日 – 2026年12月31日</dd>" in text
