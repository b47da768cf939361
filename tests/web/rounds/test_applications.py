"""The list of applications: narrowed, masked, by key, in few queries; one application; many at once."""

from __future__ import annotations

import pytest

from sangzi.kernel.models import AuditLine
from sangzi.programmes.models import Application
from tests import cast

from .conftest import ANSWERS

MOST_QUERIES = 8


def address(posts, rest=""):
    return f"/desk/rounds/{posts.round.pk}/applications/{rest}"


def page_of(client, where):
    return client.get(where).content.decode()


def decide(client, posts, **told):
    return client.post(address(posts, "decide/"), told)


def test_the_list_shows_who_applied_masked_with_their_answers(visit, member, posts):
    posts.apply(1)
    page = page_of(visit(member), address(posts))
    for words in ("钱*二", "文书岗", "延边大学", "待审核"):
        assert words in page
    assert "钱小二" not in page


@pytest.mark.parametrize("lines", [1, 3])
def test_the_list_costs_few_queries_whatever_it_holds(visit, member, posts, lines, django_assert_max_num_queries):
    for number in range(lines):
        posts.apply(number)
    client = visit(member)
    client.get("/desk/")  # the session remembers the unit
    with django_assert_max_num_queries(MOST_QUERIES):
        client.get(address(posts))


@pytest.mark.parametrize(
    "asked",
    [
        "state=submitted",
        "waiting=3",
        "guardian=not-needed",
        "opening={post}&wish=1",
        "after=99",
        "unit=222406",
        "answer=grade:2",
    ],
)
def test_no_filter_costs_more_queries(visit, member, posts, asked, django_assert_max_num_queries):
    posts.apply(0)
    client = visit(member)
    client.get("/desk/")
    with django_assert_max_num_queries(MOST_QUERIES):
        client.get(address(posts, "?" + asked.format(post=posts.openings[0].pk)))


def test_a_line_that_is_kept_follows_its_application(visit, member, posts):
    found, client = posts.apply(0), visit(member)
    assert 'tag tag-submitted">待审核' in page_of(client, address(posts))
    Application.objects.filter(pk=found.pk).update(state="admitted")
    page = page_of(client, address(posts))
    assert 'tag tag-admitted">' in page
    assert "tag-submitted" not in page


def test_the_list_is_narrowed_by_state_and_by_opening(visit, member, posts):
    posts.apply(0)
    other = posts.offer("支教岗")
    posts.apply(1, wishes=[other])
    client = visit(member)
    assert "赵*" not in page_of(client, address(posts, f"?opening={other.pk}"))
    assert "没有符合条件的申请" in page_of(client, address(posts, "?state=admitted"))


def test_the_list_is_narrowed_by_what_was_chosen_in_the_form(visit, member, posts):
    posts.apply(0)
    posts.apply(1, answers=ANSWERS | {"grade": "硕士研究生"})
    page = page_of(visit(member), address(posts, "?answer=grade:3"))
    assert "钱*二" in page
    assert "赵*" not in page
    assert '<option value="grade:3" selected>硕士研究生' in page


@pytest.mark.parametrize("answer", ["school:0", "phone:1", "grade:9", "grade:x", "grade", "years:0"])
def test_what_is_no_choice_of_the_form_narrows_nothing(visit, member, posts, answer):
    posts.apply(0)
    assert "赵*" in page_of(visit(member), address(posts, f"?answer={answer}"))


def test_many_are_decided_about_as_the_list_is_narrowed(visit, member, posts):
    other, chosen = posts.apply(0), posts.apply(1, answers=ANSWERS | {"grade": "硕士研究生"})
    told = {"verb": "refuse", "every": "yes", "answer": "grade:3", "confirmed": "yes", "reason": "名额已满"}
    decide(visit(member), posts, newest=chosen.pk, **told)
    states = dict(Application.objects.values_list("pk", "state"))
    assert states == {other.pk: "submitted", chosen.pk: "refused"}


def test_a_name_is_looked_for_in_the_body(visit, member, posts):
    posts.apply(0)
    posts.apply(1)
    page = visit(member).post(address(posts, "find/"), {"text": "qxe"}).content.decode()
    assert "钱*二" in page
    assert "赵*" not in page


def test_pages_follow_by_key(visit, member, posts):
    for number in range(7):
        posts.apply(number)
    last = Application.objects.order_by("pk").last()
    page = page_of(visit(member), address(posts, f"?after={last.pk}"))
    assert f'id="a{last.pk}"' not in page
    assert f'id="a{last.pk - 1}"' in page


