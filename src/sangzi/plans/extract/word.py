"""Word documents: paragraphs with the numbers of their lists, tables with their merged cells, boxes, footnotes.

The XML is walked as it stands in the package: what was deleted or moved away under tracked changes is not read.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from . import cells, limits, packages
from .extracted import Extracted
from .numbering import Lists, W, lists
from .refusals import spoken, unreadable

_ = spoken
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_MATHS = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
_SAID = frozenset({f"{W}t", _MATHS})
_MAIN = "/officeDocument"
_SIGNS = {f"{W}tab": "\t", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-", f"{W}ptab": "\t"}
_LEFT_OUT = frozenset(f"{W}{name}" for name in ("del", "moveFrom", "pPr", "rPr", "rt", "fldData", "instrText"))
_LEFT_OUT |= {f"{_MC}Fallback"}
_BOX, _NOTE = f"{W}txbxContent", f"{W}footnoteReference"
_HOLDERS = frozenset(
    {f"{W}{name}" for name in ("sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag")}
    | {f"{_MC}AlternateContent", f"{_MC}Choice"}
)
_BLANKS = re.compile(r"[ \r\f\xa0]+")
_STOPPED = re.compile("[.．]")


def read_docx(path: Path) -> Extracted:
    """The text of a document in reading order."""
    from lxml import etree  # type: ignore[import-untyped]

    packages.check(path, ".docx")
    try:
        with zipfile.ZipFile(path) as package:
            blocks = list(_Document(package).blocks())
    except (KeyError, ValueError, RuntimeError, zipfile.BadZipFile, etree.XMLSyntaxError) as error:
        raise unreadable(_("“%(name)s”不是完整的 Word 文件；请用 Word 打开后另存为 .docx。"), path) from error
    return Extracted("\n".join(blocks) + "\n", "docx")


class _Document:
    """The parts of a package that hold words."""

    def __init__(self, package: zipfile.ZipFile) -> None:
        main = _main_part(package)
        folder = main.rpartition("/")[0]
        beside = f"{folder}/" if folder else ""
        root = packages.tree(package, main)
        body = None if root is None else root.find(f"{W}body")
        if body is None:
            raise KeyError(main)
        self.body = body
        styles = packages.tree(package, f"{beside}styles.xml")
        self.lists: Lists = lists(packages.tree(package, f"{beside}numbering.xml"), styles)
        notes = packages.tree(package, f"{beside}footnotes.xml")
        self.notes = {} if notes is None else {one.get(f"{W}id"): one for one in notes.iter(f"{W}footnote")}

    def blocks(self) -> Iterator[str]:
        """The lines of the document."""
        yield from self._blocks(self.body, 0)

    def _blocks(self, parent: Any, depth: int) -> Iterator[str]:
        if depth > limits.MAX_DEPTH:
            return
        for child in parent:
            if child.tag == f"{W}p":
                yield from self._paragraph(child, depth)
            elif child.tag == f"{W}tbl":
                yield from self._table(child, depth)
            elif child.tag in _HOLDERS:
                yield from self._blocks(child, depth + 1)

    def _paragraph(self, paragraph: Any, depth: int) -> Iterator[str]:
        """A paragraph with its number, then what is in its boxes and what its footnotes say."""
        yield self._line(paragraph)
        for box in _outermost(paragraph, _BOX):
            yield from self._blocks(box, depth + 1)
        for reference in paragraph.iter(_NOTE):
            note = self.notes.get(reference.get(f"{W}id"))
            if note is not None:
                yield "注：" + cells.joined(_words(one) for one in note.iter(f"{W}p"))

    def _line(self, paragraph: Any) -> str:
        words = "\n".join(_BLANKS.sub(" ", line).strip(" \t") for line in _words(paragraph).split("\n"))
        label = self.lists.label(paragraph)
        if label and words[:1].isdigit() and _STOPPED.search(label[-1:]):
            label += " "
        return label + words

    def _table(self, table: Any, depth: int) -> Iterator[str]:
        """The rows of a table; a table of one column is a box around paragraphs."""
        rows = [list(_own(row, f"{W}tc")) for row in _own(table, f"{W}tr") if not _deleted(row)]
        if max((len(row) for row in rows), default=0) <= 1:
            for row in rows:
                for cell in row:
                    yield from self._blocks(cell, depth + 1)
            return
        inner: list[Any] = []
        grid = [list(self._cells(row, inner)) for row in rows]
        yield from cells.lines(grid)
        for one in inner:
            yield from self._table(one, depth + 1) if depth < limits.MAX_DEPTH else ()

    def _cells(self, row: list[Any], inner: list[Any]) -> Iterator[str]:
        """The cells of a row, one for each column; tables inside are put aside."""
        yield from [""] * _before(row)
        for cell in row:
            merged = cell.find(f"{W}tcPr/{W}vMerge")
            goes_on = merged is not None and merged.get(f"{W}val") != "restart"
            yield cells.ABOVE if goes_on else self._cell(cell, inner)
            yield from [""] * (_number(cell.find(f"{W}tcPr/{W}gridSpan"), 1) - 1)

    def _cell(self, cell: Any, inner: list[Any]) -> str:
        inner += list(_own(cell, f"{W}tbl"))
        lines = (line for one in _own(cell, f"{W}p") for line in self._line(one).split("\n"))
        return cells.joined(lines)


def _main_part(package: zipfile.ZipFile) -> str:
    relations = packages.tree(package, "_rels/.rels")
    for one in () if relations is None else relations:
        if str(one.get("Type")).endswith(_MAIN):
            return str(one.get("Target")).lstrip("/")
    return "word/document.xml"


def _words(parent: Any) -> str:
    """The words of a paragraph, without those in its boxes."""
    out: list[str] = []
    todo = [parent]
    while todo:
        one = todo.pop()
        if one.tag in _SAID:
            out.append(one.text or "")
        elif one.tag in _SIGNS:
            out.append(_SIGNS[one.tag])
        elif one.tag not in _LEFT_OUT and one.tag != _BOX and not _hidden(one):
            todo += reversed(one)
    return "".join(out)


def _hidden(run: Any) -> bool:
    if run.tag != f"{W}r":
        return False
    vanish = run.find(f"{W}rPr/{W}vanish")
    return vanish is not None and vanish.get(f"{W}val") not in {"0", "false"}


def _own(parent: Any, tag: str) -> Iterator[Any]:
    """The children of a kind, also inside what only wraps them."""
    for child in parent:
        if child.tag == tag:
            yield child
        elif child.tag in _HOLDERS:
            yield from _own(child, tag)


def _outermost(parent: Any, tag: str) -> Iterator[Any]:
    """The descendants of a kind that lie in no other of it, and in no fallback for old programs."""
    todo = list(reversed(parent))
    while todo:
        one = todo.pop()
        if one.tag == tag:
            yield one
        elif one.tag not in _LEFT_OUT:
            todo += reversed(one)


def _deleted(row: Any) -> bool:
    return row.find(f"{W}trPr/{W}del") is not None


def _before(row: list[Any]) -> int:
    return _number(row[0].getparent().find(f"{W}trPr/{W}gridBefore"), 0) if row else 0


def _number(element: Any | None, otherwise: int) -> int:
    word = "" if element is None else element.get(f"{W}val") or ""
    return min(int(word), limits.MAX_COLUMNS) if word.isdigit() else otherwise
