"""Sheets as people hand them in."""

from __future__ import annotations

import io

from openpyxl import Workbook

from sangzi.kernel.worksheets import Column

NAME = Column("name", "姓名", "Name", required=True, example="张三", also=("名字",))
KIND = Column("kind", "类别", "Kind", "choice", choices=("大学生", "返乡青年"))
BORN = Column("born", "出生日期", "Born", "date")
PHONE = Column("phone", "手机", "Phone", "phone", required=True, note="用来接收通知")
HOURS = Column("hours", "时长", "Hours", "number")
LOCAL = Column("local", "本地人", "Local", "yes")
SKILLS = Column("skills", "特长", "Skills", "choices", choices=("果树", "电商", "法律"))
COLUMNS = (NAME, KIND, BORN, PHONE, HOURS, LOCAL, SKILLS)
HEADS = [column.title for column in COLUMNS]


def xlsx(*rows, heads=HEADS) -> bytes:
    """A workbook as Excel would save it."""
    book = Workbook()
    for row in (heads, *rows) if heads else rows:
        book.active.append(list(row))
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def csv(*rows, heads=HEADS, encoding="utf-8-sig", parted=",") -> bytes:
    return "".join(parted.join(map(str, row)) + "\r\n" for row in (heads, *rows)).encode(encoding)
