"""A person sees what concerns themselves, takes it along, and takes consents back."""

import json
from datetime import date

import pytest

from sangzi.kernel.errors import NotPermitted
from sangzi.kernel.models import Account, AuditLine
from sangzi.people.actions import add_person, correct_own, enter_register, give_consent, reveal
from sangzi.people.models import Person

TODAY = date(2025, 6, 1)


@pytest.fixture
def tian(tree):
    """An account that works nowhere, and its person."""
    account = Account.objects.create_user("tian", "x", name="田一禾")
    person = add_person(name="田一禾", phone="13812341234", home=tree.township, today=TODAY, by=None)
    person.account = account
    person.save()
    return account


def test_people_who_work_nowhere_land_where_it_says_what_comes_next(client, tian):
    answer = client.post("/sign-in/", {"username": "tian", "password": "x"})
    assert answer["Location"] == "/me/applications/"


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


def told(tree, **other):
    return {"name": "田一禾", "phone": "13812341234", "home": tree.county.name} | other


def test_who_i_am_is_corrected_by_myself(visit, tian, tree):
    answer = visit(tian).post("/me/about/change/", told(tree, name="田一和", phone="139 0000 0002", born="2003-05-01"))
    person = Person.objects.get(account=tian)
    assert answer["Location"] == "/me/about/"
    assert (person.name, person.phone, person.home, person.born) == (
        "田一和",
        "13900000002",
        tree.county,
        date(2003, 5, 1),
    )


def test_what_was_corrected_is_in_the_chain_without_the_values(visit, tian, tree):
    visit(tian).post("/me/about/change/", told(tree, phone="13900000002"))
    line = AuditLine.objects.get(act="people.correct_own")
    assert json.loads(line.detail) == {"fields": ["phone", "home"]}


def test_a_day_of_birth_is_told_once(visit, tian, tree):
    door = visit(tian)
    for day in ("2003-05-01", "2013-05-01"):
        door.post("/me/about/change/", told(tree, born=day))
    assert Person.objects.get(account=tian).born == date(2003, 5, 1)


def test_a_phone_is_not_emptied(visit, tian, tree):
    assert visit(tian).post("/me/about/change/", told(tree, phone="")).status_code == 422
    assert Person.objects.get(account=tian).phone == "13812341234"


def test_nobody_corrects_somebody_else(tian, lead, tree):
    with pytest.raises(NotPermitted):
        correct_own(person=tian.person, name="别人", phone="", home=tree.county, today=TODAY, by=lead)


def test_a_consent_to_a_programme_is_called_by_its_name(visit, tian):
    give_consent(person=tian.person, purpose="programme:return-home", given=TODAY, today=TODAY, by=None)
    text = visit(tian).get("/me/about/").content.decode()
    assert "参加：返家乡社会实践" in text
    assert "programme:return-home" not in text
