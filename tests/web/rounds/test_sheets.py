"""Openings and applications of a round as sheets, and its dates as a calendar."""

from __future__ import annotations

import io
import json

import pytest
from openpyxl import load_workbook

from sangzi.kernel.models import SheetImport
from sangzi.kernel.worksheets import Column, rows
from sangzi.people.models import Person
from sangzi.programmes.models import Application, Opening, RoundState
from sangzi.programmes.models import Round as Run
from sangzi.programmes.queries import definition_of
from sangzi.programmes.sheets import columns_to_apply, columns_to_offer


def sheet(client, address):
    answer = client.get(address)
    content = answer.getvalue()
    return answer, load_workbook(io.BytesIO(content))


def filled(client, address, columns, lines):
    """The template with some lines written into it, as the browser would send it."""
    book = load_workbook(io.BytesIO(client.get(address).getvalue()))
    page = book.worksheets[0]
    at = {column.heading: number for number, column in enumerate(columns, 1)}
    for row, line in enumerate(lines, 4):
        for key, value in line.items():
            page.cell(row, at[key], value)
    file = io.BytesIO()
    book.save(file)
    file.seek(0)
    file.name = "sheet.xlsx"
    return file


def bring(client, posts, what, columns, lines):
    base = f"/desk/rounds/{posts.round.pk}/{what}"
    answer = client.post(f"{base}/import/", {"file": filled(client, f"{base}/template/", columns, lines)})
    assert answer.status_code == 302, answer.content.decode()
    return client.get(answer["Location"]).content.decode()


@pytest.fixture
def to_offer(posts):
    return columns_to_offer(definition_of(posts.round))


@pytest.fixture
def to_apply(posts):
    return columns_to_apply(definition_of(posts.round))


def test_openings_are_brought_and_what_is_wrong_is_given_back(visit, member, posts, to_offer):
    good = {"名称": "村小支教", "单位": "龙城镇", "开始日期": posts.openings[0].on.isoformat(), "名额数": 5}
    elsewhere = good | {"名称": "别处", "单位": "头道镇"}
    page = bring(visit(member), posts, "openings", to_offer, [good, elsewhere, good | {"名额数": "很多"}])
    assert Opening.objects.get(title="村小支教").capacity == 5
    assert "没有收下" in page
    assert f"/desk/rounds/{posts.round.pk}/openings/import/" in page  # where the mended sheet is brought
    assert SheetImport.objects.get().rows_refused == 2


def test_the_rows_that_were_refused_say_why(visit, member, posts, to_offer):
    client = visit(member)
    wrong = {"名称": "岗位", "单位": "没有的镇", "开始日期": posts.openings[0].on.isoformat(), "名额数": 5}
    bring(client, posts, "openings", to_offer, [wrong])
    _answer, book = sheet(client, f"/desk/sheets/{SheetImport.objects.get().pk}/errors/")
    assert any("没有单位“没有的镇”" in str(cell.value) for row in book.worksheets[0] for cell in row)


def reasons(number=0):
    return json.loads(SheetImport.objects.get().refused.order_by("number")[number].reasons)


PAPER = {
    "姓名": "白晓云",
    "电话": "13900000002",
    "家乡": "龙城镇",
    "就读院校": "延边大学",
    "年级": "本科高年级",
    "专业": "农学",
    "可以到岗几天": 30,
    "出生日期": "2003-05-01",
}


def test_a_wrong_cell_does_not_hide_a_wrong_wish_or_a_wrong_home(visit, member, posts, to_apply):
    wrong = PAPER | {"可以到岗几天": "很多", "第1志愿": "没有的岗", "家乡": "没有的镇"}
    page = bring(visit(member), posts, "applications", to_apply, [wrong])
    told = "".join(reasons())
    assert [one in told for one in ("“可以到岗几天”要填数字", "没有“没有的岗”", "没有单位“没有的镇”")] == [True] * 3
    assert "没有“没有的岗”" in page


def test_a_wrong_cell_does_not_hide_a_wish_that_stands_twice(visit, member, posts, to_apply):
    wish = f"文书岗（#{posts.openings[0].pk}）"
    second = next(one.heading for one in to_apply if one.key == "wish2")
    bring(visit(member), posts, "applications", to_apply, [PAPER | {"可以到岗几天": "", "第1志愿": wish, second: wish}])
    assert any("同一个名额只能填一次" in one for one in reasons())


