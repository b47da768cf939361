"""Rows of sheets: found by their headings, read as people write, refused cell by cell."""

from __future__ import annotations

import datetime as dt
import io
import time
import zipfile

import pytest
from openpyxl import Workbook, load_workbook

from sangzi.kernel.worksheets import Column, UnreadableSheet, rows, template

from .sheets import BORN, COLUMNS, HEADS, HOURS, KIND, NAME, PHONE, csv, xlsx

ZHANG = ("张三", "大学生", "2001-05-04", "13812341234", "3", "是", "果树、电商")
READ = {
    "name": "张三",
    "kind": "大学生",
    "born": "2001-05-04",
    "phone": "13812341234",
    "hours": "3",
    "local": "yes",
    "skills": ["果树", "电商"],
}


def one(file, columns=COLUMNS):
    (row,) = rows(file, columns)
    return row


def refused(file, columns=COLUMNS, **options) -> str:
    with pytest.raises(UnreadableSheet) as error:
        list(rows(file, columns, **options))
    return error.value.sentence


@pytest.mark.parametrize(
    "file",
    [xlsx(ZHANG), csv(ZHANG), csv(ZHANG, encoding="gb18030"), csv(ZHANG, parted="\t"), csv(ZHANG, encoding="utf-16")],
)
def test_workbooks_and_csv_files_read_alike(file):
    row = one(file)
    assert (row.number, row.values, row.complaints) == (2, READ, ())


def test_values_of_a_workbook_read_like_their_text():
    given = ("张三", "大学生", dt.date(2001, 5, 4), 13812341234, 3, True, "果树、电商")
    assert one(xlsx(given)).values == READ


def test_columns_are_found_by_their_headings_wherever_they_stand():
    file = xlsx(["报名表"], [], ["手机 *", "", "名字（必填）"], ["13812341234", "", "张三"], heads=None)
    row = one(file)
    assert (row.number, row.values) == (4, {"name": "张三", "phone": "13812341234"})


def test_an_empty_first_column_moves_nothing():
    book = Workbook()
    book.active["C3"], book.active["D3"], book.active["C4"], book.active["D4"] = "姓名", "手机", "张三", "13812341234"
    file = io.BytesIO()
    book.save(file)
    row = one(file, (NAME, PHONE))
    assert (row.number, row.complaints) == (4, ())


@pytest.mark.parametrize(
    "cell",
    [
        "2025-03-01",
        "2025.3.1",
        "2025/3/1",
        "2025年3月1日",
        "２０２５－０３－０１",
        "20250301",
        45717,
        dt.date(2025, 3, 1),
    ],
)
def test_days_are_read_as_people_write_them(cell):
    assert one(xlsx([cell], heads=["出生日期"]), (BORN,)).values == {"born": "2025-03-01"}


@pytest.mark.parametrize(
    ("cell", "said"),
    [("2025-02-30", "没有这一天"), ("3.1", "看不出"), ("2025年3月", "看不出"), ("明天", "2025-03-01")],
)
def test_what_is_no_day_is_refused_with_its_place(cell, said):
    (complaint,) = one(xlsx([cell], heads=["出生日期"]), (BORN,)).complaints
    assert complaint.startswith("A2：")
    assert said in complaint


@pytest.mark.parametrize(
    ("cell", "number"), [("１２３４", "1234"), ("1,234.50", "1234.5"), (" 12 ", "12"), (1.5, "1.5")]
)
def test_numbers_are_read_as_people_type_them(cell, number):
    assert one(xlsx([cell], heads=["时长"]), (HOURS,)).values == {"hours": number}


def test_a_wrong_cell_is_named_and_the_others_are_kept():
    row = one(xlsx(("张三", "大学声", "2001-05-04", "138", "3", "是", "")))
    assert [complaint.partition("：")[0] for complaint in row.complaints] == ["B2", "D2"]
    assert "只能填：大学生、返乡青年" in row.complaints[0]
    assert row.values["born"] == "2001-05-04"


def test_many_choices_are_not_listed_but_the_nearest_is_named():
    column = Column("school", "学校", "School", "choice", choices=tuple(f"第{n}中学" for n in range(50)))
    (complaint,) = one(xlsx(["第７中"], heads=["学校"]), (column,)).complaints
    assert "是不是“第7中学”" in complaint


def test_a_choice_may_be_typed_with_other_brackets_and_widths():
    column = Column("kind", "类别", "Kind", "choice", choices=("学生（在校）",))
    assert one(xlsx(["学生 (在校)"], heads=["类别"]), (column,)).values == {"kind": "学生（在校）"}


def test_a_number_that_lost_its_last_digits_is_refused():
    column = Column("card", "卡号", "Card")
    (complaint,) = one(xlsx([22010219900101123456], heads=["卡号"]), (column,)).complaints
    assert "超过15位" in complaint


