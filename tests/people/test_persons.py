"""Persons: masked, revealed with a reason, found again, asked for consent."""

from __future__ import annotations

import json
from datetime import date

import pytest

from sangzi.kernel.errors import BadInput, Conflict, NotPermitted, NotVisible
from sangzi.kernel.models import AuditLine
from sangzi.people import access
from sangzi.people.actions import add_person, enter_register, give_consent, reveal, withdraw_consent
from sangzi.people.models import Person
from sangzi.people.queries import consented, likely_duplicates, lines_of, person_card, persons_matching
from sangzi.units.access import scope_of

TODAY = date(2024, 9, 30)


def known(name, home, **more):
    return add_person(name=name, home=home, today=TODAY, by=None, **more)


@pytest.fixture
def person(tree):
    return known("张小三", tree.village, phone="138 1234 1234", born=date(1998, 2, 3))


def test_a_card_shows_nothing_whole(person):
    card = person_card(person)
    assert (card.name, card.phone, card.born) == ("张*三", "138****1234", "1998年生")


def test_a_phone_that_is_none_is_refused_without_repeating_it(tree):
    with pytest.raises(BadInput, match="不是11位手机号") as refused:
        known("李四", tree.village, phone="12345")
    assert "12345" not in refused.value.sentence


def test_revealing_leaves_a_line_that_says_who_what_and_why(person, member):
    assert reveal(person=person, field="phone", reason="通知开会时间", by=member) == "13812341234"
    line = AuditLine.objects.get(act="people.reveal")
    assert (line.by, line.about) == (member, f"person:{person.pk}")
    assert json.loads(line.detail) == {"field": "phone", "reason": "通知开会时间"}


def test_nothing_is_revealed_without_a_reason(person, member):
    with pytest.raises(BadInput, match="要写明理由"):
        reveal(person=person, field="phone", reason=" 看 ", by=member)
    assert not AuditLine.objects.filter(act="people.reveal").exists()


def test_staff_see_those_at_home_or_listed_below_them_and_nobody_else(tree, person, member, stranger):
    listed = known("李四", tree.ragged_township)
    enter_register(register="talent-away", person=listed, unit=tree.township, since=TODAY, today=TODAY, by=None)
    here = access.visible_persons(scope_of(member, TODAY))
    assert set(here) == {person, listed}
    assert set(access.visible_persons(scope_of(stranger, TODAY))) == {listed}


def test_who_may_not_be_seen_is_answered_like_who_is_not_there(person, stranger):
    scope = scope_of(stranger, TODAY)
    with pytest.raises(NotVisible) as hidden:
        access.get_person_for(scope, person.pk)
    with pytest.raises(NotVisible) as missing:
        access.get_person_for(scope, 10**9)
    assert hidden.value.sentence == missing.value.sentence


def test_an_auditor_sees_cards_and_reveals_nothing(person, auditor, member):
    scope = scope_of(auditor, TODAY)
    assert access.get_person_for(scope, person.pk) == person
    with pytest.raises(NotPermitted):
        access.require_may_reveal(scope, person)
    access.require_may_reveal(scope_of(member, TODAY), person)


def test_a_double_is_hinted_at_by_phone_or_by_name_and_one_more_sign(tree, person):
    everybody = Person.objects.all()
    other = known("章晓珊", tree.other_township)
    by_phone = likely_duplicates(everybody, name="张三", home=tree.county, phone="13812341234")
    by_name = likely_duplicates(everybody, name="张小三", home=tree.village)
    assert [hint.card.pk for hint in by_phone] == [hint.card.pk for hint in by_name] == [person.pk]
    assert by_name[0].reasons == ["姓名相同", "家乡相同"]
    assert other.initials == person.initials


def test_people_are_found_by_name_initials_or_whole_phone(person):
    everybody = Person.objects.all()
    found = [
        [card.pk for card in persons_matching(everybody, text)] for text in ("张小", "zxs", "13812341234", "138", "")
    ]
    assert found == [[person.pk], [person.pk], [person.pk], [], []]


def test_all_lines_of_a_person_in_one_query(tree, person, member, django_assert_num_queries):
    for register in ("talent-away", "volunteers"):
        enter_register(register=register, person=person, unit=tree.township, since=TODAY, today=TODAY, by=None)
    lines = access.visible_entries(scope_of(member, TODAY))
    with django_assert_num_queries(1):
        assert [line.register for line in lines_of(lines, person)] == ["talent-away", "volunteers"]


def test_a_consent_holds_until_it_expires_or_is_withdrawn(person):
    consent = give_consent(
        person=person, purpose="register", given=date(2024, 1, 1), expires=date(2024, 12, 31), today=TODAY, by=None
    )
    assert consented(person, "register", TODAY)
    assert not consented(person, "register", date(2025, 1, 1))
    withdraw_consent(consent=consent, on=date(2024, 6, 1), today=TODAY, by=None)
    assert not consented(person, "register", TODAY)
    with pytest.raises(Conflict):
        withdraw_consent(consent=consent, on=TODAY, today=TODAY, by=None)


def test_consent_given_twice_is_one_consent(person):
    first = give_consent(person=person, purpose="register", given=TODAY, today=TODAY, by=None)
    assert give_consent(person=person, purpose="register", given=TODAY, today=TODAY, by=None) == first


def test_a_minor_does_not_consent_alone(tree):
    child = known("小明", tree.village, born=date(2012, 9, 1))
    with pytest.raises(BadInput, match="须由监护人同意"):
        give_consent(person=child, purpose="holiday-classes", given=TODAY, today=TODAY, by=None)
    consent = give_consent(person=child, purpose="holiday-classes", given=TODAY, today=TODAY, by=None, by_guardian=True)
    assert consent.by_guardian