def test_an_unreadable_birth_is_not_taken_for_a_missing_one(visit, member, posts, to_apply):
    wish = f"文书岗（#{posts.openings[0].pk}）"
    bring(visit(member), posts, "applications", to_apply, [PAPER | {"出生日期": "五月", "第1志愿": wish}])
    assert len(reasons()) == 1


def test_a_wrong_wish_does_not_hide_that_somebody_has_applied(visit, member, posts, to_apply):
    there = posts.apply(1)
    known = {"姓名": there.person.name, "电话": there.person.phone}
    bring(visit(member), posts, "applications", to_apply, [PAPER | known | {"第1志愿": "没有的岗"}])
    assert ["没有“没有的岗”" in "".join(reasons()), "已有1份申请" in "".join(reasons())] == [True, True]


def test_a_wrong_number_of_places_does_not_hide_a_wrong_unit_or_day(visit, member, posts, to_offer):
    wrong = {"名称": "岗位", "单位": "没有的镇", "开始日期": "2001-01-01", "名额数": "很多"}
    bring(visit(member), posts, "openings", to_offer, [wrong])
    told = "".join(reasons())
    assert ["没有单位“没有的镇”" in told, "还没有开始" in told, "“名额数”" in told] == [True] * 3


def test_paper_applications_are_brought_for_people_known_and_new(visit, member, posts, to_apply):
    posts.student("赵一", phone="13800000001")
    answers = {
        "就读院校": "延边大学",
        "年级": "本科高年级",
        "专业": "农学",
        "可以到岗几天": 30,
        "出生日期": "2003-05-01",
    }
    wish = {"家乡": "龙城镇", "第1志愿": f"文书岗（#{posts.openings[0].pk}）"}
    lines = [
        {"姓名": name, "电话": phone, **wish, **answers}
        for name, phone in (("赵一", "13800000001"), ("白晓云", "13900000002"))
    ]
    bring(visit(member), posts, "applications", to_apply, lines)
    assert (Application.objects.count(), Person.objects.count()) == (2, 2)


def test_the_list_is_taken_away_masked_with_its_number_of_rows(visit, member, posts):
    posts.apply(1)
    answer, book = sheet(visit(member), f"/desk/rounds/{posts.round.pk}/applications/export/")
    said = [str(cell.value) for row in book.worksheets[0] for cell in row if cell.value]
    assert answer["X-Row-Count"] == "1"
    assert any("钱*二" in one for one in said)
    assert not any("钱小二" in one for one in said)


def test_openings_taken_away_can_be_read_back(visit, member, posts, to_offer):
    answer = visit(member).get(f"/desk/rounds/{posts.round.pk}/openings/export/")
    read = list(rows(answer.getvalue(), [*to_offer, Column("taken", "已占", "Taken")]))
    assert [one.values["title"] for one in read] == ["文书岗"]


def test_the_dates_of_a_round_are_a_calendar(visit, member, posts):
    told = visit(member).get(f"/desk/rounds/{posts.round.pk}/calendar.ics").content.decode()
    assert "报名截止：暑期实践" in told
    assert "SUMMARY:文书岗" in told


def test_a_secret_address_shows_what_its_owner_may_see_and_no_more(visit, client, member, stranger, posts):
    shown = {
        account.username: visit(account).post(f"/desk/rounds/{posts.round.pk}/calendar/").context
        for account in (member,)
    }
    address = shown["member"]["address"].partition("://")[2].partition("/")[2]
    assert "SUMMARY:文书岗" in client.get(f"/{address}").content.decode()
    assert client.get("/calendar/nothing-of-this-kind.ics").status_code == 404


def test_a_cancelled_round_is_struck_out_of_calendars(visit, member, posts):
    Run.objects.filter(pk=posts.round.pk).update(state=RoundState.CANCELLED)
    told = visit(member).get(f"/desk/rounds/{posts.round.pk}/calendar.ics").content.decode()
    assert "STATUS:CANCELLED" in told
