"""Looking at applications, asking guardians, gathering teams."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from sangzi.kernel.errors import BadInput, Conflict, NotVisible
from sangzi.notices.models import Notice
from sangzi.people.models import Consent
from sangzi.programmes.actions import (
    admit,
    agree_membership,
    answer_guardian,
    ask_guardian,
    begin,
    decide_many,
    fill,
    invite_member,
    refuse,
    remove_member,
    submit,
    withdraw_guardian,
)
from sangzi.programmes.bidders import Bidder
from sangzi.programmes.models import GuardianRequest, Member

from .made_rounds import NOW, apply_for, declared, first_come, opening_in, people_of, round_of

SCREENING = {"kind": "screening", "by_hand": True}
CONSENT = {"kind": "consent"}
BORN_MINOR = date(2009, 1, 1)


@pytest.fixture
def people(tree):
    return people_of(tree.township, 3)


@pytest.fixture
def screened(tree):
    return round_of(declared(SCREENING, first_come()), tree.province)


@pytest.fixture
def minors(tree):
    """A round of first come in which a minor's guardian must agree, and its only seat."""
    round_ = round_of(declared(first_come(), CONSENT), tree.province)
    return round_, opening_in(round_, tree.county)


def begun(round_, person, kind="person", **filled):
    there = begin(round=round_, bidder=Bidder(kind, person), key=f"b{person.pk}", now=NOW, by=None)
    return fill(application=there, answers={}, revision=0, now=NOW, by=None, **filled)


def handed_in(application):
    application.refresh_from_db()
    return submit(application=application, revision=application.revision, now=NOW, by=None)


def asked(application, **more):
    usual = {"name": "张大", "phone": "13812341234", "relation": "父亲"}
    return ask_guardian(application=application, now=NOW, by=None, **usual | more)


def test_who_is_admitted_first_has_the_seat(screened, people, tree):
    opening = opening_in(screened, tree.county)
    one, other = (apply_for(screened, person, opening) for person in people[:2])
    assert admit(application=other, now=NOW, by=None).state == "placed"
    assert admit(application=one, now=NOW, by=None).state == "waiting"


def test_who_is_admitted_is_told(screened, people, tree):
    there = apply_for(screened, people[0], opening_in(screened, tree.county))
    admit(application=there, now=NOW, by=None)
    assert "文书" in Notice.objects.get(person=people[0]).headline


def test_refusing_asks_for_a_reason_and_tells_it(screened, people, tree):
    there = apply_for(screened, people[0], opening_in(screened, tree.county))
    with pytest.raises(BadInput, match="原因"):
        refuse(application=there, reason=" ", now=NOW, by=None)
    refuse(application=there, reason="材料不全", now=NOW, by=None)
    assert "材料不全" in Notice.objects.get(person=people[0]).words


def test_nobody_is_decided_twice(screened, people, tree):
    there = apply_for(screened, people[0], opening_in(screened, tree.county))
    refuse(application=there, reason="否", now=NOW, by=None)
    with pytest.raises(Conflict):
        admit(application=there, now=NOW, by=None)


def test_one_that_cannot_be_decided_stops_none_of_the_others(screened, people, tree):
    opening = opening_in(screened, tree.county, capacity=3)
    all_three = [apply_for(screened, person, opening) for person in people]
    refuse(application=all_three[1], reason="否", now=NOW, by=None)
    outcome = decide_many(applications=all_three, decision="admit", now=NOW, by=None)
    assert (outcome.done, [one.pk for one, _why in outcome.refused]) == (2, [all_three[1].pk])


def test_a_minor_names_a_guardian_before_handing_in(minors, tree):
    there = begun(minors[0], people_of(tree.township, 1, born=BORN_MINOR)[0])
    with pytest.raises(BadInput) as refusal:
        handed_in(there)
    assert refusal.value.context["field"] == "guardian"


def test_a_minor_has_no_seat_until_the_guardian_agrees(minors, tree):
    there = begun(minors[0], people_of(tree.township, 1, born=BORN_MINOR)[0])
    token = asked(there)
    assert handed_in(there).state == "submitted"
    minors[1].refresh_from_db()
    assert minors[1].taken == 0
    assert answer_guardian(token=token, agreed=True, name="张大", now=NOW).state == "placed"
    assert Consent.objects.get().by_guardian


def test_a_guardian_who_disagrees_ends_it(minors, tree):
    there = begun(minors[0], people_of(tree.township, 1, born=BORN_MINOR)[0])
    token = asked(there)
    handed_in(there)
    ended = answer_guardian(token=token, agreed=False, name="张大", now=NOW)
    assert (ended.state, ended.reason) == ("refused", "监护人不同意")


