"""Inviting, finding by skill, doubles and sheets at the desk."""

from __future__ import annotations

import re
from contextlib import closing
from datetime import date
from io import BytesIO

import pytest
from openpyxl import Workbook, load_workbook

from sangzi.kernel.models import AuditLine, SheetImport
from sangzi.people.actions import add_partner, add_person, enter_register
from sangzi.people.definitions import registers
from sangzi.people.models import Entry, Invitation, Merge, NotDoubles, Person
from sangzi.people.sheets import columns_to_enter

TODAY = date(2025, 6, 1)


def person(name, unit, **more):
    return add_person(name=name, home=unit, today=TODAY, by=None, **more)


@pytest.fixture
def fruit(tree):
    one = person("李果", tree.township)
    fields = {"field": "技术", "skills": "果树病虫害防治"}
    return enter_register(
        register="mentors", person=one, unit=tree.township, since=TODAY, today=TODAY, by=None, fields=fields
    )


@pytest.fixture
def two(tree):
    born = date(1998, 2, 3)
    return [person(name, tree.township, born=born, phone="13812341234") for name in ("李雪梅", "李雪枚")]


def test_a_need_finds_who_fits_and_says_why(visit, county_officer, fruit):
    text = visit(county_officer).post("/desk/registers/who-can/", {"need": "苹果树得了腐烂病"}).content.decode()
    assert "李*" in text
    assert "腐烂病→病虫害" in text
    assert "李果" not in text


def test_who_is_out_of_scope_is_not_found(visit, stranger, fruit):
    text = visit(stranger).post("/desk/registers/who-can/", {"need": "苹果树得了腐烂病"}).content.decode()
    assert "没有找到" in text


def test_a_need_may_be_narrowed_to_a_register(visit, county_officer, fruit):
    text = (
        visit(county_officer).post("/desk/registers/who-can/", {"need": "果树", "register": "experts"}).content.decode()
    )
    assert "没有找到" in text


def test_the_search_asks_few_queries(visit, county_officer, fruit, django_assert_max_num_queries):
    door = visit(county_officer)
    door.post("/desk/registers/who-can/", {"need": "果树"})
    with django_assert_max_num_queries(12):
        door.post("/desk/registers/who-can/", {"need": "果树"})


def test_staff_invite_where_a_register_is_the_persons_own(visit, county_officer, tree):
    door = visit(county_officer)
    text = door.post("/desk/registers/rural-talent/invite/", {"note": "欢迎"}).content.decode()
    assert re.search(r"/invited/[\w-]{20,}/", text)
    invitation = Invitation.objects.get()
    assert (invitation.unit, invitation.by) == (tree.county, county_officer)
    door.post(f"/desk/registers/invitations/{invitation.pk}/withdraw/")
    invitation.refresh_from_db()
    assert invitation.withdrawn


def test_nobody_invites_without_a_role_or_into_what_staff_enter(visit, auditor, county_officer):
    assert visit(auditor).get("/desk/registers/rural-talent/invite/").status_code == 403
    assert visit(county_officer).get("/desk/registers/social-workers/invite/").status_code == 403


def test_a_strangers_invitation_is_not_there(visit, county_officer, stranger):
    visit(county_officer).post("/desk/registers/rural-talent/invite/", {"note": ""})
    invitation = Invitation.objects.get()
    assert visit(stranger).post(f"/desk/registers/invitations/{invitation.pk}/withdraw/").status_code == 404


def test_doubles_stand_side_by_side_masked_and_are_merged_and_parted(visit, county_officer, two):
    door = visit(county_officer)
    text = door.get("/desk/registers/doubles/").content.decode()
    assert ("李*梅" in text, "李雪梅" in text, "姓名读音相同" in text) == (True, False, True)
    door.post("/desk/registers/doubles/merge/", {"keep": two[0].pk, "other": two[1].pk})
    assert not Person.objects.filter(pk=two[1].pk, merged_into=None).exists()
    assert door.get(f"/desk/people/{two[1].pk}/").status_code == 404
    door.post(f"/desk/registers/doubles/{Merge.objects.get().pk}/undo/")
    assert Person.objects.filter(pk=two[1].pk, merged_into=None).exists()


def test_two_who_are_two_are_asked_about_once(visit, county_officer, two):
    door = visit(county_officer)
    door.post("/desk/registers/doubles/apart/", {"keep": two[0].pk, "other": two[1].pk})
    assert NotDoubles.objects.count() == 1
    assert "李*梅" not in door.get("/desk/registers/doubles/").content.decode()


def test_who_may_not_change_merges_nobody(visit, auditor, stranger, member, two, tree):
    other = person("李雪梅", tree.other_township, phone="13812341234")
    given = {"keep": two[0].pk, "other": other.pk}
    assert visit(auditor).post("/desk/registers/doubles/merge/", given).status_code == 403
    assert visit(stranger).post("/desk/registers/doubles/merge/", given).status_code == 404
    assert visit(member).post("/desk/registers/doubles/merge/", given).status_code == 404
    assert not Merge.objects.exists()


def test_the_page_of_doubles_asks_the_same_few_queries(visit, county_officer, two, django_assert_max_num_queries):
    door = visit(county_officer)
    with django_assert_max_num_queries(14):
        door.get("/desk/registers/doubles/")


SPEAKER = {
    "name": "张三",
    "phone": "",
    "born": "",
    "unit": "",
    "since": "",
    "topics": "民法典",
    "agreed": "是",
    "new": "",
}


