"""On pages: whom a need finds, inviting one of them, and answering on one's own pages."""

from __future__ import annotations

from datetime import timedelta

import pytest

from sangzi.kernel.models import Account
from sangzi.people.actions import add_person, save_profile
from sangzi.programmes import actions
from sangzi.programmes.models import Approach
from tests.cast import appoint

from ..work import BEGUN, TODAY

ANSWERS = {"field": "技术", "problem": "果园里苹果树的树皮烂了，一棵传一棵，请教怎么办"}


@pytest.fixture
def expert(tree):
    account = Account.objects.create_user("expert", "correct horse", name="甄专家")
    person = add_person(name="甄专家", home=tree.township, today=TODAY, by=None, phone="13812341234")
    person.account = account
    person.save(update_fields=["account"])
    fields = {"subject": "果树病虫害防治", "free": ["周末"]}
    save_profile(register="experts", person=person, unit=tree.township, fields=fields, today=TODAY, by=account)
    return person


@pytest.fixture
def need(tree):
    round_ = actions.open_round(
        programme="needs", unit=tree.province, title="需求榜", opens=BEGUN, closes=TODAY + timedelta(days=60), by=None
    )
    return actions.offer(
        round=round_, unit=tree.county, title="苹果树腐烂病", on=TODAY, capacity=2, answers=ANSWERS, by=None
    )


@pytest.fixture
def steward(tree):
    return appoint("steward", tree.county, "lead")


def invited(visit, steward, need):
    client = visit(steward)
    entry = _entry_shown(client.get(f"/desk/openings/{need.pk}/").content.decode(), need)
    client.post(f"/desk/openings/{need.pk}/invite/{entry}/", {"note": "想请您来看看"})
    return Approach.objects.get()


def _entry_shown(page, need):
    return page.partition(f"/desk/openings/{need.pk}/invite/")[2].partition("/")[0]


def test_the_need_names_who_fits_masked_and_why(visit, steward, expert, need):
    page = visit(steward).get(f"/desk/openings/{need.pk}/").content.decode()
    assert "谁能帮上忙" in page
    assert "擅长：" in page
    assert "老家就在和龙" in page
    assert expert.name not in page


def test_who_does_not_write_there_sees_nobody(visit, tree, expert, need):
    auditor = appoint("auditor", tree.county, "auditor")
    assert "谁能帮上忙" not in visit(auditor).get(f"/desk/openings/{need.pk}/").content.decode()


def test_a_township_that_posted_the_need_reads_only_how_many_there_are_elsewhere(visit, tree, expert, need):
    need.unit = tree.other_township
    need.save(update_fields=["unit"])
    clerk = appoint("clerk", tree.other_township, "lead")
    page = visit(clerk).get(f"/desk/openings/{need.pk}/").content.decode()
    assert "主办单位吉林找到1位合适的人" in page
    assert f"/desk/openings/{need.pk}/invite/" not in page


def test_inviting_says_first_what_it_means(visit, steward, expert, need):
    client = visit(steward)
    entry = _entry_shown(client.get(f"/desk/openings/{need.pk}/").content.decode(), need)
    page = client.get(f"/desk/openings/{need.pk}/invite/{entry}/").content.decode()
    assert "没有答应以前不能安排" in page
    assert not Approach.objects.exists()


def test_the_person_reads_it_first_and_says_yes(visit, steward, expert, need):
    asked = invited(visit, steward, need)
    client = visit(expert.account)
    assert "请您帮忙" in client.get("/me/applications/").content.decode()
    assert "想请您来看看" in client.get(f"/me/asked/{asked.pk}/").content.decode()
    client.post(f"/me/asked/{asked.pk}/", {"act": "yes", "reply": "周末可以"})
    page = visit(steward).get(f"/desk/openings/{need.pk}/").content.decode()
    assert "愿意帮忙" in page
    assert "周末可以" in page


def test_no_is_an_answer(visit, steward, expert, need):
    asked = invited(visit, steward, need)
    visit(expert.account).post(f"/me/asked/{asked.pk}/", {"act": "no"})
    asked.refresh_from_db()
    assert asked.state == "declined"


