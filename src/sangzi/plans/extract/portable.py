"""PDF: text, tables and paragraphs from where characters and lines stand on the pages."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from . import aligned, flow, limits, ruled
from .extracted import Extracted
from .flow import Page
from .glyphs import Glyph, glyphs_of, turn_of
from .layout import Line, lines_of
from .refusals import spoken, too_long, unreadable
from .ruled import Table
from .rulings import Rule, rulings_of

_ = spoken
_PER_PAGE = 8
"""A page with fewer characters than this and a picture on it is a picture of text."""
_GARBLED = 0.3
"""A page with more characters than this share that mean nothing has lost its encoding."""


def read_pdf(path: Path) -> Extracted:
    """The text of a PDF; pages that are pictures, or whose characters mean nothing, are left out and told."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(str(path))
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise unreadable(_("“%(name)s”有密码；请先去掉密码再试。"), path) from error
        raise unreadable(_("“%(name)s”不是 PDF 文件，或已损坏；请重新导出。"), path) from error
    try:
        return _read(document, path)
    finally:
        document.close()


def _read(document: Any, path: Path) -> Extracted:
    if len(document) > limits.MAX_PAGES:
        told = {"pages": len(document), "limit": limits.MAX_PAGES}
        raise unreadable(_("“%(name)s”有 %(pages)s 页，超过上限 %(limit)s 页；请按章节分成几份。"), path, **told)
    pages, pictured, garbled, length = [], [], [], 0
    for number, page in enumerate(document, 1):
        glyphs = glyphs_of(page)
        length += len(glyphs)
        if length > limits.MAX_TEXT:
            raise too_long(path, length)
        if _is_garbled(glyphs):
            garbled.append(number)
        elif len(glyphs) >= _PER_PAGE or not rulings_of(page).pictures:
            pages.append(_page(page, glyphs))
        else:
            pictured.append(number)
        page.close()
    if not any(page.parts for page in pages):
        raise _nothing(path, garbled)
    flow.without_heads(pages)
    return Extracted(flow.text_of(pages), "pdf", len(document), _left_out(pictured, garbled))


def _nothing(path: Path, garbled: Sequence[int]) -> Exception:
    if garbled:
        said = _("“%(name)s”的文字没有可用的编码，取出来是乱码；请换用 Word 文件，或先做文字识别。")
        return unreadable(said, path)
    return unreadable(_("“%(name)s”里没有文字，像是扫描件；请换有文字的 PDF，或先做文字识别。"), path)


def _left_out(pictured: Sequence[int], garbled: Sequence[int]) -> tuple[str, ...]:
    out = []
    if pictured:
        said = _("第 %(pages)s 页没有文字，像是扫描图像，这些页没有读；请对它们做文字识别后再试。")
        out.append(said % {"pages": ranges(pictured)})
    if garbled:
        said = _("第 %(pages)s 页的文字没有可用的编码，取出来是乱码，这些页没有读；请换用 Word 文件。")
        out.append(said % {"pages": ranges(garbled)})
    return tuple(out)


def ranges(numbers: Sequence[int]) -> str:
    """3, 5, 6, 7 as 3、5–7."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return "、".join(str(first) if first == last else f"{first}–{last}" for first, last in runs)


def _is_garbled(glyphs: Sequence[Glyph]) -> bool:
    lost = sum(glyph.char < " " or "\ue000" <= glyph.char <= "\uf8ff" or glyph.char >= "\ufffd" for glyph in glyphs)
    return len(glyphs) >= _PER_PAGE and lost > _GARBLED * len(glyphs)


def _page(page: Any, glyphs: Sequence[Glyph]) -> Page:
    """The tables and lines of a page from above to below."""
    rulings = rulings_of(page)
    tables: list[Table] = []
    rest = list(glyphs)
    for frame in sorted(ruled.frames(rulings), key=lambda one: -len(one.standing)):
        if len(frame.standing) < 1 or len(frame.lying) < 2:
            continue
        box = frame.box
        inside = [glyph for glyph in rest if box.holds(glyph)]
        table = ruled.table_in(frame, inside)
        if table is not None:
            tables.append(table)
            rest = [glyph for glyph in rest if not box.holds(glyph)]
    for box in aligned.regions(rulings.lying, [table.box for table in tables]):
        inside = [glyph for glyph in rest if box.holds(glyph)]
        table = aligned.table_in(inside, box, rulings.lying)
        if table is not None:
            tables.append(table)
            rest = [glyph for glyph in rest if not box.holds(glyph)]
    parts: list[Line | Table] = [*tables, *_unruled(lines_of(rest), rulings.lying)]
    parts.sort(key=lambda part: part.box.top if isinstance(part, Table) else part.top)
    return Page(parts, *_size(page))


def _unruled(lines: list[Line], lying: Sequence[Rule]) -> list[Line | Table]:
    out: list[Line | Table] = []
    at = 0
    for first, last, table in aligned.tables_in(lines, lying):
        out += lines[at:first]
        out.append(table)
        at = last
    return out + list(lines[at:])


def _size(page: Any) -> tuple[float, float]:
    """The height and the width of a page as it is shown."""
    x0, y0, x1, y1 = turn_of(page)(*page.get_mediabox())
    return y1 - y0, x1 - x0