@pytest.mark.parametrize(
    ("name", "days", "refusal"), [("别人", 0, BadInput), ("张大", 15, Conflict)], ids=["another name", "too late"]
)
def test_a_guardians_link_is_for_them_and_for_a_time(minors, tree, name, days, refusal):
    token = asked(begun(minors[0], people_of(tree.township, 1, born=BORN_MINOR)[0]))
    with pytest.raises(refusal):
        answer_guardian(token=token, agreed=True, name=name, now=NOW + timedelta(days=days))


def test_a_guardians_answer_is_given_once(minors, tree):
    token = asked(begun(minors[0], people_of(tree.township, 1, born=BORN_MINOR)[0]))
    answer_guardian(token=token, agreed=True, name="张大", now=NOW)
    with pytest.raises(Conflict):
        answer_guardian(token=token, agreed=False, name="张大", now=NOW)


def test_a_guardian_takes_consent_back_and_the_seat_goes_to_the_next(minors, tree):
    child, other = people_of(tree.township, 1, born=BORN_MINOR)[0], people_of(tree.township, 1)[0]
    token = asked(there := begun(minors[0], child))
    handed_in(there)
    answer_guardian(token=token, agreed=True, name="张大", now=NOW)
    waiting = apply_for(minors[0], other, minors[1])
    ended = withdraw_guardian(token=token, name="张大", now=NOW + timedelta(days=20))
    waiting.refresh_from_db()
    assert (ended.state, ended.reason, ended.guardian) == ("withdrawn", "监护人撤回了同意", "refused")
    assert (Consent.objects.get(by_guardian=True).withdrawn is not None, waiting.state) == (True, "placed")


def test_only_what_was_agreed_to_is_taken_back_and_by_nobody_else(minors, tree):
    token = asked(begun(minors[0], people_of(tree.township, 1, born=BORN_MINOR)[0]))
    with pytest.raises(Conflict, match="没有同意过"):
        withdraw_guardian(token=token, name="张大", now=NOW)
    answer_guardian(token=token, agreed=True, name="张大", now=NOW)
    with pytest.raises(BadInput, match="姓名与申请人填写的"):
        withdraw_guardian(token=token, name="别人", now=NOW)


def test_the_child_who_is_signed_in_does_not_answer_for_the_guardian(minors, tree, member):
    child = people_of(tree.township, 1, born=BORN_MINOR)[0]
    child.account = member
    child.save()
    token = asked(begun(minors[0], child))
    with pytest.raises(BadInput, match="不能替监护人答复"):
        answer_guardian(token=token, agreed=True, name="张大", now=NOW, by=child.account)


def test_only_a_hash_of_the_link_is_kept(minors, tree):
    token = asked(begun(minors[0], people_of(tree.township, 1, born=BORN_MINOR)[0]))
    assert GuardianRequest.objects.get().token not in ("", token)


def test_the_applicant_cannot_be_their_own_guardian(minors, tree):
    minor = people_of(tree.township, 1, born=BORN_MINOR)[0]
    minor.phone = "13812341234"
    minor.save()
    with pytest.raises(BadInput, match="不能与申请人的相同"):
        asked(begun(minors[0], minor))


def test_a_link_that_nobody_sent_leads_nowhere(db):
    with pytest.raises(NotVisible):
        answer_guardian(token="x", agreed=True, name="张大", now=NOW)


@pytest.fixture
def teams(tree):
    round_ = round_of(declared(SCREENING, applications={"by": ["team"], "least": 2, "most": 3}), tree.province)
    opening_in(round_, tree.county)
    return round_


def test_a_team_counts_those_who_agreed_themselves(teams, people, member):
    people[1].account = member
    people[1].save()
    there = begun(teams, people[0], "team", name="青苗队")
    token = invite_member(application=there, name="李四", now=NOW, by=None)
    with pytest.raises(BadInput, match="已确认1人"):
        handed_in(there)
    agree_membership(token=token, now=NOW, by=member)
    assert handed_in(there).state == "submitted"


def test_the_captain_does_not_join_twice(teams, people, member):
    people[0].account = member
    people[0].save()
    token = invite_member(application=begun(teams, people[0], "team"), name="李四", now=NOW, by=None)
    with pytest.raises(Conflict, match="已在这个团队"):
        agree_membership(token=token, now=NOW, by=member)


def test_a_team_is_no_larger_than_it_may_be(teams, people):
    there = begun(teams, people[0], "team")
    for name in ("甲一", "乙二"):
        invite_member(application=there, name=name, now=NOW, by=None)
    with pytest.raises(BadInput, match="最多3人"):
        invite_member(application=there, name="丙三", now=NOW, by=None)
    remove_member(member=Member.objects.first(), now=NOW, by=None)
    assert invite_member(application=there, name="丙三", now=NOW, by=None)
