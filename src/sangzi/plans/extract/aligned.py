"""Tables without standing lines: rows whose pieces stand below one another.

A table set with three lying lines, or with none, shows its columns by the white between them: where the pieces of
neighbouring lines leave the same strips empty, the strips part columns. Its rows are told by their numbers: a line
without any belongs to the row it stands nearest to, as a name of two lines does beside a number set in their middle.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from .cells import joined
from .glyphs import Glyph
from .layout import Line, Piece, lines_of
from .ruled import NEAR, Box, Table
from .rulings import Rule

_STRIP, _NARROW = 0.55, 0.3
"""How wide, in letters, the white between two columns is at least; and between lines that rule a table."""
_APART = 0.42
"""Pieces of a line this far apart are two, where lines rule a table."""
_FIGURE = re.compile(
    r"[≥≤<>＞＜~约达不少于低超过\[［（(累计新增建]*[-+]?\d[\d.,]*[一-龥%％‰/\])］）+~—–-]{0,6}[\d.]*[%％\])］）]?|[—–\-/]{1,3}"
)
_SERIAL = re.compile(r"\d{1,3}[.、]?|[（(]\d{1,2}[)）]")
_MAX_HOLES = 2
"""Lines of a single piece that may stand inside a table: a cell that goes on, the name of a group."""
_PROSE = 11
"""Columns whose pieces are longer than this on most lines are columns of running text."""
_NUMERIC = 0.4
"""A column of numbers has at least this share of them; its head may take several lines."""
_OWN_ROW = 0.8
"""A line without numbers this share of the usual distance, or more, from the next row is a row of its own."""

Column = tuple[float, float]


def regions(lying: Sequence[Rule], taken: Sequence[Box]) -> list[Box]:
    """Where lying lines of one length stand above one another: tables set with three lines or with one to a row."""
    groups: list[list[Rule]] = []
    for rule in sorted(lying, key=lambda one: one.at):
        if any(
            box.top - NEAR <= rule.at <= box.bottom + NEAR and box.left < rule.end and rule.start < box.right
            for box in taken
        ):
            continue
        same = next((group for group in groups if _alike(group[0], rule)), None)
        if same is None:
            groups.append([rule])
        elif rule.at - same[-1].at > NEAR:
            same.append(rule)
    return [Box(group[0].start, group[0].at, group[0].end, group[-1].at) for group in groups if len(group) > 2]


def _alike(one: Rule, other: Rule) -> bool:
    return abs(one.start - other.start) < 2 * NEAR and abs(one.end - other.end) < 2 * NEAR and one.end - one.start > 100


def table_in(glyphs: Sequence[Glyph], box: Box, lying: Sequence[Rule]) -> Table | None:
    """The table between lying lines; None when what stands there is no table."""
    lines = lines_of(glyphs, _APART)
    columns = _columns(lines, _NARROW)
    if len(lines) < 2 or len(columns) < 2 or _is_prose(lines, columns):
        return None
    rows = list(_rows(lines, columns, [rule.at for rule in lying]))
    return Table(rows, box, tuple(left for left, _ in columns)) if len(rows) > 1 else None


def tables_in(lines: Sequence[Line], lying: Sequence[Rule]) -> list[tuple[int, int, Table]]:
    """Tables among the lines of a page: (first line, line after the last, table). O(lines x columns)."""
    found = []
    for first, last in _runs(lines):
        part = lines[first:last]
        columns = _columns(part, _STRIP)
        if len(columns) < 2 or _is_prose(part, columns):
            continue
        part = [Line([half for piece in line.pieces for half in _halves(piece, columns)]) for line in part]
        rows = list(_rows(part, columns, [rule.at for rule in lying]))
        if len(rows) >= 2:
            box = Box(part[0].left, part[0].top, max(line.right for line in part), part[-1].bottom)
            found.append((first, last, Table(rows, box, tuple(left for left, _ in columns))))
    return found


def _runs(lines: Sequence[Line]) -> Iterator[tuple[int, int]]:
    """Runs of lines most of which are in pieces."""
    first = last = -1
    holes = 0
    for at, line in enumerate(lines):
        near = first < 0 or line.top - lines[at - 1].bottom < 2.5 * line.height
        if len(line.pieces) > 1 and near:
            first = at if first < 0 else first
            last, holes = at, 0
        elif first >= 0 and near and holes < _MAX_HOLES and len(line.pieces) == 1 and not _is_long(line, lines[last]):
            holes += 1
        else:
            if last > first >= 0:
                yield first, last + 1
            first = last = at if len(line.pieces) > 1 else -1
            holes = 0
    if last > first >= 0:
        yield first, last + 1


def _is_long(line: Line, row: Line) -> bool:
    """Whether a line of one piece is as wide as the rows: running text, and no cell."""
    return line.right - line.left > 0.6 * (row.right - row.left)


def _columns(lines: Sequence[Line], strip: float) -> list[Column]:
    """The columns of a region: what is left between the strips that no piece reaches into.

    The lines with most pieces are laid first; a piece that would join two columns is set across them and joins none.
    """
    spans: list[list[float]] = []
    rich = sorted(lines, key=lambda line: -len(line.pieces))
    for line in rich:
        for piece in line.pieces:
            gap = strip * piece.height
            met = [span for span in spans if piece.left < span[1] + gap and span[0] - gap < piece.right]
            if not met:
                spans.append([piece.left, piece.right])
            elif len(met) == 1:
                met[0][:] = [min(met[0][0], piece.left), max(met[0][1], piece.right)]
        spans.sort()
    return _apart(spans, strip * max((line.height for line in lines), default=0.0))


def _halves(piece: Piece, columns: Sequence[Column]) -> Iterator[Piece]:
    """A piece that reaches into several columns, cut at its blanks; each part is as wide as its words are long."""
    met = sum(min(piece.right, right) > max(piece.left, left) for left, right in columns)
    if met < 2 or " " not in piece.words:
        yield piece
        return
    per_letter = (piece.right - piece.left) / (_length(piece.words) or 1)
    left = piece.left
    for words in piece.words.split(" "):
        right = left + per_letter * _length(words)
        yield Piece(words, left, right, piece.top, piece.bottom)
        left = right + per_letter


def _length(words: str) -> int:
    """How long words are set: Chinese letters are twice as wide as others."""
    return sum(1 if char.isascii() else 2 for char in words)


def _apart(spans: Sequence[Sequence[float]], gap: float) -> list[Column]:
    """Spans that came to touch as they grew, as one."""
    out: list[Column] = []
    for left, right in spans:
        if out and left - out[-1][1] < 0.5 * gap:
            out[-1] = (out[-1][0], max(out[-1][1], right))
        else:
            out.append((left, right))
    return out


def _is_prose(lines: Sequence[Line], columns: Sequence[Column]) -> bool:
    """Whether a page is set in two or three columns of text."""
    if len(columns) > 3:
        return False
    long = sum(all(len(piece.words) > _PROSE for piece in line.pieces) for line in lines if len(line.pieces) > 1)
    return len(lines) >= 6 and long > 0.6 * len(lines)


def _rows(lines: Sequence[Line], columns: Sequence[Column], ruled: Sequence[float]) -> Iterator[list[str]]:
    """The rows of a region, a row of several lines put together."""
    for group in _grouped(lines, columns, ruled):
        cells: list[list[str]] = [[] for _ in columns]
        for line in group:
            for piece in line.pieces:
                cells[_column_of(piece, columns)].append(piece.words)
        yield [joined(parts, wrapped=True) for parts in cells]


def _grouped(lines: Sequence[Line], columns: Sequence[Column], ruled: Sequence[float]) -> list[list[Line]]:
    """Lines of one row: those between two ruled lines, else those around the line with the row's numbers."""
    if _is_ruled(lines, ruled):
        return _between_rules(lines, ruled)
    cores = _cores(lines, columns)
    if len(cores) < 2:
        return [[line] for line in lines]
    head = [line for line in lines[: cores[0]] if not _belongs(line, lines, cores[0], cores)]
    groups = {core: [lines[core]] for core in cores}
    out = [(at - len(head), group) for at, group in enumerate(_near_one_another(head, _pitch(lines, cores)))]
    kept = {id(line) for line in head}
    for at, line in enumerate(lines):
        if at in groups or id(line) in kept:
            continue
        near = min(cores, key=lambda core: (round(abs(_middle(lines[core]) - _middle(line)), 1), core))
        if _belongs(line, lines, near, cores):
            groups[near].append(line)
        else:
            out.append((at, [line]))
    out += [(core, sorted(group, key=_middle)) for core, group in groups.items()]
    return [group for _, group in sorted(out, key=lambda one: one[0])]