@pytest.mark.parametrize("cell", ["220421", 220421, "220421 东丰县"])
def test_a_unit_may_be_chosen_with_its_name(cell):
    column = Column("unit", "单位", "Unit", "unit")
    assert one(xlsx([cell], heads=["单位"]), (column,)).values == {"unit": "220421"}


def test_empty_rows_examples_and_remarks_are_left_out():
    file = xlsx(("示例：李四", *ZHANG[1:]), (), ("", " "), ZHANG, ("※ 共1行",))
    assert [row.number for row in rows(file, COLUMNS)] == [5]


def test_an_unknown_column_is_refused_with_the_one_that_was_meant():
    assert "是不是“手机”" in refused(xlsx(["张三", "1"], heads=["姓名", "手机号"]))


def test_a_missing_column_is_named():
    assert "缺少这些列：手机" in refused(xlsx(["张三"], heads=["姓名"]))


def test_a_column_that_stands_twice_is_refused():
    assert "两列" in refused(xlsx(["张三", "1", "李四"], heads=["姓名", "手机", "姓名"]))


def test_a_sheet_without_headings_is_refused():
    assert "没有找到表头" in refused(xlsx(["甲", "乙"], heads=None))


def test_the_template_of_something_else_is_told_apart():
    foreign = template((NAME, PHONE), title="讲师登记", key="speakers")
    assert "“讲师登记”的模板" in refused(foreign, (NAME, PHONE), key="mentors")


def test_an_old_template_is_told_apart():
    old = template((NAME, Column("age", "年龄", "Age")), title="报名", key="applications")
    assert refused(old, (NAME, PHONE), key="applications").startswith("这份表用的是旧模板")


def test_an_old_template_that_still_fits_is_read_and_mentioned():
    said: list[str] = []
    old = template((NAME, PHONE), title="报名", key="applications")
    assert list(rows(old, COLUMNS, key="applications", told=said.append)) == []
    assert "旧模板" in said[0]


def test_headings_may_be_english():
    row = one(csv(("Zhang", "13812341234"), heads=["Name", "phone"]))
    assert row.values["phone"] == "13812341234"


def test_a_guard_against_formulas_is_taken_off_again():
    assert one(csv(["'+8613812341234"], heads=["手机"]), (PHONE,)).values == {"phone": "13812341234"}


@pytest.mark.parametrize(
    "content", [b"", b"\x00\x01\x02", b"\xd0\xcf\x11\xe0rest", b"PK\x03\x04broken", b"\xff\xff\xff"]
)
def test_what_is_no_sheet_is_refused_in_words(content):
    assert refused(content)


def test_another_package_is_no_sheet():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as package:
        package.writestr("word/document.xml", "<w/>")
    assert "不是 .xlsx" in refused(file.getvalue())


def spoilt(sheet_xml: bytes) -> bytes:
    """A workbook whose sheet is replaced."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(xlsx(ZHANG))) as sound, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        for part in sound.namelist():
            package.writestr(part, sheet_xml if part.endswith("sheet1.xml") else sound.read(part))
    return file.getvalue()


@pytest.mark.parametrize(
    "cell",
    [
        b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
        b"<row r='1048576'><c r='A1048576'><v>1</v></c></row>",
        b'<row r="2"><c t="n/" r = "xfd2"><v>1</v></c></row>',
        b'<row r="1048576"><c><v>1</v></c></row>',
        b" " * (2**20 - 80) + b'<row r="2"><c r="XFD2"' + b" " * 2000 + b"><v>1</v></c></row>",
    ],
)
def test_one_cell_in_the_far_corner_does_not_take_all_memory(cell):
    bomb = b'<worksheet><sheetData><row r="1"><c r="A1"><v>1</v></c></row>' + cell + b"</sheetData></worksheet>"
    assert "199999行或52列" in refused(spoilt(bomb))


def test_a_tag_without_an_end_is_refused():
    assert "已损坏" in refused(spoilt(b"<worksheet><sheetData a='" + b" " * (4 * 2**20) + b"'/></worksheet>"))


def test_a_far_cell_with_nothing_in_it_does_no_harm():
    content = xlsx(ZHANG)
    book = load_workbook(io.BytesIO(content))
    book.active["XFD2"].number_format = "0.00"
    file = io.BytesIO()
    book.save(file)
    assert one(file).values == READ


def test_what_would_unpack_to_far_more_is_refused_before_it_is():
    begun = time.monotonic()
    assert "解压后过大" in refused(spoilt(b"<worksheet>" + b" " * (301 * 2**20) + b"</worksheet>"))
    assert time.monotonic() - begun < 30


def test_choices_and_kinds_reach_the_digest():
    assert KIND.rules.choices == KIND.choices
    assert HEADS[1] == KIND.heading
