"""Templates, error sheets and exports."""

from __future__ import annotations

import csv
import datetime as dt
import io
from decimal import Decimal

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from sangzi.kernel.worksheets import Column, Refused, Told, error_sheet, export, rows, template

from .sheets import COLUMNS, NAME, PHONE, xlsx

AT = dt.datetime(2026, 7, 1, 8, 30, tzinfo=dt.UTC)
TOLD = Told(by="王芳", at=AT, narrowing="东丰县", masked=True)


def opened(content: bytes):
    return load_workbook(io.BytesIO(content))


def exported(columns, listed, form="xlsx") -> bytes:
    return b"".join(export(columns, listed, title="名单", told=TOLD, form=form).chunks())


def test_a_template_has_locked_headings_and_open_cells_below():
    sheet = opened(template(COLUMNS, title="报名")).active
    assert sheet.protection.sheet
    assert sheet.freeze_panes == "A2"
    assert [sheet["A1"].value, sheet["A1"].protection.locked, sheet["A2"].protection.locked] == ["姓名*", True, False]


def test_a_template_offers_choices_and_explains_itself():
    book = opened(template(COLUMNS, title="报名", notes=("先问本人。",)))
    lists = {str(rule.sqref): rule.formula1 for rule in book.active.data_validations.dataValidation}
    assert lists["B2:B199999"] == '"大学生,返乡青年"'
    assert "用来接收通知" in book.active["D1"].comment.text
    assert "先问本人。" in [cell.value for cell in book["填写说明"]["A"]]


def test_long_lists_stand_on_a_hidden_sheet():
    schools = [f"长春市第{n}中学" for n in range(400)]
    column = Column("school", "学校", "School", "choice", choices=tuple(schools))
    book = opened(template((NAME, column), title="报名", choices_sheets={"name": ("张三", "李,四")}))
    assert (book["选项"].sheet_state, book["_sangzi"].sheet_state) == ("hidden", "veryHidden")
    assert [cell.value for cell in book["选项"]["B"]] == schools


def test_a_template_is_the_same_every_time():
    assert template(COLUMNS, title="报名") == template(COLUMNS, title="报名")


def test_templates_and_lists_speak_english():
    with translation.override("en"):
        sheet = opened(template(COLUMNS, title="Sign-up")).active
        listed = exported(COLUMNS, [{"name": "Zhang", "phone": "13812341234", "local": "yes"}])
        (row,) = rows(listed, COLUMNS)
    assert [sheet["A1"].value, sheet["A2"].value] == ["Name*", "Example: 张三"]
    assert row.values == {"name": "Zhang", "phone": "13812341234", "local": "yes"}


def test_the_template_and_its_example_read_as_empty():
    assert list(rows(template(COLUMNS, title="报名", key="a"), COLUMNS, key="a")) == []


def test_an_error_sheet_is_mended_and_brought_again():
    (wrong,) = rows(xlsx(("张三", "大学生", "2001.5.4", "138", "3", "是", "果树")), COLUMNS)
    with error_sheet(COLUMNS, [Refused(wrong.number, wrong.cells, wrong.complaints)], key="a") as sheet:
        book = load_workbook(sheet)
    assert [cell.value for cell in book.active[2]][-2:] == [wrong.complaints[0], 2]
    book.active["D2"] = "13812341234"
    mended = io.BytesIO()
    book.save(mended)
    (row,) = rows(mended, COLUMNS, key="a")
    assert (row.complaints, row.values["born"]) == ((), "2001-05-04")


@pytest.mark.parametrize("text", ["=1+1", "+86", "-1", "@SUM(A1)", "=HYPERLINK(1)", "http://x.cn"])
def test_text_is_never_a_formula(text):
    sheet = opened(exported((NAME,), [[text]])).active
    assert (sheet["A2"].value, sheet["A2"].data_type, sheet["A2"].hyperlink) == (text, "s", None)
    line = exported((NAME,), [[text]], "csv").decode("utf-8-sig").splitlines()[1]
    assert line[0] not in "=+-@"


def test_an_export_says_how_many_by_whom_and_whether_masked():
    book = opened(exported((NAME, PHONE), [("张三", "138****1234")] * 3))
    told = [cell.value for cell in book.active["A"]][4:]
    assert told == ["※ 共3行", "※ 导出：王芳，2026-07-01 16:30", "※ 范围：东丰县", "※ 个人信息已部分遮盖"]


def test_a_list_that_is_not_about_persons_says_nothing_of_masks():
    told = Told("王芳", AT, masked=None)
    lines = b"".join(export((NAME,), [], title="x", told=told, form="csv").chunks()).decode().splitlines()
    assert lines[1:] == ["※ 共0行", "※ 导出：王芳，2026-07-01 16:30", "※ 范围：全部"]


def test_an_export_knows_its_count_and_its_name():
    ready = export((NAME,), ([str(n)] for n in range(7)), title="名单", told=TOLD)
    assert (ready.rows, ready.name) == (7, "名单-20260701-1630.xlsx")
    ready.file.close()


def test_values_keep_their_kind():
    columns = (Column("a", "甲", kind="date"), Column("b", "乙", kind="number"), Column("c", "丙"), Column("d", "丁"))
    sheet = opened(exported(columns, [("2025-03-01", "12.5", True, 10**18), (None, Decimal(3), ["x", "y"], "")])).active
    assert sheet["A2"].value.date() == dt.date(2025, 3, 1)
    assert [cell.value for cell in sheet[2]][1:] == [12.5, "是", str(10**18)]
    assert [cell.value for cell in sheet[3]] == [None, 3, "x、y", None]


NAMES = st.text("张三=+-@'\"甲,;\n", min_size=1).map(str.strip).filter(lambda text: text and not text.startswith("'"))
PEOPLE = {
    "name": NAMES,
    "born": st.dates(dt.date(1950, 1, 1), dt.date(2020, 1, 1)).map(dt.date.isoformat),
    "skills": st.sampled_from([["果树"], ["果树", "法律"]]),
}


@given(st.lists(st.fixed_dictionaries(PEOPLE), max_size=5), st.sampled_from(["xlsx", "csv"]))
def test_what_was_exported_reads_back(people, form):
    columns = tuple(column for column in COLUMNS if column.key in ("name", "born", "skills"))
    back = [row.values for row in rows(exported(columns, people, form), columns)]
    assert back == [{**person, "name": " ".join(person["name"].split())} for person in people]


def test_a_broken_list_leaves_no_file_behind(tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))

    def listed():
        yield ("张三",)
        raise LookupError

    with pytest.raises(LookupError):
        export((NAME,), listed(), title="名单", told=TOLD)
    assert list(tmp_path.iterdir()) == []


def test_csv_has_the_mark_that_excel_needs():
    content = exported((NAME,), [["张三"]], "csv")
    assert content.startswith("\ufeff".encode())
    assert list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))[1] == ["张三"]
