"""A person sees what concerns themselves, takes it along, and takes consents back."""

import json
from datetime import date

import pytest

from sangzi.kernel.models import Account
from sangzi.people.actions import add_person, enter_register, give_consent, reveal

TODAY = date(2025, 6, 1)


@pytest.fixture
def tian(tree):
    """An account that works nowhere, and its person."""
    account = Account.objects.create_user("tian", "x", name="田一禾")
    person = add_person(name="田一禾", phone="13812341234", home=tree.township, today=TODAY, by=None)
    person.account = account
    person.save()
    return account


def test_people_who_work_nowhere_land_on_their_own_page(client, tian):
    answer = client.post("/sign-in/", {"username": "tian", "password": "x"})
    assert answer["Location"] == "/me/about/"


def test_ones_own_values_are_not_masked(visit, tian, tree):
    enter_register(
        register="talent-away", unit=tree.county, since=TODAY, today=TODAY, by=None, person=tian.person, fields={}
    )
    text = visit(tian).get("/me/about/").content.decode()
    assert all(word in text for word in ("13812341234", "在外优秀人才", "和龙市"))


def test_nobody_elses_consent_can_be_withdrawn(visit, tian, tree):
    other = add_person(name="别人", home=tree.township, today=TODAY, by=None)
    consent = give_consent(person=other, purpose="register", given=TODAY, today=TODAY, by=None)
    assert visit(tian).post(f"/me/about/consents/{consent.pk}/withdraw/").status_code == 404
    consent.refresh_from_db()
    assert consent.withdrawn is None


def test_a_consent_is_withdrawn_once(visit, tian):
    consent = give_consent(person=tian.person, purpose="register", given=TODAY, today=TODAY, by=None)
    door = visit(tian)
    answers = [door.post(f"/me/about/consents/{consent.pk}/withdraw/").status_code for _ in range(2)]
    assert answers == [302, 409]


def test_whoever_looked_is_told_with_the_reason(visit, tian, lead):
    reveal(person=tian.person, field="phone", reason="通知面试时间", by=lead)
    assert "通知面试时间" in visit(tian).get("/me/about/").content.decode()


def test_the_export_holds_what_the_page_holds(visit, tian):
    told = json.loads(visit(tian).get("/me/about/export/").content)
    assert (told["name"], told["phone"]) == ("田一禾", "13812341234")


def test_an_account_without_a_person_is_told_so(visit, lead):
    assert "还没有和您的账号对应的资料" in visit(lead).get("/me/about/").content.decode()
    assert visit(lead).get("/me/about/export/").status_code == 404