def sheet_of(*rows, register="speakers"):
    """A filled-in sheet."""
    columns = columns_to_enter(registers()[register])
    book = Workbook()
    book.active.append([column.title for column in columns])
    for row in rows:
        given = SPEAKER | row
        book.active.append([given.get(column.key, "") for column in columns])
    file = BytesIO()
    book.save(file)
    file.seek(0)
    file.name = "names.xlsx"
    return file


def bring(door, *rows):
    answer = door.post("/desk/registers/speakers/import/", {"file": sheet_of(*rows)})
    assert answer.status_code == 302, answer.content.decode()
    return SheetImport.objects.latest("pk")


def test_the_template_asks_what_the_register_asks(visit, county_officer):
    answer = visit(county_officer).get("/desk/registers/speakers/template/")
    heads = [cell.value for cell in load_workbook(BytesIO(answer.content)).worksheets[0][1]]
    assert any("宣讲专题" in str(head) for head in heads)
    assert visit(county_officer).get("/desk/registers/rural-talent/template/").status_code == 403


def test_what_can_be_taken_is_taken_and_the_rest_comes_back_with_reasons(visit, county_officer, tree):
    known = person("王五", tree.township, phone="13912341234")
    rows = [
        {"name": "赵六", "unit": "龙城镇"},
        {"name": "王五", "phone": "13912341234"},
        {"name": "孙七", "agreed": "否"},
        {"name": "周八", "unit": "东莞市"},
    ]
    sheet = bring(visit(county_officer), *rows)
    assert (sheet.rows_taken, sheet.rows_refused) == (2, 2)
    assert Entry.objects.filter(person=known, register="speakers").exists()
    reasons = " ".join(sheet.refused.values_list("reasons", flat=True))
    assert "本人已同意" in reasons
    assert "东莞市" in reasons


def test_a_wrong_cell_does_not_hide_what_else_is_wrong_with_a_line(visit, county_officer, tree):
    person("王小五", tree.county, born=date(1998, 2, 3))
    elsewhere = {"name": "周八", "phone": "12", "unit": "东莞市", "agreed": "否"}
    known = {"name": "王晓五", "born": "1998-02-03", "agreed": "否", "since": "去年"}
    sheet = bring(visit(county_officer), elsewhere, known)
    first, second = sheet.refused.order_by("number").values_list("reasons", flat=True)
    assert [one in first for one in ("电话", "东莞市", "本人已同意")] == [True] * 3
    assert [one in second for one in ("从哪一天起", "可能已经登记过", "本人已同意")] == [True] * 3


def test_somebody_who_may_be_known_is_not_entered_twice_unless_confirmed(visit, county_officer, tree):
    person("王小五", tree.county, born=date(1998, 2, 3))
    door = visit(county_officer)
    row = {"name": "王晓五", "born": "1998-02-03"}
    assert bring(door, row).rows_refused == 1
    assert bring(door, row | {"new": "是"}).rows_taken == 1


def test_a_sheet_of_people_who_are_mostly_known_stops_and_asks(visit, county_officer, tree):
    names = [f"{family}{given}" for family in "赵钱孙李周" for given in ("建国", "晓明", "雪梅", "文博", "思远")]
    for number, name in enumerate(names[:10]):
        person(name, tree.county, phone=f"1390000{number:04}")
    sheet = bring(visit(county_officer), *({"name": name} for name in names))
    assert sheet.state == SheetImport.State.ASKING
    assert "10行可能已经登记过" in sheet.question
    assert not Entry.objects.exists()


@pytest.fixture
def lender(tree):
    bank = add_partner(name="农商行", kind="银行", home=tree.county, today=TODAY, by=None)
    fields = {"kind": "村镇银行", "contact": "张小三", "contact_phone": "13812341234"}
    return enter_register(
        register="lenders", partner=bank, unit=tree.county, since=TODAY, today=TODAY, by=None, fields=fields
    )


def test_personal_answers_are_masked_and_shown_for_a_reason(visit, county_officer, auditor, stranger, lender):
    door, address = visit(county_officer), f"/desk/registers/lenders/{lender.pk}/reveal/"
    listed = door.get("/desk/registers/lenders/").content.decode()
    assert ("138****1234" in listed, "13812341234" in listed) == (True, False)
    assert door.post(address, {"field": "contact_phone", "reason": "短"}).status_code == 422
    shown = door.post(address, {"field": "contact_phone", "reason": "约时间谈合作"}).content.decode()
    assert "13812341234" in shown
    line = AuditLine.objects.get(act="people.reveal_answer")
    assert "13812341234" not in line.detail
    assert visit(auditor).get(address).status_code == 403
    assert visit(stranger).get(address).status_code == 404


def test_a_register_is_taken_away_masked_and_that_is_written_down(visit, county_officer, stranger, fruit, lender):
    answer = visit(county_officer).post("/desk/registers/mentors/export/")
    book = load_workbook(BytesIO(b"".join(answer.streaming_content)))
    cells = [str(cell) for row in book.active.iter_rows(values_only=True) for cell in row]
    assert ("李*" in cells, "李果" in cells, answer["X-Row-Count"]) == (True, False, "1")
    assert AuditLine.objects.filter(act="people.export_register").count() == 1
    with closing(visit(stranger).post("/desk/registers/mentors/export/")) as nothing:
        assert nothing["X-Row-Count"] == "0"
