"""The same table as text that lost its lines, and as files: DOCX, XLSX, HTML and PDF."""

from __future__ import annotations

import random
import unicodedata
from html import escape

from docx import Document
from openpyxl import Workbook

from .pdf import Sheet
from .samples import ABOVE, LEFT

SIZE, PAD, LEADING = 10, 3, 15


def plain(one):
    """The rows with merged cells written once."""
    return [["" if cell in {LEFT, ABOVE} else cell for cell in row] for row in one.rows]


def _whole(one, lines):
    return "\n".join([*one.before, *lines, *one.after]) + "\n"


def tabs(one):
    return _whole(one, ("\t".join(row) for row in plain(one)))


def bars(one):
    return _whole(one, ("｜".join(row) for row in plain(one)))


def set_with_blanks(one):
    """Columns set with blanks as in a font of one width."""
    rows = plain(one)
    wide = [max(_width(row[at]) for row in rows) + 3 for at in range(len(rows[0]))]
    return _whole(
        one, ("".join(_padded(cell, at) for cell, at in zip(row, wide, strict=True)).rstrip() for row in rows)
    )


def blanks(one):
    return _whole(one, (" ".join(cell for cell in row if cell) for row in plain(one)))


def cell_a_line(one):
    return _whole(one, (cell for row in plain(one) for cell in row if cell))


def one_line(one):
    return " ".join([*one.before, *(cell for row in plain(one) for cell in row if cell), *one.after])


def _width(words):
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in words)


def _padded(words, wide):
    return words + " " * (wide - _width(words))


def shuffled(one, seed):
    """The sample with its columns in another order; only for tables without cells several columns wide."""
    order = list(range(len(one.rows[0])))
    random.Random(seed).shuffle(order)
    return [[row[at] for at in order] for row in one.rows]


def docx(one, path):
    document = Document()
    for line in one.before:
        document.add_paragraph(line)
    table = document.add_table(len(one.rows), len(one.rows[0]))
    table.style = "Table Grid"
    for top, left, bottom, right, words in spans(one.rows):
        cell = table.cell(top, left)
        cell = cell.merge(table.cell(bottom, right)) if (top, left) != (bottom, right) else cell
        cell.text = words
    for line in one.after:
        document.add_paragraph(line)
    document.save(path)


def xlsx(one, path):
    book = Workbook()
    sheet = book.active
    sheet.title = "附表"
    for line in one.before:
        sheet.append([line])
    above = len(one.before) + 1
    for top, left, bottom, right, words in spans(one.rows):
        sheet.cell(above + top, left + 1, _as_number(words))
        if (top, left) != (bottom, right):
            sheet.merge_cells(
                start_row=above + top, start_column=left + 1, end_row=above + bottom, end_column=right + 1
            )
    for at, line in enumerate(one.after):
        sheet.cell(above + len(one.rows) + at, 1, line)
    book.save(path)


def _as_number(words):
    try:
        return float(words)
    except ValueError:
        return words or None


def html(one, path):
    lines = [f"<p>{escape(line)}</p>" for line in one.before]
    cells = {
        (top, left): (bottom - top + 1, right - left + 1, words) for top, left, bottom, right, words in spans(one.rows)
    }
    rows = []
    for at in range(len(one.rows)):
        row = [(cells[at, left]) for left in range(len(one.rows[0])) if (at, left) in cells]
        rows.append("".join(f'<td rowspan="{down}" colspan="{wide}">{escape(words)}</td>' for down, wide, words in row))
    table = "<table>" + "".join(f"<tr>{row}</tr>" for row in rows) + "</table>"
    after = [f"<p>{escape(line)}</p>" for line in one.after]
    path.write_text("<meta charset=utf-8>" + "".join([*lines, table, *after]), "utf-8")


def spans(rows):
    """(top, left, bottom, right, words) of every cell."""
    for top, row in enumerate(rows):
        for left, words in enumerate(row):
            if words in {LEFT, ABOVE}:
                continue
            right = left
            while right + 1 < len(row) and row[right + 1] == LEFT:
                right += 1
            bottom = top
            while bottom + 1 < len(rows) and rows[bottom + 1][left] == ABOVE:
                bottom += 1
            yield top, left, bottom, right, words


def pdf(one, path, *, ruled):
    """Pages with the table ruled all over, or with three lying lines and columns told by the white between them."""
    sheet = Sheet()
    for line in one.before:
        sheet.line(line)
    _table(sheet, one, ruled=ruled)
    for line in one.after:
        sheet.line(line)
    path.write_bytes(sheet.written())


def _table(sheet, one, *, ruled):
    columns = _columns(one, sheet.wide)
    heights = [_high(row, one.rows, at, columns) for at, row in enumerate(one.rows)]
    tops = [sheet.y + sum(heights[:at]) for at in range(len(heights) + 1)]
    lefts = [sheet.left + sum(columns[:at]) for at in range(len(columns) + 1)]
    for top, left, bottom, right, words in spans(one.rows):
        x0, x1, y0, y1 = lefts[left], lefts[right + 1], tops[top], tops[bottom + 1]
        lines = _broken(words, x1 - x0 - 2 * PAD)
        first = y0 + (y1 - y0 - len(lines) * LEADING) / 2
        for at, line in enumerate(lines):
            sheet.words(x0 + PAD, first + at * LEADING, line, SIZE)
        if ruled:
            sheet.box(x0, y0, x1, y1)
    if not ruled:
        for y in (tops[0], tops[_depth(one)], tops[-1]):
            sheet.rule(lefts[0], y, lefts[-1], y)
    sheet.y = tops[-1] + 6


def _depth(one):
    return 2 if any(ABOVE in row for row in one.rows[1:2]) else 1


def _columns(one, wide):
    need = [max(_longest(row[at]) for row in one.rows) for at in range(len(one.rows[0]))]
    share = min(1.0, (wide - sum(30 for _ in need)) / sum(need))
    return [30 + share * size for size in need]


def _longest(words):
    return 0 if words in {LEFT, ABOVE} else _width(words) * SIZE / 2


def _high(row, rows, at, columns):
    counts = [
        len(_broken(words, columns[left] - 2 * PAD))
        for left, words in enumerate(row)
        if words not in {LEFT, ABOVE} and not _is_wide(row, left)
    ]
    return LEADING * max([1, *counts]) + 6


def _is_wide(row, left):
    return left + 1 < len(row) and row[left + 1] == LEFT


def _broken(words, wide):
    lines = [""]
    for char in words:
        if _width(lines[-1] + char) * SIZE / 2 > wide + 0.01 and lines[-1]:
            lines.append("")
        lines[-1] += char
    return lines