def test_one_application_is_admitted_and_the_next_one_comes(visit, member, posts):
    first, second = posts.apply(0), posts.apply(1)
    answer = visit(member).post(f"/desk/applications/{second.pk}/admit/?state=submitted")
    assert answer["Location"].startswith(f"/desk/applications/{first.pk}/")
    assert Application.objects.get(pk=second.pk).state == "admitted"


def test_a_refusal_says_why(visit, member, posts):
    found, client = posts.apply(0), visit(member)
    assert client.post(f"/desk/applications/{found.pk}/refuse/", {"reason": ""}).status_code == 422
    client.post(f"/desk/applications/{found.pk}/refuse/", {"reason": "材料不齐"})
    assert "材料不齐" in page_of(client, f"/desk/applications/{found.pk}/")


def test_many_are_looked_at_before_they_are_decided(visit, member, posts):
    both = [posts.apply(number).pk for number in range(2)]
    answer = decide(visit(member), posts, verb="admit", a=both)
    assert "通过 2 份申请？" in answer.content.decode()
    assert set(Application.objects.values_list("state", flat=True)) == {"submitted"}


def test_everything_that_matches_is_decided_and_taken_back(visit, member, posts):
    newest = [posts.apply(number).pk for number in range(3)][-1]
    client = visit(member)
    answer = decide(client, posts, verb="refuse", every="yes", newest=newest, confirmed="yes", reason="名额已满")
    assert set(Application.objects.values_list("state", flat=True)) == {"refused"}
    client.post(address(posts, "undo/"), {"at": answer.context["at"]})
    assert set(Application.objects.values_list("state", flat=True)) == {"submitted"}


def test_who_came_after_one_looked_is_not_decided_unseen(visit, member, posts):
    seen, unseen = posts.apply(0), posts.apply(1)
    decide(visit(member), posts, verb="admit", every="yes", newest=seen.pk, confirmed="yes")
    assert Application.objects.get(pk=unseen.pk).state == "submitted"


def test_one_that_cannot_be_decided_stops_none_of_the_others(visit, member, posts):
    ready, asked = posts.apply(0), posts.apply(1)
    Application.objects.filter(pk=asked.pk).update(guardian="asked")
    page = decide(visit(member), posts, verb="admit", a=[ready.pk, asked.pk], confirmed="yes").content.decode()
    assert "监护人还没有答复" in page
    assert Application.objects.get(pk=ready.pk).state == "admitted"


def test_whoever_sees_a_whole_answer_leaves_a_line(visit, member, posts):
    found = posts.apply(0)
    client = visit(member)
    wrong = client.post(f"/desk/applications/{found.pk}/reveal/", {"field": "school", "reason": "核对学籍"})
    assert wrong.status_code == 422  # nothing personal is asked here, so nothing is masked
    assert not AuditLine.objects.filter(act="programmes.reveal_answer").exists()


def test_who_may_see_and_decide(visit, member, county_officer, stranger, auditor, posts):
    found = posts.apply(0)
    pages = (address(posts), f"/desk/applications/{found.pk}/", f"/desk/applications/{found.pk}/refuse/")
    answers = {
        account.username: [visit(account).get(page).status_code for page in pages]
        for account in (member, county_officer, stranger, auditor)
    }
    assert answers == {
        "member": [200, 200, 200],
        "county_officer": [200, 200, 200],
        "stranger": [404, 404, 404],
        "auditor": [200, 200, 403],
    }


def test_an_auditor_decides_nothing_in_a_batch(visit, auditor, posts):
    found = posts.apply(0)
    assert decide(visit(auditor), posts, verb="admit", a=[found.pk], confirmed="yes").status_code == 403


@pytest.mark.parametrize("way", ["", "counts/", "export/"])
def test_a_counsellor_is_told_that_the_list_is_not_theirs(visit, tree, posts, way):
    posts.apply(0)
    answer = visit(cast.appoint("listener", tree.county, "counsellor")).get(address(posts, way))
    assert answer.status_code == 403
    assert "职责不用知道" in answer.content.decode()


def test_a_counsellor_has_the_tabs_that_say_nothing_of_who_applied(visit, tree, posts):
    client = visit(cast.appoint("listener", tree.county, "counsellor"))
    tabs = page_of(client, f"/desk/rounds/{posts.round.pk}/").partition('class="tabs')[2].partition("</ul>")[0]
    assert "view=openings" in tabs
    assert address(posts) not in tabs
