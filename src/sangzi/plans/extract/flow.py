"""Lines of PDF pages as running text: heads and feet of pages taken off, lines of a paragraph joined.

A line goes on in the next when it reaches the right edge of its page's text and the next is not set in; a page goes on
in the next in the same way. A table that stands at the foot of a page goes on in one at the head of the next.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from . import cells
from .layout import Line
from .ruled import Table

_MARGIN = 0.12
"""How much of a page, above and below, may be its head and its foot."""
_NUMBER = re.compile(
    r"[—\-–―－·•~\s]*(?:第\s*)?(?:\d{1,4}|[ivxlc]{1,6})(?:\s*页)?(?:\s*[/，,共]\s*(?:共\s*)?\d{1,4}\s*页?)?[—\-–―－·•~\s]*",
    re.IGNORECASE,
)
_SENTENCE = re.compile("[，。；]")
"""What stands in running text and in no head of a page."""
_DIGITS = re.compile(r"\d+")
_ITEM = re.compile(
    r"(?:第[一二三四五六七八九十百]{1,4}[章节编部]|[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十\d]{1,3}[)）]|"
    r"\d{1,2}[.．、](?!\d)|[①-⑳●•·◆■]|[—–]{1,2}[^—\d]|附件|注[:：])"
)
_ENDED = frozenset("。！？；：…")
_SHORT_OF_EDGE, _SET_IN = 1.7, 1.2
"""In letters: a line this far from the edge has ended; one set in this far begins a paragraph."""
_FEW, _USUAL = 6, 0.7
"""A page with fewer lines than this does not tell how wide its text is set; most of its width is supposed."""
_CAPTION = re.compile(r"(?:续表|表\s*[\d一二三四五六七八九十]+(?:[-—.]\d+)?[(（]续[)）])")


@dataclass
class Page:
    """What stands on a page from above to below, and how high it is."""

    parts: list[Line | Table]
    height: float
    width: float = 0.0
    lines: list[Line] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.lines = [part for part in self.parts if isinstance(part, Line)]


def without_heads(pages: Sequence[Page]) -> None:
    """Take off what stands at the head or foot of many pages, and page numbers."""
    seen = Counter(key for page in pages for key in {_key(line) for line in _at_edges(page)})
    often = max(2, min(4, len(pages) // 2 + 1))
    for page in pages:
        edges = _at_edges(page)
        gone = {id(line) for line in edges if len(pages) > 1 and seen[_key(line)] >= often}
        outermost = [line for line in edges if id(line) not in gone]
        numbers = {id(line) for line in outermost[:1] + outermost[-1:] if _NUMBER.fullmatch(line.words)}
        page.parts = [part for part in page.parts if id(part) not in gone and id(part) not in numbers]


def _at_edges(page: Page) -> list[Line]:
    edge = [line for line in page.lines if not _MARGIN * page.height < line.top < (1 - _MARGIN) * page.height]
    return [line for line in edge if not _SENTENCE.search(line.words)]


def _key(line: Line) -> tuple[str, int]:
    """The same for the same words at the same height, whatever number they hold."""
    return _DIGITS.sub("#", line.words), round(line.top / 12)


@dataclass
class _Text:
    """Paragraphs and tables as they are put together from page to page."""

    out: list[str] = field(default_factory=list)
    open: str = ""
    last: Line | None = None
    table: Table | None = None
    runs_on: bool = False

    def add_line(self, line: Line, page_edges: tuple[float, float], *, first: bool) -> None:
        """Add a line of text to its paragraph, or begin one."""
        left, right = page_edges
        em = line.height or 10.0
        if self.table is not None:
            self.end_table()
        begins = line.left - left > _SET_IN * em and not self._hangs(line, em, first=first)
        if not self.open or not self.runs_on or begins or _ITEM.match(line.words):
            self.end_paragraph()
            self.open = line.words
        else:
            self.open += _between(self.open[-1], line.words[0]) + line.words
        self.last = line
        self.runs_on = right - line.right < _SHORT_OF_EDGE * em

    def _hangs(self, line: Line, em: float, *, first: bool) -> bool:
        """Whether a line is set in as far as the one above, as in a quotation."""
        return not first and self.last is not None and abs(self.last.left - line.left) < 0.4 * em

    def add_table(self, table: Table, *, first: bool) -> None:
        """Add a table, or go on with that of the page before."""
        before = self.table
        if first and before is not None and _goes_on(before, table):
            rows = table.rows
            same = next((at for at, (one, other) in enumerate(zip(before.rows, rows, strict=False)) if one != other), 0)
            before.rows += rows[same:]
            return
        self.end_paragraph()
        self.end_table()
        self.table = Table(list(table.rows), table.box, table.columns)

    def end_paragraph(self) -> None:
        """Close the paragraph at hand."""
        if self.open:
            self.out.append(self.open)
        self.open, self.runs_on = "", False

    def end_table(self) -> None:
        """Close the table at hand."""
        if self.table is not None:
            self.out += cells.lines(self.table.rows)
        self.table = None


def text_of(pages: Iterable[Page]) -> str:
    """The running text of pages."""
    text = _Text()
    usual: tuple[float, float] | None = None
    for page in pages:
        edges = _page_edges(page, usual)
        usual = edges if len(page.lines) >= _FEW else usual
        for at, part in enumerate(page.parts):
            if isinstance(part, Table):
                text.add_table(part, first=at == 0)
            elif not (at == 0 and text.table is not None and _CAPTION.match(part.words)):
                text.add_line(part, edges, first=at == 0)
    text.end_paragraph()
    text.end_table()
    return "\n".join(text.out) + "\n"


def _page_edges(page: Page, usual: tuple[float, float] | None) -> tuple[float, float]:
    """Where the text of a page begins and ends; where too few lines tell, as on the page before, else most of it."""
    lines = [part for part in page.parts if isinstance(part, Line)]
    outside = {id(line) for line in _at_edges(page)}
    left, right = _edges([line for line in lines if id(line) not in outside] or lines)
    if len(lines) >= _FEW:
        return left, right
    if usual and abs(left - usual[0]) < 6 and right <= usual[1] + 6:
        return usual
    tables = [part.box.right for part in page.parts if isinstance(part, Table)]
    return left, max([right, _USUAL * page.width, *tables])


def _goes_on(before: Table, table: Table) -> bool:
    """Whether a table has the columns of the one before it."""
    if len(before.columns) != len(table.columns):
        return False
    return all(abs(one - other) < 12 for one, other in zip(before.columns, table.columns, strict=True))


def _edges(lines: Sequence[Line]) -> tuple[float, float]:
    """Where the text of a page begins and ends: where most of its lines do."""
    if not lines:
        return 0.0, 0.0
    return _commonest([line.left for line in lines], least=True), _commonest(
        [line.right for line in lines], least=False
    )


def _commonest(values: Sequence[float], *, least: bool) -> float:
    """The outermost edge that at least a quarter of the lines share, else the outermost of all."""
    counts = Counter(round(value / 6) for value in values)
    shared = [
        place
        for place, count in counts.items()
        if count + counts.get(place + 1, 0) + counts.get(place - 1, 0) >= max(3, len(values) / 5)
    ]
    if not shared:
        return min(values) if least else max(values)
    place = min(shared) if least else max(shared)
    near = [value for value in values if abs(value / 6 - place) <= 1]
    return min(near) if least else max(near)


def _between(before: str, after: str) -> str:
    return " " if before.isascii() and before.isalnum() and after.isascii() and after.isalpha() else ""