def _near_one_another(head: Sequence[Line], pitch: float) -> list[list[Line]]:
    """Lines of the head that stand closer than rows do, taken together."""
    groups: list[list[Line]] = []
    for line in head:
        if groups and _middle(line) - _middle(groups[-1][-1]) < _OWN_ROW * min(pitch, 1.6 * line.height):
            groups[-1].append(line)
        else:
            groups.append([line])
    return groups


def _cores(lines: Sequence[Line], columns: Sequence[Column]) -> list[int]:
    """The lines that hold the numbers of rows, or the numbers that count rows."""
    counts = [[0, 0] for _ in columns]
    for line in lines:
        for piece in line.pieces:
            at = _column_of(piece, columns)
            counts[at][0] += bool(_FIGURE.fullmatch(piece.words))
            counts[at][1] += 1
    numeric = {at for at, (figures, filled) in enumerate(counts) if figures >= 2 and figures >= _NUMERIC * filled}
    if not numeric:
        return []
    serial = _is_counted(lines, columns) if 0 in numeric else False
    if serial:
        numeric = {0}
    return [
        at
        for at, line in enumerate(lines)
        if any(_column_of(p, columns) in numeric and _FIGURE.fullmatch(p.words) for p in line.pieces)
    ]


def _is_counted(lines: Sequence[Line], columns: Sequence[Column]) -> bool:
    """Whether the first column counts the rows: 1, 2, 3."""
    first = [p.words for line in lines for p in line.pieces[:1] if _column_of(p, columns) == 0]
    numbers = [int(re.sub(r"\D", "", words)) for words in first if _SERIAL.fullmatch(words)]
    return len(numbers) > 1 and all(b == a + 1 for a, b in pairwise(numbers))


