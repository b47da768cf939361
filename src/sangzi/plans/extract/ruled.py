"""Tables drawn with lines: which lines belong together, which cells they part, which letters stand in each."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from . import limits
from .cells import Wide, joined, laid_out
from .glyphs import Glyph
from .layout import lines_of
from .rulings import Rule, Rulings

NEAR = 3.0
"""Lines this near are one; a line that ends this near another meets it."""
_LEAST = 6.0
"""No column and no row is narrower."""
_COVERED = 0.6
"""How much of a cell's side must be ruled to part it from the next."""


class Box(NamedTuple):
    """A rectangle of a page, y growing downwards."""

    left: float
    top: float
    right: float
    bottom: float

    def holds(self, glyph: Glyph) -> bool:
        """Whether the middle of a character lies inside."""
        return self.left <= glyph.x <= self.right and self.top <= glyph.y <= self.bottom


@dataclass
class Frame:
    """Lines that meet one another: the skeleton of a table."""

    lying: list[Rule] = field(default_factory=list)
    standing: list[Rule] = field(default_factory=list)

    @property
    def box(self) -> Box:
        """The rectangle that the lines span."""
        xs = [x for rule in self.lying for x in (rule.start, rule.end)] + [rule.at for rule in self.standing]
        ys = [y for rule in self.standing for y in (rule.start, rule.end)] + [rule.at for rule in self.lying]
        return Box(min(xs), min(ys), max(xs), max(ys))


@dataclass
class Table:
    """A table as read from a page: its rows, where it lies, and where its columns begin."""

    rows: list[list[str]]
    box: Box
    columns: tuple[float, ...]


def frames(rulings: Rulings) -> list[Frame]:
    """Lines grouped by where they meet. O(n log n + meetings)."""
    lying, standing = _merged(rulings.lying), _merged(rulings.standing)
    parent = list(range(len(lying) + len(standing)))
    for at, rule in enumerate(standing):
        first = bisect_right(lying, rule.start - NEAR, key=lambda one: one.at)
        last = bisect_right(lying, rule.end + NEAR, key=lambda one: one.at)
        for other in range(first, last):
            if lying[other].start - NEAR <= rule.at <= lying[other].end + NEAR:
                _unite(parent, len(lying) + at, other)
    grouped: dict[int, Frame] = {}
    for at, rule in enumerate([*lying, *standing]):
        frame = grouped.setdefault(_root(parent, at), Frame())
        (frame.lying if at < len(lying) else frame.standing).append(rule)
    return list(grouped.values())


def _unite(parent: list[int], one: int, other: int) -> None:
    parent[_root(parent, one)] = _root(parent, other)


def _root(parent: list[int], at: int) -> int:
    while parent[at] != at:
        parent[at] = at = parent[parent[at]]
    return at


def _merged(rules: Iterable[Rule]) -> list[Rule]:
    """Pieces of one line as one, in order of where they lie."""
    out: list[Rule] = []
    group: list[Rule] = []
    for rule in sorted(rules):
        if group and rule.at - group[0].at > NEAR:
            out += _whole(group)
            group = []
        group.append(rule)
    return sorted([*out, *_whole(group)])


def _whole(group: Sequence[Rule]) -> list[Rule]:
    out: list[Rule] = []
    for rule in sorted(group, key=lambda one: one.start):
        if out and rule.start <= out[-1].end + NEAR:
            out[-1] = out[-1]._replace(end=max(out[-1].end, rule.end))
        else:
            out.append(Rule(group[0].at, rule.start, rule.end))
    return out


def table_in(frame: Frame, glyphs: Sequence[Glyph]) -> Table | None:
    """The table that a frame rules, with the characters in its cells; None where it rules fewer than two cells."""
    box = frame.box
    xs = _edges([rule.at for rule in frame.standing], box.left, box.right)
    ys = _edges([rule.at for rule in frame.lying], box.top, box.bottom)
    columns, rows = len(xs) - 1, len(ys) - 1
    if columns < 2 or rows < 2 or columns > limits.MAX_COLUMNS or columns * rows > limits.MAX_GRID:
        return None
    spans = _spans(frame, xs, ys)
    inside = _by_cell(glyphs, xs, ys, spans)
    if sum(bool(words) for words in inside.values()) < 2:
        return None
    wide = [
        [_wide(spans[row][at], inside.get((row, at), [])) for at in range(columns) if spans[row][at].heads(row, at)]
        for row in range(rows)
    ]
    return Table(list(laid_out(wide)), box, tuple(xs))


