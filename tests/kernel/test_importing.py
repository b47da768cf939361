"""Importing sheets: what can be taken is taken, once; the rest comes back with reasons."""

from __future__ import annotations

import datetime as dt
import io
import json

import pytest

from sangzi.kernel import audit, importing, jobs
from sangzi.kernel.errors import BadInput, Conflict
from sangzi.kernel.models import AuditLine, Job, SheetImport
from sangzi.kernel.worksheets import Column, WrongHeadings, rows

from .worksheets.sheets import xlsx

NOW = dt.datetime(2026, 7, 1, 2, 0, tzinfo=dt.UTC)
COLUMNS = (Column("name", "姓名", required=True), Column("age", "年龄", kind="number"))
KIND = "test.people"
TAKEN = "test.taken"


def take_person(sheet, row):
    """Leaves a line for everybody; nobody is called 王五."""
    audit.append(chain=9, act=TAKEN, about=row.values["name"], by=sheet.by)
    if row.values["name"] == "王五":
        raise BadInput("已经有一位王五。")
    if row.values["name"] == json.loads(sheet.arguments).get("dies"):
        raise KeyboardInterrupt


def ask(sheet, people):
    count = sum(row.values.get("age") == "0" for row in people)
    return f"有{count}位0岁，要导入吗？" if count > 1 else ""


@pytest.fixture(autouse=True)
def kind(monkeypatch, settings, tmp_path):
    settings.SANGZI_HOME = tmp_path
    monkeypatch.setattr(importing, "_kinds", {})
    importing.sheet_kind(KIND, columns=lambda _sheet: COLUMNS, ask=ask)(importing.one_by_one(take_person))


def bring(by, *people, file=None, **options):
    file = file or xlsx(*people, heads=["姓名", "年龄"])
    return importing.bring_sheet(kind=KIND, file=io.BytesIO(file), name="a.xlsx", now=NOW, by=by, **options)


def taken() -> list[str]:
    return list(AuditLine.objects.filter(act=TAKEN).order_by("seq").values_list("about", flat=True))


def counts(sheet) -> tuple[str, int, int, int]:
    return (sheet.state, sheet.rows_all, sheet.rows_taken, sheet.rows_refused)


def test_what_can_be_taken_is_taken_and_the_rest_comes_back(member):
    sheet = bring(member, ("张三", 20), ("", 3), ("王五", 4), ("李四", "老"), ("赵六", 5))
    assert counts(sheet) == ("done", 5, 2, 3)
    assert taken() == ["张三", "赵六"]
    with importing.refused_sheet(sheet) as file:
        back = list(rows(file, COLUMNS, key=KIND))
    assert [(row.cells, bool(row.complaints)) for row in back] == [
        (("", "3"), True),
        (("王五", "4"), False),
        (("李四", "老"), True),
    ]


def test_reasons_are_kept_with_their_cell(member):
    sheet = bring(member, ("李四", "老"), ("王五", 1))
    reasons = [json.loads(row.reasons) for row in sheet.refused.order_by("number")]
    assert reasons == [["B2：“年龄”要填数字；请重填。"], ["已经有一位王五。"]]


def test_the_same_file_is_taken_once(member):
    file = xlsx(("张三", 20), heads=["姓名", "年龄"])
    assert bring(member, file=file).pk == bring(member, file=file).pk
    assert taken() == ["张三"]


def test_the_same_file_for_another_matter_is_another_import(member):
    file = xlsx(("张三", 20), heads=["姓名", "年龄"])
    assert bring(member, file=file, about="round:1").pk != bring(member, file=file, about="round:2").pk


def test_what_a_colleague_brought_is_not_taken_again(member, lead):
    file = xlsx(("张三", 20), heads=["姓名", "年龄"])
    bring(member, file=file, unit_id=5)
    with pytest.raises(Conflict, match="2026年7月1日导入，收了1行"):
        bring(lead, file=file, unit_id=5)
    assert bring(lead, file=file, unit_id=6).state == "done"


def test_going_on_after_a_break_doubles_nothing_and_loses_nothing(member, monkeypatch):
    monkeypatch.setattr(importing, "CHUNK", 2)
    people = [(f"人{n}", n) for n in range(7)]
    file = xlsx(*people, heads=["姓名", "年龄"])
    broken = {"arguments": {"dies": "人4"}}
    with pytest.raises(KeyboardInterrupt):
        bring(member, file=file, **broken)
    assert len(taken()) == 4
    importing._kinds.clear()
    importing.sheet_kind(KIND, columns=lambda _sheet: COLUMNS)(
        importing.one_by_one(lambda sheet, row: audit.append(chain=9, act=TAKEN, about=row.values["name"], by=sheet.by))
    )
    assert counts(bring(member, file=file, **broken)) == ("done", 7, 7, 0)
    assert taken() == [name for name, _age in people]


