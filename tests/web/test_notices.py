"""The bell, the list, the settings: one's own and nobody else's."""

from __future__ import annotations

import json

import pytest
from django.utils import timezone

from sangzi.kernel import jobs
from sangzi.notices.models import Address, Notice, Preference
from sangzi.notices.proofs import proof_for
from tests.notices.conftest import tell
from tests.web.test_own import tian  # noqa: F401  (a fixture)

LIST = "/me/notices/"


def told(account, **more):
    return tell(account, now=timezone.now(), **more)[0]


def test_the_bell_counts_what_is_unread(visit, lead):
    told(lead)
    assert "1<span" in visit(lead).get("/me/notices/count/").content.decode()


def test_nothing_to_read_leaves_the_bell_bare(visit, lead):
    assert visit(lead).get("/me/notices/count/").content.strip() == b""


def test_the_bell_takes_few_queries(visit, lead, django_assert_max_num_queries):
    door = visit(lead)
    told(lead)
    with django_assert_max_num_queries(10):
        door.get("/me/notices/count/")


def test_the_list_takes_no_more_queries_for_more_notices(visit, lead, django_assert_num_queries):
    door, counts = visit(lead), []
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    for upto in (3, 40):
        for number in range(upto):
            told(lead, key=f"{upto}:{number}")
        with CaptureQueriesContext(connection) as seen:
            door.get(LIST)
        counts.append(len(seen))
    assert counts[0] == counts[1] <= 20


def test_the_list_shows_words_and_says_what_is_unread(visit, lead):
    told(lead, title="“%(round)s”延期", text="新的期限是3月9日", told={"round": "返家乡<b>"})
    text = visit(lead).get(LIST).content.decode()
    assert "“返家乡&lt;b&gt;”延期" in text
    assert "新的期限是3月9日" in text
    assert "未读：" in text


def test_nobody_sees_what_another_was_told(visit, lead, stranger):
    notice = told(lead)
    door = visit(stranger)
    assert "报名结束了" not in door.get(LIST).content.decode()
    assert door.post(f"{LIST}{notice.pk}/open/").status_code == 404


def test_opening_marks_read_and_leads_on(visit, lead):
    notice = told(lead, link="/desk/plans/?x=1")
    answer = visit(lead).post(f"{LIST}{notice.pk}/open/")
    notice.refresh_from_db()
    assert (answer.status_code, answer["Location"], notice.unread) == (302, "/desk/plans/?x=1", False)


@pytest.mark.parametrize("link", ["", "https://evil.example/", "//evil.example/", "javascript:alert(1)"])
def test_opening_leads_nowhere_else(visit, lead, link):
    notice = told(lead, link=link)
    assert visit(lead).post(f"{LIST}{notice.pk}/open/")["Location"] == LIST


def test_opening_is_no_link(visit, lead):
    assert visit(lead).get(f"{LIST}{told(lead).pk}/open/").status_code == 405


def test_all_can_be_marked_read(visit, lead):
    told(lead, key="a")
    told(lead, key="b")
    answer = visit(lead).post("/me/notices/read/", follow=True)
    assert "2 条通知都已标为已读" in answer.content.decode()
    assert not Notice.objects.filter(unread=True).exists()


def test_the_list_is_narrowed(visit, lead):
    told(lead, key="a", title="甲事")
    notice = told(lead, key="b", title="乙事")
    door = visit(lead)
    door.post(f"{LIST}{notice.pk}/open/")
    assert "乙事" not in door.get(f"{LIST}?unread=1").content.decode()
    assert "乙事" in door.get(f"{LIST}?kind=test.told").content.decode()
    assert "这里没有通知" in door.get(f"{LIST}?kind=other").content.decode()


def test_pages_go_on_by_key(visit, lead):
    for number in range(52):
        told(lead, key=str(number), title=f"第{number}条")
    door = visit(lead)
    first = door.get(LIST).content.decode()
    after = first.partition('rel="next"')[0].rpartition("after=")[2].partition('"')[0]
    second = door.get(f"{LIST}?after={after}").content.decode()
    assert "第51条" in first
    assert "第0条" in second
    assert "第51条" not in second


def test_a_made_up_page_is_refused(visit, lead):
    assert visit(lead).get(f"{LIST}?after=x").status_code == 422


def test_a_unit_s_post_says_whose_and_who_read_it(visit, lead, tree):
    notice = tell(tree.province, now=timezone.now())[0]
    visit(lead).post(f"{LIST}{notice.pk}/open/")
    text = visit(lead).get(LIST).content.decode()
    assert "吉林" in text
    assert "lead已读" in text


def test_an_address_is_kept_and_a_link_sent(visit, lead, mailoutbox):
    answer = (
        visit(lead)
        .post("/me/notices/settings/", {"want_mail": "on", "mail": "lead@example.cn"}, follow=True)
        .content.decode()
    )
    jobs.work_once("worker")
    assert "确认链接正发往新填的地址" in answer
    assert "地址还没有确认" in answer
    assert mailoutbox[0].to == ["lead@example.cn"]


def test_the_link_asks_before_it_counts(visit, lead):
    address = Address.objects.create(account=lead, channel="mail", value="a@b.cn", made=timezone.now())
    door, link = visit(lead), f"/me/notices/prove/{proof_for(address)}/"
    assert "确认这是您的地址" in door.get(link).content.decode()
    address.refresh_from_db()
    assert address.verified is None
    assert "地址已确认" in door.post(link, follow=True).content.decode()


def test_another_account_s_link_is_refused(visit, lead, stranger):
    address = Address.objects.create(account=lead, channel="mail", value="a@b.cn", made=timezone.now())
    assert visit(stranger).post(f"/me/notices/prove/{proof_for(address)}/").status_code == 404


def test_the_link_is_sent_again_on_demand(visit, lead, mailoutbox):
    door = visit(lead)
    door.post("/me/notices/settings/", {"mail": "lead@example.cn"})
    door.post("/me/notices/settings/mail/again/")
    while jobs.work_once("worker"):
        pass
    assert len(mailoutbox) == 2


def test_a_wrong_address_is_told_beside_its_field(visit, lead):
    answer = visit(lead).post("/me/notices/settings/", {"want_mail": "on", "mail": "lead"})
    assert answer.status_code == 422
    assert "“邮箱”写法不对" in answer.content.decode()
    assert not Preference.objects.exists()


def test_emptying_the_field_forgets_the_address(visit, lead):
    door = visit(lead)
    door.post("/me/notices/settings/", {"mail": "lead@example.cn"})
    door.post("/me/notices/settings/", {"mail": ""})
    assert not Address.objects.exists()
    assert Preference.objects.get(account=lead, channel="mail").wanted is False


def test_only_channels_that_are_set_up_are_offered(visit, lead):
    text = visit(lead).get("/me/notices/settings/").content.decode()
    assert "邮箱" in text
    assert "企业微信" not in text


@pytest.mark.parametrize("address", ["", "count/", "settings/", "prove/x/"])
def test_nobody_comes_in_without_signing_in(client, db, address):
    assert client.get(LIST + address).status_code == 302


def test_the_export_of_oneself_holds_what_one_was_told(visit, tian):  # noqa: F811
    told(tian, title="面试通过")
    export = json.loads(visit(tian).get("/me/about/export/").content)
    assert [one["title"] for one in export["notices"]] == ["面试通过"]
