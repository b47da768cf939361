"""Web pages: their words in reading order, tables with their merged cells."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from . import cells, limits
from .cells import Wide
from .extracted import Extracted
from .plain import decoded
from .refusals import spoken, unreadable

_ = spoken
_DROPPED = frozenset({"script", "style", "nav", "noscript", "template", "iframe", "svg", "head", "select", "button"})
_HEADINGS = ["h1", "h2", "h3", "h4", "h5", "h6"]
_TABLES = ["table", "caption", "thead", "tbody", "tfoot", "tr", "td", "th"]
_LISTS = ["ul", "ol", "li", "dl", "dt", "dd"]
_PARTS = ["body", "main", "article", "section", "header", "footer", "aside", "address", "form", "figure", "blockquote"]
_BLOCKS = frozenset([*_HEADINGS, *_TABLES, *_LISTS, *_PARTS, "p", "div", "br", "hr", "pre"])
_CELLS = frozenset({"td", "th"})
_BLANKS = re.compile(r"[ \t\r\n\f\xa0]+")
_DECLARED = re.compile(r"^\s*<\?xml[^>]*\?>")
_SPAN = re.compile(r"\s*(\d{1,3})\s*")


def read_html(path: Path) -> Extracted:
    """The words of a page without what belongs to the page and not to the plan."""
    return Extracted(words_of(decoded(path.read_bytes(), path), path), "html")


def words_of(source: str, path: Path) -> str:
    """The words of a page's source."""
    from lxml import etree  # type: ignore[import-untyped]
    from lxml import html as parser

    try:
        root = parser.document_fromstring(_DECLARED.sub("", source).lstrip("\ufeff"))
    except etree.ParserError as error:
        raise unreadable(_("“%(name)s”里没有网页内容；请换一个文件。"), path) from error
    return _tidied("".join(_words(root)))


def _words(root: Any) -> Iterator[str]:
    """The words of a page in reading order: a line for each block, a table by its rows."""
    from lxml.etree import iterwalk  # type: ignore[import-untyped]

    hidden = 0
    for event, element in iterwalk(root, events=("start", "end", "comment", "pi")):
        tag = element.tag if isinstance(element.tag, str) else ""
        grid = tag == "table" and _is_grid(element)
        if event == "start":
            if grid and not hidden:
                yield _table(element)
            hidden += tag in _DROPPED or grid
            if not hidden:
                yield "\n" if tag in _BLOCKS else ""
                yield _BLANKS.sub(" ", element.text or "")
            continue
        if event == "end" and not hidden:
            yield "\n" if tag in _BLOCKS and tag != "br" else ""
        hidden -= event == "end" and (tag in _DROPPED or grid)
        if not hidden:
            yield _BLANKS.sub(" ", element.tail or "")


def _is_grid(table: Any) -> bool:
    """Whether a table holds cells beside one another, and no table: others only lay a page out."""
    if next(table.iterdescendants("table"), None) is not None:
        return False
    return any(sum(cell.tag in _CELLS for cell in row) > 1 for row in table.iter("tr"))


def _table(table: Any) -> str:
    captions = ["".join(one.itertext()).strip() for one in table.iter("caption")]
    rows = ([_cell(cell) for cell in row if cell.tag in _CELLS] for row in table.iter("tr"))
    grid = [row for row, _ in zip(cells.laid_out(rows), range(limits.MAX_GRID // limits.MAX_COLUMNS), strict=False)]
    return "\n" + "\n".join([*captions, *cells.lines(grid)]) + "\n"


def _cell(cell: Any) -> Wide:
    inside = "".join(_words(cell)).split("\n") if len(cell) else [cell.text or ""]
    return Wide(cells.joined(inside), _span(cell, "colspan"), _span(cell, "rowspan"))


def _span(cell: Any, name: str) -> int:
    said = _SPAN.fullmatch(cell.get(name) or "1")
    return max(1, int(said[1])) if said else 1


def _tidied(text: str) -> str:
    """Without blanks at the ends of lines and without more than one empty line in a row; empty cells stay."""
    lines = (line.strip(" \r\f") if "\t" in line else line.strip(" \r\t\f") for line in text.split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n") + "\n"
