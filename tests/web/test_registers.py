"""Registers on pages: masked lines, somebody known or new entered with consent, leaving; a value shown for a reason."""

from __future__ import annotations

import pytest

from sangzi.kernel.models import AuditLine
from sangzi.people.models import Consent, Entry, Partner, Person

from .work import TODAY, begin_work

MOST_QUERIES = 12
ROLE_MODELS = "/desk/registers/role-models/"
VOLUNTEERS = "/desk/registers/volunteers/"


@pytest.fixture
def work(tree):
    return begin_work(tree)


def line(**given):
    usual = {"unit": "龙城镇（222406104）", "since": TODAY.isoformat(), "own_kind": "乡村治理", "consents": "on"}
    return usual | given


def test_all_registers_stand_with_their_counts(visit, member, work):
    page = visit(member).get("/desk/registers/").content.decode()
    assert "青年典型" in page
    assert VOLUNTEERS in page


def test_a_register_shows_its_lines_masked(visit, member, work):
    page = visit(member).get(VOLUNTEERS).content.decode()
    assert "张*三" in page
    assert "138****1234" in page
    assert "张小三" not in page
    assert "13812341234" not in page


def test_a_line_is_found_by_a_name_that_stands_in_no_address(visit, member, work):
    client = visit(member)
    found = client.post(f"{VOLUNTEERS}find/", {"text": "张小"}).content.decode()
    none = client.post(f"{VOLUNTEERS}find/", {"text": "李"}).content.decode()
    assert ("张*三" in found, "张*三" in none) == (True, False)
    assert client.get(f"{VOLUNTEERS}find/").status_code == 405


@pytest.mark.parametrize("people", [1, 3])
def test_a_register_costs_the_same_queries_whatever_its_length(
    visit, member, work, people, django_assert_max_num_queries
):
    for number in range(people):
        person = Person.objects.create(name=f"某{number}", home=work.tree.township)
        Entry.objects.create(register="volunteers", person=person, unit=work.tree.village, since=TODAY)
    client = visit(member)
    with django_assert_max_num_queries(MOST_QUERIES):
        client.get(VOLUNTEERS)


def test_somebody_known_is_entered_with_consent(visit, member, work):
    answer = visit(member).post(f"{ROLE_MODELS}add/", line(who=work.person.pk), follow=True)
    entry = Entry.objects.get(register="role-models")
    assert (entry.person, entry.unit, entry.fields) == (work.person, work.tree.township, '{"kind": "乡村治理"}')
    assert Consent.objects.filter(person=work.person, purpose="register").exists()
    assert "已列入“青年典型”" in answer.content.decode()


def test_nobody_is_entered_without_consent(visit, member, work):
    answer = visit(member).post(f"{ROLE_MODELS}add/", line(who=work.person.pk, consents=""))
    assert "consents" in answer.context["form"].errors
    assert not Entry.objects.filter(register="role-models").exists()


def test_somebody_new_is_entered_and_made_known_at_once(visit, member, work):
    visit(member).post(f"{ROLE_MODELS}add/?new=1", line(name="欧阳明", phone="", born=""))
    assert Entry.objects.get(register="role-models").person.name == "欧阳明"


def test_who_looks_like_somebody_known_is_asked_about_first(visit, member, work):
    client, sent = visit(member), line(name="张小三", phone="13812341234", born="")
    asked = client.post(f"{ROLE_MODELS}add/?new=1", sent).content.decode()
    assert "可能已经登记过" in asked
    assert "电话相同" in asked
    assert not Entry.objects.filter(register="role-models").exists()
    client.post(f"{ROLE_MODELS}add/?new=1", sent | {"same": work.person.pk})
    assert Entry.objects.get(register="role-models").person == work.person


def test_who_only_looks_alike_is_entered_as_somebody_new(visit, member, work):
    visit(member).post(f"{ROLE_MODELS}add/?new=1", line(name="张小三", phone="", born="", same="nobody"))
    assert Entry.objects.get(register="role-models").person != work.person


def test_a_minor_needs_the_guardian(visit, member, work):
    child = line(name="小明", phone="", born=f"{TODAY.year - 10}-01-01")
    answer = visit(member).post(f"{ROLE_MODELS}add/?new=1", child)
    assert "监护人" in answer.context["form"].errors["by_guardian"][0]
    assert not Person.objects.filter(name="小明").exists()


def test_an_organisation_is_entered_once_for_its_credit_code(visit, member, work):
    fields = {"unit": "222406104", "since": TODAY.isoformat(), "name": "龙城米业", "kind": "企业"}
    client, code = visit(member), "91350100M000100Y43"
    client.post("/desk/registers/served-enterprises/add/?new=1", fields | {"credit_code": code})
    again = client.post("/desk/registers/served-enterprises/add/?new=1", fields | {"credit_code": code})
    assert Partner.objects.get().name == "龙城米业"
    assert "已经登记过" in again.context["form"].errors["credit_code"][0]


def test_a_wrong_field_of_the_register_is_said_beside_it(visit, member, work):
    answer = visit(member).post(f"{ROLE_MODELS}add/", line(who=work.person.pk, own_kind="", own_named="昨天"))
    assert set(answer.context["form"].errors) == {"own_kind", "own_named"}


def test_a_line_leaves_and_stays_readable(visit, member, work):
    entry, client = Entry.objects.get(register="volunteers"), visit(member)
    client.post(f"{VOLUNTEERS}{entry.pk}/leave/", {"on": TODAY.isoformat()})
    assert "张*三" not in client.get(VOLUNTEERS).content.decode()
    assert 'class="struck"' in client.get(f"{VOLUNTEERS}?past=1").content.decode()


def test_a_person_stands_masked_with_registers_and_records(visit, member, work):
    work.record()
    page = visit(member).get(f"/desk/people/{work.person.pk}/").content.decode()
    for words in ("张*三", "138****1234", "志愿者", "服务时长"):
        assert words in page
    assert "张小三" not in page


def test_a_whole_value_is_shown_once_for_a_reason_that_is_logged(visit, member, work):
    address = f"/desk/people/{work.person.pk}/"
    client = visit(member)
    shown = client.post(f"{address}reveal/", {"field": "phone", "reason": "通知到岗时间"})
    assert "13812341234" in shown.content.decode()
    assert "no-store" in shown["Cache-Control"]
    assert "13812341234" not in client.get(address).content.decode()
    line = AuditLine.objects.get(act="people.reveal")
    assert line.by == member
    assert "13812341234" not in line.detail


@pytest.mark.parametrize("reason", ["", "看看"])
def test_without_a_good_reason_nothing_is_shown(visit, member, work, reason):
    answer = visit(member).post(f"/desk/people/{work.person.pk}/reveal/", {"field": "phone", "reason": reason})
    assert answer.status_code == 422
    assert "13812341234" not in answer.content.decode()


def test_who_may_see_and_who_may_change(visit, member, lead, stranger, auditor, work):
    entry = Entry.objects.get(register="volunteers")
    pages = (f"/desk/people/{work.person.pk}/", f"{VOLUNTEERS}{entry.pk}/leave/")
    answers = {
        account.username: [visit(account).get(page).status_code for page in pages]
        for account in (member, lead, stranger, auditor)
    }
    assert answers == {"member": [200, 200], "lead": [200, 200], "stranger": [404, 404], "auditor": [200, 403]}


def test_a_reader_does_not_reveal(visit, auditor, work):
    sent = {"field": "phone", "reason": "通知到岗时间"}
    assert visit(auditor).post(f"/desk/people/{work.person.pk}/reveal/", sent).status_code == 403
