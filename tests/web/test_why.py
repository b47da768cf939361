"""Why an application came to what it did: for whoever made it, for staff who deal with it, and for nobody else."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from sangzi.kernel.models import Account
from sangzi.programmes.actions import allot, apply, draw_lots
from sangzi.programmes.bidders import Bidder
from sangzi.programmes.models import Application, Member, Wish
from tests.cast import PASSWORD, appoint
from tests.programmes.made_rounds import NOW, declared, opening_in, people_of, round_of

LATER = NOW + timedelta(days=30)
STEPS = ({"kind": "screening", "by_hand": False}, {"kind": "allotment", "method": "lottery"})


@pytest.fixture
def drawn(tree):
    """Three of one village who wished for one seat; each has an account."""
    round_ = round_of(
        declared(*STEPS, applications={"wishes": 2}), tree.province, apply_until=NOW + timedelta(days=1), contact="0433"
    )
    wishes = [opening_in(round_, tree.township, title="文书岗"), opening_in(round_, tree.other_county, title="宣传岗")]
    for number, person in enumerate(people_of(tree.village, 3, born=date(2003, 1, 1))):
        person.account = Account.objects.create_user(f"student{number}", PASSWORD, name=person.name)
        person.save(update_fields=["account"])
        apply(
            round=round_, bidder=Bidder("person", person), wishes=wishes, answers={}, key=f"a{number}", now=NOW, by=None
        )
    draw_lots(round=round_, seed="2024-06-01 上证 3086", now=LATER, by=None)
    allot(round=round_, now=LATER, by=None)
    return list(Application.objects.select_related("person__account").order_by("lot"))


def page(visit, account, application, tail=""):
    answer = visit(account).get(f"/me/applications/{application.pk}/{tail}")
    return answer.status_code, answer.content.decode()


def test_my_application_says_what_became_of_it_and_where_i_stand(visit, drawn):
    last = drawn[2]
    _status, told = page(visit, last.person.account, last)
    assert "没有得到名额：按签号先后第3个轮到" in told
    assert told.count("候补第1位") == 2
    assert f'href="/me/applications/{last.pk}/why/"' in told


def test_a_list_at_the_desk_tells_the_number_in_the_line_and_calls_it_no_place(visit, drawn, lead):
    """Whoever moved up leaves a number behind: only the place counts those who still wait."""
    Wish.objects.filter(application=drawn[2], line__isnull=False).update(line=8)
    told = visit(lead).get(f"/desk/rounds/{drawn[2].round_id}/applications/").content.decode()
    assert told.count("候补号8") == 2
    assert "候补第8" not in told
    assert page(visit, drawn[2].person.account, drawn[2])[1].count("候补第1位") == 2


def test_the_reasons_stand_wish_by_wish(visit, drawn):
    second = drawn[1]
    status, told = page(visit, second.person.account, second, "why/")
    assert status == 200
    assert "按签号先后第2个轮到，这里的1个名额都已经给了前面的申请人。" in told
    assert "分配时得到了这个名额。" in told
    assert "公开抽签" in told
    assert "0433" in told


def test_nothing_on_the_page_names_anybody_else(visit, drawn):
    first, second, third = drawn
    _status, told = page(visit, third.person.account, third, "why/")
    for other in (first, second):
        assert other.person.name not in told
        assert f"/{other.pk}/" not in told


def test_nobody_reads_the_reasons_of_another(visit, drawn):
    assert page(visit, drawn[0].person.account, drawn[1], "why/")[0] == 404


def test_a_member_of_the_team_reads_them(visit, drawn):
    first, second, _third = drawn
    Member.objects.create(application=second, person=first.person, name="张", agreed=LATER)
    assert page(visit, first.person.account, second, "why/")[0] == 200


def test_in_english_every_reason_is_english(visit, drawn):
    client = visit(drawn[1].person.account)
    client.post("/language/", {"language": "en", "next": "/"})
    told = client.get(f"/me/applications/{drawn[1].pk}/why/").content.decode()
    assert "Turn 2 by lot: the seats here (1) had all gone to applications before it." in told
    assert "Wish 2 was met" in told


def test_staff_in_scope_see_the_same_reasons(visit, tree, drawn):
    staff = appoint("officer", tree.province, "officer")
    told = visit(staff).get(f"/desk/applications/{drawn[2].pk}/?unit=220000").content.decode()
    assert "按签号先后第3个轮到，这里的1个名额都已经给了前面的申请人。" in told
    assert "第 1 位" in told


def test_staff_elsewhere_do_not(visit, tree, drawn):
    other = appoint("elsewhere", tree.other_province, "officer")
    assert visit(other).get(f"/desk/applications/{drawn[2].pk}/?unit=440000").status_code == 404


def test_before_seats_are_given_staff_see_no_reasons(visit, tree):
    round_ = round_of(declared(*STEPS), tree.province)
    opening = opening_in(round_, tree.township)
    waiting = apply(
        round=round_, bidder=Bidder("person", people_of(tree.village, 1)[0]), wishes=[opening], answers={}, key="a",
        now=NOW, by=None,
    )  # fmt: skip
    staff = appoint("officer", tree.province, "officer")
    told = visit(staff).get(f"/desk/applications/{waiting.pk}/?unit=220000").content.decode()
    assert "名额还没有分配" not in told
    assert opening.title in told