class _Span(NamedTuple):
    """A cell of the grid that lines part: where it begins and how far it reaches."""

    row: int
    column: int
    down: int
    across: int

    def heads(self, row: int, column: int) -> bool:
        """Whether it begins here."""
        return (self.row, self.column) == (row, column)


def _wide(span: _Span, glyphs: list[Glyph]) -> Wide:
    return Wide(joined((line.words for line in lines_of(glyphs)), wrapped=True), span.across, span.down)


def _edges(found: Iterable[float], first: float, last: float) -> list[float]:
    edges: list[float] = []
    for at in sorted([first, *found, last]):
        if not edges or at - edges[-1] > _LEAST:
            edges.append(at)
    return edges


def _spans(frame: Frame, xs: Sequence[float], ys: Sequence[float]) -> list[list[_Span]]:
    """For each place of the grid the cell it belongs to: places are one cell where no line parts them."""
    walls = _walls(frame.standing, xs, ys)
    floors = _walls(frame.lying, ys, xs)
    rows, columns = len(ys) - 1, len(xs) - 1
    spans: list[list[_Span | None]] = [[None] * columns for _ in range(rows)]
    for row in range(rows):
        for column in range(columns):
            if spans[row][column] is None:
                across, down = _reach(walls, floors, spans, row, column)
                span = _Span(row, column, down, across)
                for covered in range(row, row + down):
                    spans[covered][column : column + across] = [span] * across
    return [[span for span in row if span is not None] for row in spans]


def _walls(rules: Sequence[Rule], at: Sequence[float], along: Sequence[float]) -> set[tuple[int, int]]:
    """(edge, interval) wherever a line rules the edge along most of the interval."""
    covered: dict[tuple[int, int], float] = {}
    for rule in rules:
        edge = _nearest(at, rule.at)
        first = max(0, bisect_right(along, rule.start) - 1)
        for interval in range(first, len(along) - 1):
            if along[interval] >= rule.end:
                break
            length = min(rule.end, along[interval + 1]) - max(rule.start, along[interval])
            covered[edge, interval] = covered.get((edge, interval), 0.0) + max(0.0, length)
    return {
        (edge, interval)
        for (edge, interval), length in covered.items()
        if length >= _COVERED * (along[interval + 1] - along[interval])
    }


def _nearest(edges: Sequence[float], value: float) -> int:
    at = bisect_right(edges, value)
    near = [index for index in (at - 1, at) if 0 <= index < len(edges)]
    return min(near, key=lambda index: abs(edges[index] - value))


def _reach(
    walls: set[tuple[int, int]],
    floors: set[tuple[int, int]],
    spans: Sequence[Sequence[_Span | None]],
    row: int,
    column: int,
) -> tuple[int, int]:
    """How many columns and rows a cell takes up that begins here."""
    rows, columns = len(spans), len(spans[0])
    across = 1
    while column + across < columns and (column + across, row) not in walls and spans[row][column + across] is None:
        across += 1
    down = 1
    while row + down < rows and all(
        (row + down, at) not in floors and spans[row + down][at] is None for at in range(column, column + across)
    ):
        if any((at, row + down) in walls for at in range(column + 1, column + across)):
            break
        down += 1
    return across, down


def _by_cell(
    glyphs: Sequence[Glyph], xs: Sequence[float], ys: Sequence[float], spans: Sequence[Sequence[_Span]]
) -> dict[tuple[int, int], list[Glyph]]:
    inside: dict[tuple[int, int], list[Glyph]] = {}
    for glyph in glyphs:
        column = min(max(bisect_right(xs, glyph.x) - 1, 0), len(xs) - 2)
        row = min(max(bisect_right(ys, glyph.y) - 1, 0), len(ys) - 2)
        span = spans[row][column]
        inside.setdefault((span.row, span.column), []).append(glyph)
    return inside
