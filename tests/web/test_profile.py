"""A person fills in themselves: joining, one's own lines, invitations, public cards."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.test import Client

from sangzi.kernel.models import Account
from sangzi.people.actions import add_person, invite
from sangzi.people.models import Consent, Entry, Invitation, Person

TODAY = date(2025, 6, 1)
JOINING = {
    "name": "田一禾",
    "phone": "13812341234",
    "password": "mulberry and catalpa",
    "home": "和龙市",
    "agrees": "on",
}
LINE = {
    "unit": "和龙市",
    "own_field": "种植",
    "own_skills": "苹果梨栽培",
    "shown_to": "2",
    "days": "365",
    "agrees": "on",
}


@pytest.fixture(autouse=True)
def clock(freeze):
    freeze(TODAY)


@pytest.fixture
def freeze(monkeypatch):
    def stop(on):
        monkeypatch.setattr("django.utils.timezone.localdate", lambda *_args, **_named: on)

    return stop


@pytest.fixture
def tian(tree):
    account = Account.objects.create_user("tian", "x", name="田一禾")
    person = add_person(name="田一禾", phone="13812341234", home=tree.county, today=TODAY, by=None)
    person.account = account
    person.save()
    return account


def test_somebody_joins_and_is_signed_in_with_nothing_but_what_is_needed(client, tree):
    answer = client.post("/join/", JOINING)
    assert answer["Location"] == "/me/profile/"
    person = Person.objects.get()
    assert (person.account.username, person.home, person.born) == ("13812341234", tree.county, None)
    assert list(Consent.objects.values_list("purpose", flat=True)) == ["account"]
    assert client.get("/me/profile/").status_code == 200


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"phone": "123"}, "不是11位手机号"),
        ({"password": "12345678"}, "密码"),
        ({"home": "不存在县"}, "没有找到"),
        ({"home": "吉林省"}, "没有找到"),
        ({"agrees": ""}, "必填"),
        ({"born": "2012-01-01"}, "须由监护人同意"),
    ],
)
def test_what_cannot_be_used_is_said_beside_its_field(client, tree, given, sentence):
    answer = client.post("/join/", JOINING | given)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not Account.objects.exists()


def test_a_phone_that_is_known_is_told_without_telling_whose_it_is(client, tree):
    client.post("/join/", JOINING)
    again = Client().post("/join/", JOINING | {"name": "别人"})
    text = again.content.decode()
    assert again.status_code == 422
    assert "已经注册过" in text
    assert "田一禾" not in text


def test_a_phone_that_staff_noted_opens_nobodys_notes(client, tree):
    noted = add_person(name="田一禾", phone="13812341234", home=tree.county, today=TODAY, by=None)
    client.post("/join/", JOINING)
    noted.refresh_from_db()
    assert noted.account is None
    assert Person.objects.count() == 2


def test_ones_own_line_is_made_changed_and_shown_no_further_than_one_says(visit, tian, tree):
    door = visit(tian)
    assert door.post("/me/profile/rural-talent/", LINE)["Location"] == "/me/profile/"
    entry = Entry.objects.get()
    assert (entry.by_self, entry.shown_to, entry.lapses) == (True, tree.prefecture, date(2026, 6, 1))
    door.post("/me/profile/rural-talent/", LINE | {"own_skills": "蓝莓", "shown_to": "-1"})
    entry.refresh_from_db()
    assert ("蓝莓" in entry.fields, entry.shown_to) == (True, None)
    assert "蓝莓" in door.get("/me/profile/").content.decode()


def test_a_line_is_renewed_withdrawn_and_deleted_by_its_person(visit, tian, freeze):
    door = visit(tian)
    door.post("/me/profile/rural-talent/", LINE)
    entry = Entry.objects.get()
    freeze(date(2026, 5, 1))
    assert "2026年6月1日到期" in door.get("/me/profile/").content.decode()
    door.post(f"/me/profile/lines/{entry.pk}/renew/")
    entry.refresh_from_db()
    assert entry.lapses == date(2028, 4, 30)
    door.post(f"/me/profile/lines/{entry.pk}/erase/")
    entry.refresh_from_db()
    assert (entry.person, entry.fields, entry.until) == (None, "{}", date(2026, 5, 1))
    assert not Consent.objects.filter(withdrawn=None, purpose="register:rural-talent").exists()


def test_a_line_ends_with_the_consent_that_it_stands_on(visit, tian):
    door = visit(tian)
    door.post("/me/profile/rural-talent/", LINE | {"card": "on"})
    consent = Consent.objects.get(purpose="register:rural-talent")
    door.post(f"/me/about/consents/{consent.pk}/withdraw/")
    assert Entry.objects.get().until == TODAY
    assert not Consent.objects.filter(withdrawn=None, purpose__startswith="card:").exists()


def test_nobody_elses_line_can_be_touched(visit, tian, lead, tree):
    visit(tian).post("/me/profile/rural-talent/", LINE)
    entry = Entry.objects.get()
    for verb in ("renew", "withdraw", "erase"):
        assert visit(lead).post(f"/me/profile/lines/{entry.pk}/{verb}/").status_code == 404
    assert Client().post(f"/me/profile/lines/{entry.pk}/erase/").status_code in (302, 401, 403)


def test_staff_enter_nobody_into_a_register_that_is_the_persons_own(visit, county_officer, tian):
    assert visit(county_officer).get("/desk/registers/rural-talent/add/").status_code == 403


def test_an_account_without_a_person_begins_with_one(visit, tree):
    account = Account.objects.create_user("new", "x", name="新人")
    door = visit(account)
    assert door.get("/me/profile/")["Location"] == "/me/profile/begin/"
    door.post("/me/profile/begin/", JOINING | {"phone": ""})
    assert Person.objects.get().account == account


def test_an_invitation_holds_no_name_and_works_once(visit, tian, tree):
    shown = visit(tian).post("/me/profile/rural-talent/invite/", {"note": "来看看"}).content.decode()
    (token,) = re.findall(r"/invited/([\w-]+)/", shown)
    assert token not in Invitation.objects.get().token_hash
    other = Client()
    page = other.get(f"/invited/{token}/")
    assert "来看看" in page.content.decode()
    assert page["Referrer-Policy"] == "no-referrer"
    other.post("/join/", JOINING | {"phone": "13912341234", "name": "李四"})
    address = f"/me/profile/rural-talent/?invited={token}"
    assert other.post(address, LINE).status_code == 302
    assert Invitation.objects.get().person.name == "李四"
    assert other.get(f"/invited/{token}/").status_code == 404


def test_a_link_that_was_made_up_or_withdrawn_leads_nowhere(visit, tian, tree):
    made = invite(register="rural-talent", unit=tree.county, today=TODAY, by=tian)
    visit(tian).post(f"/me/profile/invitations/{made.invitation.pk}/withdraw/")
    assert Client().get(f"/invited/{made.token}/").status_code == 404
    assert Client().get("/invited/abc/").status_code == 404


def test_a_card_is_seen_by_anyone_only_while_its_person_says_so(visit, tian, django_assert_max_num_queries):
    door, anyone = visit(tian), Client()
    door.post("/me/profile/rural-talent/", LINE)
    assert "田一禾" not in anyone.get("/cards/rural-talent/").content.decode()
    door.post("/me/profile/rural-talent/", LINE | {"card": "on"})
    with django_assert_max_num_queries(2):
        text = anyone.get("/cards/rural-talent/").content.decode()
    assert ("田一禾" in text, "13812341234" in text) == (True, False)
    door.post("/me/profile/rural-talent/", LINE)
    assert "田一禾" not in anyone.get("/cards/rural-talent/").content.decode()


def test_a_register_without_cards_shows_none(tree):
    assert Client().get("/cards/students-away/").status_code == 404


def test_homes_are_offered_to_anyone_who_types(tree):
    text = Client().get("/home-options/?field=home&home=和龙").content.decode()
    assert "和龙市（222406）" in text
    assert "全国" not in re.findall(r'value="([^"]+)"', text)


def test_the_page_of_ones_lines_asks_the_same_few_queries(visit, tian, django_assert_max_num_queries):
    door = visit(tian)
    door.post("/me/profile/rural-talent/", LINE)
    with django_assert_max_num_queries(12):
        door.get("/me/profile/")
