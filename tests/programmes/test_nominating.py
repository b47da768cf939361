"""Nominating somebody else: by name and phone, and nothing goes on before they have agreed."""

from __future__ import annotations

from datetime import date

import pytest

from sangzi.kernel.errors import BadInput, Conflict, NotPermitted, NotVisible
from sangzi.people.models import Consent, Person
from sangzi.programmes.actions import GuardianTold, answer_guardian, answer_nomination, nominate
from sangzi.programmes.models import Application
from sangzi.programmes.nominees import nomination_of, token_of
from tests.cast import appoint

from .made_rounds import NOW, declared, opening_in, round_of

AGED = {"kind": "screening", "least_age": 14, "most_age": 45}
CONSENT = {"kind": "consent", "purpose": "公开事迹"}
DEED = {"key": "deed", "title": "事迹", "title_en": "Deed", "required": True}
BORN = date(1996, 2, 3)


@pytest.fixture
def secretary(tree):
    return appoint("secretary", tree.village, "officer")


@pytest.fixture
def call(tree):
    made = round_of(declared(AGED, CONSENT, applications={"nominated": True, "fields": [DEED]}), tree.county)
    opening_in(made, tree.county, 5)
    return made


@pytest.fixture
def entered(call, tree, secretary):
    return entry(call, tree.village, secretary)


def entry(round_, unit, by, **more):
    usual = {"name": "韩晓", "phone": "13900000007", "answers": {"deed": "办起合作社"}, "wishes": [], "key": "k"}
    return nominate(round=round_, unit=unit, now=NOW, by=by, **usual | more)


def answer(application, **more):
    usual = {"agreed": True, "name": "韩晓", "born": BORN, "by": None}
    return answer_nomination(application=nomination_of(token_of(application)), now=NOW, **usual | more)


def test_a_nominee_is_a_name_and_a_phone_at_home(entered, tree):
    person = entered.person
    assert (person.name, person.phone, person.home, person.born, person.account) == (
        "韩晓",
        "13900000007",
        tree.village,
        None,
        None,
    )
    assert (entered.state, entered.submitted) == ("draft", None)


def test_what_is_personal_is_asked_of_the_nominee_alone(tree, secretary):
    account = DEED | {"key": "bank", "title": "账号", "personal": True, "keep": 30}
    call = round_of(declared(AGED, applications={"nominated": True, "fields": [DEED, account]}), tree.county)
    opening_in(call, tree.county, 5)
    with pytest.raises(BadInput, match="没有“bank”这一项"):
        entry(call, tree.village, secretary, answers={"deed": "办学", "bank": "6222"})
    entered = entry(call, tree.village, secretary)
    with pytest.raises(BadInput, match="“账号”没有填写"):
        answer(entered)
    assert "6222" in answer(entered, answers={"bank": "6222"}).application.evidence


def test_nothing_is_agreed_to_for_a_nominee(entered):
    assert Consent.objects.count() == 0
    answer(entered)
    assert [one.person for one in Consent.objects.all()] == [entered.person]


def test_who_agrees_hands_it_in_and_says_when_they_were_born(entered):
    assert answer(entered).application.state == "submitted"
    assert Person.objects.get().born == BORN


def test_who_does_not_agree_ends_it(entered):
    assert answer(entered, agreed=False, born=None).application.state == "withdrawn"
    with pytest.raises(Conflict):
        answer(entered)


@pytest.mark.parametrize(("wrong", "field"), [({"name": "李四"}, "name"), ({"born": None}, "born")])
def test_who_is_not_the_nominee_or_says_no_birth_is_refused(entered, wrong, field):
    with pytest.raises(BadInput) as refused:
        answer(entered, **wrong)
    assert refused.value.context["field"] == field


def test_who_is_too_old_is_refused_and_their_birth_not_kept(entered):
    with pytest.raises(BadInput, match="须不超过45周岁"):
        answer(entered, born=date(1950, 1, 1))
    assert Person.objects.get().born is None


def test_a_minor_names_a_guardian_and_nothing_goes_on_before_they_agree(entered):
    minor = {"born": date(2008, 1, 1)}
    with pytest.raises(BadInput, match="须监护人同意"):
        answer(entered, **minor)
    done = answer(entered, guardian=GuardianTold("韩父", "13900000008", "父亲"), **minor)
    assert (done.application.guardian, Consent.objects.count()) == ("asked", 0)
    assert answer_guardian(token=done.guardian_token, agreed=True, name="韩父", now=NOW).guardian == "agreed"


def test_twice_the_same_key_is_one_nomination(entered, call, tree, secretary):
    assert entry(call, tree.village, secretary) == entered
    assert (Application.objects.count(), Person.objects.count()) == (1, 1)


def test_only_who_works_for_the_unit_nominates(call, tree, secretary, stranger):
    for unit, by in ((tree.other_village, secretary), (tree.village, stranger)):
        with pytest.raises(NotPermitted):
            entry(call, unit, by)


def test_nobody_is_nominated_where_people_enter_themselves(tree, secretary):
    with pytest.raises(NotPermitted):
        entry(round_of(declared(), tree.county), tree.village, secretary)


def test_what_must_be_said_is_said_at_once(call, tree, secretary):
    with pytest.raises(BadInput) as refused:
        entry(call, tree.village, secretary, answers={})
    assert (refused.value.context["field"], Person.objects.count()) == ("deed", 0)


def test_a_forged_link_leads_nowhere(entered):
    with pytest.raises(NotVisible):
        nomination_of(token_of(entered)[:-1] + "x")