def _belongs(line: Line, lines: Sequence[Line], core: int, cores: Sequence[int]) -> bool:
    """Whether a line without numbers is part of the row of a core line."""
    away = abs(_middle(lines[core]) - _middle(line))
    return away < _OWN_ROW * _pitch(lines, cores) and away < 1.6 * max(line.height, lines[core].height)


def _pitch(lines: Sequence[Line], cores: Sequence[int]) -> float:
    """How far apart rows usually are."""
    far = sorted(_middle(lines[b]) - _middle(lines[a]) for a, b in pairwise(cores))
    return far[len(far) // 2] if far else 0.0


def _middle(line: Line) -> float:
    return (line.top + line.bottom) / 2


def _between_rules(lines: Sequence[Line], ruled: Sequence[float]) -> list[list[Line]]:
    groups = [[lines[0]]]
    for above, line in pairwise(lines):
        if any(_middle(above) < at < _middle(line) for at in ruled):
            groups.append([])
        groups[-1].append(line)
    return groups


def _is_ruled(lines: Sequence[Line], ruled: Sequence[float]) -> bool:
    """Whether most rows are parted by lying lines."""
    parted = sum(any(_middle(above) < at < _middle(line) for at in ruled) for above, line in pairwise(lines))
    return parted >= 3 and parted >= 0.34 * (len(lines) - 1)


def _column_of(piece: Piece, columns: Sequence[Column]) -> int:
    """The column a piece stands in; the first of several for what is set across them."""
    shared = [min(piece.right, right) - max(piece.left, left) for left, right in columns]
    most = max(shared)
    if most <= 0:
        middle = (piece.left + piece.right) / 2
        return min(range(len(columns)), key=lambda at: abs((columns[at][0] + columns[at][1]) / 2 - middle))
    return next(at for at, size in enumerate(shared) if size > 0.6 * min(most, columns[at][1] - columns[at][0]))
