"""Sets a document as DOCX in the manner of GB/T 9704: page, type sizes, rules, and a link on every number.

The same document, address and time give the same bytes.
"""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime
from typing import Any
from xml.sax.saxutils import quoteattr

import docx
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.shared import Mm, Pt

from . import marks
from .marks import Face
from .parts import (
    Citation,
    Derived,
    Document,
    Goal,
    Line,
    Masthead,
    Number,
    Paragraph,
    Part,
    Section,
    Style,
    Table,
    text_of,
)

WIDTH = 156  # of the type area, in millimetres
LINE = 28.95  # 22 lines a page
EM = 16.0
BODY, QUOTE, NOTE = Face(), Face(marks.KAITI, 14), Face(size=12)
HEADING = Face(marks.HEITI)
ORDINALS = "一二三四五六七八九十"
RED = str(marks.RED)
TIP_MOST = 8  # receipts named in a tip


def docx_bytes(document: Document, *, address: str, now: datetime) -> bytes:
    """The document as a DOCX file whose links lead to `address`."""
    sheet = Sheet(address)
    sheet.masthead(document.masthead)
    sheet.heading(document.heading)
    for ordinal, section in zip(ORDINALS, document.sections, strict=False):
        sheet.section(ordinal, section)
    sheet.tail(document.tail, document.close)
    _describe(sheet.file, document, now)
    return _repacked(sheet.file, now)