def test_two_at_the_same_sheet_do_not_take_a_row_twice(member):
    sheet = bring(member, ("张三", 20))
    SheetImport.objects.update(state="running")
    sheet.refresh_from_db()
    sheet.last_row = 0  # what the slower one believes
    with pytest.raises(jobs.LostLeaseError):
        importing._take(sheet, list(rows(xlsx(("张三", 20), heads=["姓名", "年龄"]), COLUMNS)))
    assert taken() == ["张三"]


def test_many_rows_are_left_to_a_worker(member, monkeypatch):
    monkeypatch.setattr(importing, "AT_ONCE", 2)
    sheet = bring(member, *[(f"人{n}", n) for n in range(3)])
    assert (sheet.state, taken()) == ("waiting", [])
    assert jobs.work_once("w")
    sheet.refresh_from_db()
    assert counts(sheet) == ("done", 3, 3, 0)
    assert json.loads(Job.objects.get(pk=sheet.job_id).result) == {"sheet": sheet.pk, "taken": 3, "refused": 0}


def test_a_question_is_asked_before_anything_is_taken(member):
    sheet = bring(member, ("张三", 0), ("李四", 0))
    assert (sheet.state, sheet.question, taken()) == ("asking", "有2位0岁，要导入吗？", [])
    importing.confirm_sheet(sheet=sheet, by=member)
    assert jobs.work_once("w")
    assert taken() == ["张三", "李四"]


def test_a_question_answered_with_no_takes_nothing_and_may_be_asked_again(member):
    file = xlsx(("张三", 0), ("李四", 0), heads=["姓名", "年龄"])
    sheet = importing.drop_sheet(sheet=bring(member, file=file), now=NOW, by=member)
    assert (sheet.state, taken()) == ("failed", [])
    with pytest.raises(Conflict):
        importing.confirm_sheet(sheet=sheet, by=member)
    assert bring(member, file=file).state == "asking"


def test_wrong_headings_keep_nothing(member, tmp_path):
    with pytest.raises(WrongHeadings):
        bring(member, file=xlsx(["x"], heads=["名称啊"]))
    with pytest.raises(BadInput, match="没有内容"):
        bring(member)
    assert not SheetImport.objects.exists()
    assert list(tmp_path.iterdir()) == []


def test_sheets_are_purged_but_not_forgotten(member, tmp_path, django_capture_on_commit_callbacks):
    file = xlsx(("张三", 20), ("王五", 1), heads=["姓名", "年龄"])
    sheet = bring(member, file=file)
    with django_capture_on_commit_callbacks(execute=True):
        assert importing.purge_sheets(now=NOW + dt.timedelta(days=29)) == 0
        assert importing.purge_sheets(now=NOW + dt.timedelta(days=30)) == 1
    assert (sheet.refused.count(), [path for path in tmp_path.rglob("*") if path.is_file()]) == (0, [])
    assert counts(bring(member, file=file)) == ("done", 2, 1, 1)


def test_audit_lines_hold_numbers_and_no_names(member):
    bring(member, ("张三", 20), unit_id=5)
    told = [line.detail for line in AuditLine.objects.filter(chain=5)]
    assert [json.loads(line)["taken"] for line in told] == [0, 1]
    assert "张三" not in "".join(told)


def test_a_kind_is_registered_once():
    with pytest.raises(ValueError, match="twice"):
        importing.sheet_kind(KIND, columns=lambda _sheet: COLUMNS)(importing.one_by_one(take_person))


def test_a_wrong_row_is_told_what_else_is_wrong_with_it_at_once(member, monkeypatch):
    looked = []

    def looks(_sheet):
        return lambda row: [looked.append(row.number), row.at("name", "没有这个人。")][1:]

    importing.sheet_kind("test.looked", columns=lambda _sheet: COLUMNS, looks=looks)(importing.one_by_one(take_person))
    file = io.BytesIO(xlsx(("李四", "老"), ("王五", 1), ("张三", 20), heads=["姓名", "年龄"]))
    sheet = importing.bring_sheet(kind="test.looked", file=file, name="a.xlsx", now=NOW, by=member)
    reasons = [json.loads(row.reasons) for row in sheet.refused.order_by("number")]
    assert reasons == [
        ["B2：“年龄”要填数字；请重填。", "A2：没有这个人。"],
        ["已经有一位王五。", "A3：没有这个人。"],
    ]
    assert looked == [2, 3]  # right rows do not pay for it


def test_a_reason_is_not_told_twice_with_and_without_its_cell(member):
    def looks(_sheet):
        return lambda row: [row.at("name", "已经有一位王五。")]

    importing.sheet_kind("test.twice", columns=lambda _sheet: COLUMNS, looks=looks)(importing.one_by_one(take_person))
    file = io.BytesIO(xlsx(("王五", 1), heads=["姓名", "年龄"]))
    sheet = importing.bring_sheet(kind="test.twice", file=file, name="a.xlsx", now=NOW, by=member)
    assert json.loads(sheet.refused.get().reasons) == ["A2：已经有一位王五。"]