def test_an_answer_twice_is_refused_in_words(visit, steward, expert, need):
    asked, client = invited(visit, steward, need), visit(expert.account)
    client.post(f"/me/asked/{asked.pk}/", {"act": "no"})
    again = client.post(f"/me/asked/{asked.pk}/", {"act": "yes"})
    assert (again.status_code, "已经答复过" in again.content.decode()) == (409, True)


def test_an_invitation_is_taken_back_after_reading_what_that_means(visit, steward, expert, need):
    asked, client = invited(visit, steward, need), visit(steward)
    address = f"/desk/openings/{need.pk}/invitations/{asked.pk}/withdraw/"
    assert address in client.get(f"/desk/openings/{need.pk}/").content.decode()
    assert "不用再答复" in client.get(address).content.decode()
    assert Approach.objects.get().state == "asked"
    page = client.post(address, follow=True).content.decode()
    assert ("邀请已撤回" in page, address in page) == (True, False)


def test_the_person_sees_that_it_was_taken_back_and_has_nothing_to_answer(visit, steward, expert, need):
    asked = invited(visit, steward, need)
    visit(steward).post(f"/desk/openings/{need.pk}/invitations/{asked.pk}/withdraw/")
    client = visit(expert.account)
    assert "邀请已撤回" in client.get("/me/asked/").content.decode()
    page = client.get(f"/me/asked/{asked.pk}/").content.decode()
    assert ("撤回了邀请" in page, 'value="yes"' in page) == (True, False)
    late = client.post(f"/me/asked/{asked.pk}/", {"act": "yes"})
    assert (late.status_code, "已经撤回" in late.content.decode()) == (409, True)


def test_who_does_not_write_there_takes_nothing_back(visit, tree, steward, expert, need, stranger):
    asked = invited(visit, steward, need)
    address = f"/desk/openings/{need.pk}/invitations/{asked.pk}/withdraw/"
    auditor = appoint("auditor", tree.county, "auditor")
    assert [visit(one).post(address).status_code for one in (auditor, stranger)] == [403, 404]
    other = actions.offer(
        round=need.round, unit=tree.county, title="别的", on=TODAY, capacity=1, answers=ANSWERS, by=None
    )
    wrong = f"/desk/openings/{other.pk}/invitations/{asked.pk}/withdraw/"
    assert visit(steward).post(wrong).status_code == 404
    assert Approach.objects.get().state == "asked"


def test_others_cannot_open_somebodys_invitation(visit, steward, expert, need):
    asked = invited(visit, steward, need)
    assert visit(steward).get(f"/me/asked/{asked.pk}/").status_code == 404


def test_needs_that_fit_stand_on_ones_own_pages(visit, expert, need):
    client = visit(expert.account)
    for address in ("/me/applications/", "/me/asked/"):
        page = client.get(address).content.decode()
        assert "适合您的需求" in page
        assert "苹果树腐烂病" in page


def test_whoever_posted_a_need_from_outside_reads_how_many_it_found(visit, tree, expert, need):
    account = Account.objects.create_user("poster", "correct horse", name="村民")
    poster = add_person(name="村民", home=tree.village, today=TODAY, by=None)
    poster.account = account
    poster.save(update_fields=["account"])
    need.offered_by = poster
    need.save(update_fields=["offered_by"])
    page = visit(account).get("/me/applications/").content.decode()
    assert "找到1位可能帮得上忙的人" in page
    assert expert.name not in page


def test_in_english(visit, steward, expert, need):
    client = visit(steward)
    client.cookies["django_language"] = "en"
    page = client.get(f"/desk/openings/{need.pk}/").content.decode()
    assert "Who can help" in page
    assert "Skilled in: " in page


def test_what_one_was_asked_is_in_ones_own_export(visit, steward, expert, need):
    invited(visit, steward, need)
    assert '"answer": "asked"' in visit(expert.account).get("/me/about/export/").content.decode()