class Sheet:
    """A DOCX file that is being filled."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.file = docx.Document()
        _lay_out(self.file)

    def masthead(self, head: Masthead) -> None:
        """A red title over the issue, the publisher, the day and a red rule: a third of the first page."""
        label = self._paragraph(line=20)
        label.alignment = marks.RIGHT
        marks.write(label, head.sample.shown if head.sample else "", Face(marks.HEITI, 14))
        title = self._paragraph(line=68, before=6, after=10)
        title.alignment = marks.CENTRE
        marks.write(title, head.title.shown, Face(marks.BIAOSONG, 48, marks.RED, spread=5))
        issue = self._paragraph(line=LINE, after=6)
        issue.alignment = marks.CENTRE
        marks.write(issue, head.number.shown, BODY)
        self._publisher(head)

    def _publisher(self, head: Masthead) -> None:
        line = self._paragraph(line=LINE)
        line.paragraph_format.tab_stops.add_tab_stop(Mm(WIDTH), WD_TAB_ALIGNMENT.RIGHT)
        marks.write(line, f"{head.publisher.shown}\t{head.day.shown}", BODY)
        marks.rule(line, color=RED, eighths=16, space=4)

    def heading(self, line: Line) -> None:
        title = self._paragraph(line=34, before=30, after=18)
        title.alignment = marks.CENTRE
        self._fill(title, line, Face(marks.BIAOSONG, 22))

    def section(self, ordinal: str, section: Section) -> None:
        head = self._paragraph(line=LINE, before=4, indent=2 * EM)
        head.paragraph_format.keep_with_next = True
        marks.write(head, f"{ordinal}、{section.title.shown}", HEADING)
        item = 0
        for block in section.blocks:
            if isinstance(block, Table):
                self._table(block)
                continue
            item += block.style == "item"
            self._text(block, f"{item}. " if block.style == "item" else "")

    def tail(self, lines: tuple[Line, ...], close: Line) -> None:
        """Who it goes to, between rules, and the audit digest."""
        self._paragraph(line=14)
        table = self.file.add_table(rows=0, cols=1)
        marks.lines_of_table(table, outer=8, inner=6, inner_color="000000")
        for line in lines:
            paragraph = table.add_row().cells[0].paragraphs[0]
            marks.space(paragraph, line=24, indent=14)
            self._fill(paragraph, line, Face(size=14))
        last = self._paragraph(line=16, before=6)
        last.alignment = marks.RIGHT
        self._fill(last, close, Face(size=9))

    def _paragraph(self, *, line: float, before: float = 0, after: float = 0, indent: float = 0) -> Any:
        made = self.file.add_paragraph()
        marks.space(made, line=line, before=before, after=after, indent=indent)
        return made

    def _text(self, block: Paragraph, lead: str) -> None:
        faces: dict[Style, tuple[Face, float]] = {
            "body": (BODY, LINE),
            "item": (BODY, LINE),
            "quote": (QUOTE, 25),
            "note": (NOTE, 21),
        }
        face, line = faces[block.style]
        made = self._paragraph(line=line, indent=2 * face.size)
        made.alignment = marks.BOTH
        if lead:
            marks.write(made, lead, face)
        self._fill(made, block.parts, face)

    def _table(self, block: Table) -> None:
        table = self.file.add_table(rows=0, cols=len(block.widths))
        table.autofit = False
        for column, share in zip(table.columns, block.widths, strict=True):
            column.width = Mm(WIDTH * share)
        marks.lines_of_table(table, outer=8, inner=4)
        size, line = (8.0, 12.0) if block.small else (10.5, 17.0)
        self._row(table, [(head,) for head in block.header], block, Face(marks.HEITI, size), line)
        marks.repeat_on_each_page(table.rows[0])
        marks.line_below(table.rows[0], 6)
        for row in block.rows:
            self._row(table, list(row), block, Face(size=size), line)
        self._paragraph(line=8)

    def _row(self, table: Any, cells: list[Line], block: Table, face: Face, line: float) -> None:
        row = table.add_row()
        marks.keep_whole(row)
        for at, (cell, parts) in enumerate(zip(row.cells, cells, strict=True)):
            cell.width = Mm(WIDTH * block.widths[at])
            paragraph = cell.paragraphs[0]
            marks.space(paragraph, line=line)
            paragraph.alignment = marks.LEFT if at == 0 or block.small else marks.CENTRE
            self._fill(paragraph, parts, face)

    def _fill(self, paragraph: Any, line: Line, face: Face) -> None:
        for part in line:
            leads = self._lead(part)
            if leads:
                marks.link(paragraph, part.shown, leads[0], leads[1], face)
            else:
                marks.write(paragraph, part.shown, face)

    def _lead(self, part: Part) -> tuple[str, str] | None:
        """Where a part leads, and what its tip says."""
        if isinstance(part, Citation):
            return f"{self.address}/desk/plans/{part.plan}/?at={part.commitment}#c{part.commitment}", "规划原文"
        if isinstance(part, Derived):
            return self._receipt(part.receipts[0]), _derived_tip(part)
        if isinstance(part, Number | Goal):
            return self._receipt(part.receipt), f"凭据 {part.receipt}"
        return None

    def _receipt(self, key: int) -> str:
        return f"{self.address}/desk/receipts/{key}/"


def _derived_tip(part: Derived) -> str:
    named = "、".join(str(key) for key in part.receipts[:TIP_MOST])
    return f"由凭据 {named}{' 等' if len(part.receipts) > TIP_MOST else ''} 推算"


def _lay_out(file: Any) -> None:
    """A4 with the margins of the standard; the page number outside, below the type area."""
    page = file.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.top_margin, page.bottom_margin = Mm(37), Mm(35)
    page.left_margin, page.right_margin = Mm(28), Mm(26)
    page.footer_distance = Mm(24)
    file.settings.odd_and_even_pages_header_footer = True
    for footer, side in ((page.footer, marks.RIGHT), (page.even_page_footer, marks.LEFT)):
        paragraph = footer.paragraphs[0]
        paragraph.alignment = side
        paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = Pt(14)
        marks.page_number(paragraph, Face(marks.SONGTI, 14))
    normal = file.styles["Normal"]
    normal.paragraph_format.widow_control = True
    _name_substitutes(file)


def _name_substitutes(file: Any) -> None:
    """Say in the file's font table what to take where a font is not installed."""
    tables = [part for part in file.part.package.iter_parts() if part.partname == "/word/fontTable.xml"]
    rows = "".join(
        f"<w:font w:name={quoteattr(name)}><w:altName w:val={quoteattr(instead)}/></w:font>"
        for name, instead in marks.INSTEAD.items()
    )
    for part in tables:
        part._blob = part.blob.replace(b"</w:fonts>", rows.encode() + b"</w:fonts>")  # noqa: SLF001


def _describe(file: Any, document: Document, now: datetime) -> None:
    about = file.core_properties
    about.title = text_of(document.heading)
    about.subject = f"{document.masthead.title.shown} {document.masthead.number.shown}"
    about.author = about.last_modified_by = document.masthead.publisher.shown
    about.created = about.modified = now.astimezone(UTC).replace(tzinfo=None, microsecond=0)
    about.comments, about.language, about.revision = "", "zh-CN", 1


def _repacked(file: Any, now: datetime) -> bytes:
    """The package with `now` as the time of every file in it."""
    first, second = io.BytesIO(), io.BytesIO()
    file.save(first)
    stamp = now.astimezone(UTC).timetuple()[:6]
    with zipfile.ZipFile(first) as source, zipfile.ZipFile(second, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            entry = zipfile.ZipInfo(name, stamp)
            entry.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(entry, source.read(name))
    return second.getvalue()
