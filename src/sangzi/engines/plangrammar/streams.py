"""Tables whose cells stand one after another: a cell a line, or parted by single blanks, a row a line or none.

A head is looked for at words that open one. In a run of short cells after it, the number of columns is the one at
which cells below one another are alike: all numbers, all units, all words. Where a cell of the head lies over several
(年度 over 2020年 and 2025年), its parts come last in such a run and are put back. Rows that are a cell short, because
it was empty or merged with the one above, are set below their columns by what their cells look like.
Linear: runs are bounded, and so are the numbers of columns tried.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations, islice

from sangzi.engines.plangrammar import kinds
from sangzi.engines.plangrammar.forms import ALIKE, LIKE, Cell, aligned, form
from sangzi.engines.plangrammar.grids import Block
from sangzi.engines.plangrammar.searches import after_marks

_FIRST = re.compile(
    r"(?=[序编N类领县区地年时单指项任事目乡镇街各主考重工建服具名板维分一现近2条])"
    r"(?P<word>[^\s,。;]{2,14})(?P<gap>[ \t\u3000]*\n[ \t\u3000]*|[ \u3000]+)"
)
_OPENS = re.compile(rf"[\n\t 。:,]{_FIRST.pattern}")
"""Where a head may begin: a short word, then a line break or a blank."""
_STOP = re.compile("[。;!?]")
_LINE = re.compile(r"[^\n]{1,200}")
_WORD = re.compile(r"[^\s|]{1,200}")
FIRST_CELLS, MOST_CELLS, LEAST_COLUMNS, MOST_COLUMNS, MAX_CELL = 60, 3000, 3, 14, 60
LEAST_ROWS, MOST_DROPPED = 2, 4
_NAMED_TIME = re.compile("\\d|[一二三四]季度|[上下]半年|现状|完成|基期|实际|十[二三四五六七]五")
_HEADS_ONLY = frozenset({"owner", "kind", "due", "note", "serial", "score"})
_VALUES = frozenset({"value", "growth", "measure"})
_DROPPABLE = frozenset({"group", "owner", "due", "note", "kind"})
_TELLING = frozenset({"value", "growth", "owner", "due"})
_FORMS = {
    "value": "[nbw]", "growth": "[nbw]", "measure": "[nbw]", "unit": "[ub]", "kind": "a", "serial": "n", "score": "n",
    "owner": "[otb]", "due": "[dtbn]",
}  # fmt: skip


def openings(text: str) -> Iterator[re.Match[str]]:
    """Every place where a head may begin: its group `word`, and the `gap` behind it."""
    return (match for _, match in after_marks(text, _FIRST, _OPENS))


def block_at(text: str, match: re.Match[str]) -> Block | None:
    """The table whose head begins at one of the `openings`; None when the cells after it do not repeat."""
    if not kinds.kind_of(kinds.bare(match["word"])):
        return None
    stream = _cells(text, match.start("word"), by_line="\n" in match["gap"])
    first = list(islice(stream, FIRST_CELLS))
    if len(first) < 2 * LEAST_COLUMNS or _head_length(first) >= min(len(first), 2 * MOST_COLUMNS):
        return None
    laid = [(layout, at) for at in _beginnings(first) if (layout := _largest(first[at:]))]
    if not laid:
        return None
    layout, begin = max(laid, key=lambda one: _size(one[0]))
    rest = list(stream)
    rows = max(_layouts([*first[begin:], *rest]), key=_size)[1] if rest else layout[1]
    return Block(rows, first[begin].start, max(cell.end for row in rows for cell in row), exact=True)


def _beginnings(cells: Sequence[Cell]) -> Iterator[int]:
    """Where the head may begin: a title may read like a head and stand before it."""
    for at in (2, 1, 0):
        if all(kinds.is_head(kinds.bare(cell.words)) for cell in cells[: at + 1]):
            yield at


def _largest(cells: Sequence[Cell]) -> tuple[int, list[list[Cell]]] | None:
    return max(_layouts(cells), key=_size, default=None)


def _size(layout: tuple[int, list[list[Cell]]]) -> tuple[int, int]:
    """The more cells a layout takes up, and the fewer columns it needs for them, the better."""
    return layout[0], -len(layout[1][0])


def _cells(text: str, start: int, *, by_line: bool) -> Iterator[Cell]:
    """Short cells one after another, as far as they are cells."""
    for count, match in enumerate((_LINE if by_line else _WORD).finditer(text, start)):
        words = match.group().strip(" \u3000\t\r")
        if not words:
            continue
        if count > MOST_CELLS or len(words) > MAX_CELL or _STOP.search(words):
            return
        begin = match.start() + match.group().index(words[0])
        yield Cell(begin, begin + len(words), words)


def _layouts(cells: Sequence[Cell]) -> Iterator[tuple[int, list[list[Cell]]]]:
    """Ways to lay cells out in columns under a head: (cells used, rows)."""
    forms = [form(cell.words) for cell in cells]
    known = _head_length(cells)
    for columns in range(2, min(MOST_COLUMNS, known, len(cells) // 2) + 1):
        for head in _heads(cells, columns):
            used = _used(head)
            first = cells[used : used + columns]
            count = 0 if _is_told(first) or not _fits(head, forms[used:]) else _repeating(forms[used:], columns)
            if count >= LEAST_ROWS:
                body = [list(cells[at : at + columns]) for at in range(used, used + count * columns, columns)]
                yield used + count * columns, [*head, *body]
    yield from _uneven(cells, forms)
    yield from _pairs(cells)


def _pairs(cells: Sequence[Cell]) -> Iterator[tuple[int, list[list[Cell]]]]:
    """Heads and what they head, one after another: 指标名称, X, 目标值, 5个, 责任单位, Y."""
    rows = []
    for at in range(0, len(cells) - 1, 2):
        head, told = kinds.kind_of(kinds.bare(cells[at].words)), kinds.kind_of(kinds.bare(cells[at + 1].words))
        if not head or told in _HEADS_ONLY | {"value", "unit"}:
            break
        rows.append([cells[at], cells[at + 1]])
    if len(rows) > LEAST_ROWS:
        yield 2 * len(rows), rows


def _fits(head: Sequence[Sequence[Cell]], forms: Sequence[str]) -> bool:
    """Whether the cells of the first row look like what their heads say."""
    wanted = [LIKE.get(_kind(_lowest(head, at)), "") for at in range(len(head[0]))]
    known = [kinds.kind_of(kinds.bare(_lowest(head, at))) for at in range(len(head[0]))]
    return all(
        not kind or not want or found in ALIKE[want] for kind, want, found in zip(known, wanted, forms, strict=False)
    )


def _used(head: Sequence[Sequence[Cell]]) -> int:
    return sum(bool(cell.words) and not cell.again for row in head for cell in row)


def _is_told(row: Sequence[Cell]) -> bool:
    """Whether a row holds heads: the head goes on."""
    return any(kinds.kind_of(kinds.bare(cell.words)) in _HEADS_ONLY for cell in row)


def _uneven(cells: Sequence[Cell], forms: Sequence[str]) -> Iterator[tuple[int, list[list[Cell]]]]:
    """Rows of unequal length under a head of known words: a group that was merged, a value that is missing."""
    known = next((at for at, c in enumerate(cells) if not kinds.is_head(kinds.bare(c.words))), len(cells))
    known = max(known, _head_length(cells) - 1)
    for columns in range(LEAST_COLUMNS, min(known, MOST_COLUMNS) + 1):
        for head in _heads(cells, columns):
            used = _used(head)
            if used > known or _is_told(cells[used : used + 2]):
                continue
            named = [_kind(_lowest(head, at)) for at in range(columns)]
            if "n" not in forms[used : used + 3 * columns]:
                named = ["content" if kind in _VALUES else kind for kind in named]
            row = re.compile(_pattern(named))
            said, at, body = "".join(forms), used, []
            while (match := row.match(said, at)) and match.end() > at:
                body.append(aligned([LIKE.get(kind, "t") for kind in named], cells[at : match.end()], _worth(named)))
                at = match.end()
            while body and sum(bool(cell.words) for cell in body[-1]) == 1:
                body, at = body[:-1], at - 1
            told = set(named) & _TELLING or {"place", "measure"} <= set(named)
            if len(body) >= LEAST_ROWS and told:
                yield at, [*head, *body]


def _kind(words: str) -> str:
    kind = kinds.kind_of(kinds.bare(words)) or "measure"
    return "growth" if kind in _VALUES and kinds.GROWTH.search(words) else kind


def _lowest(head: Sequence[Sequence[Cell]], at: int) -> str:
    rows = head[:1] if len(head) > 1 and all(form(cell.words) == "u" for cell in head[1][1:]) else head
    return next((row[at].words for row in reversed(rows) if row[at].words), "")


def _pattern(named: Sequence[str]) -> str:
    """A row as a regular expression over what cells look like: whole, less what may be merged or empty, a section."""
    values = [at for at, kind in enumerate(named) if kind in _VALUES]
    droppable = [at for at, kind in enumerate(named) if kind in _DROPPABLE][:MOST_DROPPED]
    ways = [frozenset(gone) for count in range(len(droppable) + 1) for gone in combinations(droppable, count)]
    rows = [_forms(named, gone, {}) for gone in ways]
    if len(values) > 1 and values == list(range(values[0], values[-1] + 1)):
        fewer = {values[0]: f"[nbw]{{1,{len(values) - 1}}}", **dict.fromkeys(values[1:], "")}
        rows += [_forms(named, gone, fewer) for gone in ways]
    return "(?:" + "|".join(dict.fromkeys([*rows, "t(?=t)"])) + ")(?![nub])"


def _forms(named: Sequence[str], gone: frozenset[int], instead: Mapping[int, str]) -> str:
    return "".join(instead.get(at, _FORMS.get(kind, "[twbod]")) for at, kind in enumerate(named) if at not in gone)


def _worth(named: Sequence[str]) -> list[int]:
    """Which columns are filled first where a value is missing: those of aims, then of bases, then of growth."""
    return [0 if kind in {"growth", "group"} else 1 for kind in named]


def _head_length(cells: Sequence[Cell]) -> int:
    """How many cells at the beginning may be a head: those before the first number that is no year."""
    for at, cell in enumerate(cells[: 2 * MOST_COLUMNS]):
        looks = form(cell.words)
        if looks in {"n", "b"} or (looks == "o" and not kinds.kind_of(kinds.bare(cell.words))):
            return at
    return 2 * MOST_COLUMNS


def _heads(cells: Sequence[Cell], columns: int) -> Iterator[list[list[Cell]]]:
    """The head as it stands, and with its last cells put below one of those before them."""
    if _is_head(cells[:columns]):
        yield [list(cells[:columns])]
        units = cells[columns : 2 * columns]
        if len(units) == columns and [form(cell.words) for cell in units[1:]] == ["u"] * (columns - 1):
            yield [list(cells[:columns]), list(units)]
    corner = cells[: columns - 1]
    if columns > LEAST_ROWS and all(kinds.is_timed(kinds.bare(cell.words)) for cell in corner):
        yield [[Cell(corner[0].start, corner[0].start, ""), *corner]]
    whole = cells[: columns + 1]
    if len(whole) <= columns or not _is_head(whole):
        return
    parts = _dated_tail(whole)
    over = [at for at, cell in enumerate(whole[: len(whole) - parts]) if _is_vague(cell)]
    if parts > 1 and over:
        yield _spanned(whole, over[-1], parts)


def _dated_tail(whole: Sequence[Cell]) -> int:
    """How many cells at the end name a year, a quarter or a role, and nothing else."""
    count = 0
    for cell in reversed(whole):
        if not kinds.is_timed(kinds.bare(cell.words)) or _is_vague(cell):
            break
        count += 1
    return count


def _is_vague(cell: Cell) -> bool:
    """年度, 规划目标, 分季度目标: what may stand over several years or quarters."""
    words = kinds.bare(cell.words)
    return kinds.is_timed(words) and not _NAMED_TIME.search(words)


def _spanned(whole: Sequence[Cell], over: int, parts: int) -> list[list[Cell]]:
    """A head of two rows: the last `parts` cells below the one at `over`."""
    top, below = list(whole[:-parts]), list(whole[-parts:])
    empty = [Cell(top[over].end, top[over].end, "") for _ in range(parts - 1)]
    first = [*top[: over + 1], *empty, *top[over + 1 :]]
    again = [Cell(cell.start, cell.end, cell.words, again=True) for cell in top]
    return [first, [*again[:over], *below, *again[over + 1 :]]]


def _is_head(cells: Sequence[Cell]) -> bool:
    """Whether cells read like heads: the first does, and so do most others or none is a number."""
    if any(form(cell.words) in {"n", "b"} for cell in cells):
        return False
    known = sum(kinds.is_head(kinds.bare(cell.words)) for cell in cells)
    return known >= 2 or (len(cells) > 2 and known == 1)


def _repeating(forms: Sequence[str], columns: int) -> int:
    """How many rows from the first on are alike, column by column; 0 where no column is of numbers."""
    rows = [forms[at : at + columns] for at in range(0, len(forms) - columns + 1, columns)]
    count = 0
    usual = list(rows[0]) if rows else []
    for row in rows:
        if any(one not in ALIKE[kept] for kept, one in zip(usual, row, strict=True)):
            break
        usual = [one if kept in "bw" and one in "nt" else kept for kept, one in zip(usual, row, strict=True)]
        count += 1
    numbers = [at for at, kept in enumerate(usual) if kept == "n"]
    told = (numbers and numbers != [0]) or {"o", "d"} <= set(usual)
    return count if told and "t" in usual[:2] else 0


def lines_at(text: str, start: int) -> Block | None:
    """A table whose rows are lines of words parted by single blanks, from the line that begins at an offset."""
    rows: list[list[Cell]] = []
    for match in _LINE.finditer(text, start):
        row = [Cell(*one.span(), one.group()) for one in _WORD.finditer(text, *match.span())]
        if len(row) < 2 or _STOP.search(match.group()) or len(rows) > MOST_CELLS:
            break
        rows.append(row)
    if len(rows) <= LEAST_ROWS or not _is_head(rows[0]):
        return None
    end = rows[-1][-1].end
    parts = len(rows[1])
    if _dated_tail([*rows[0], *rows[1]]) == parts > 1:
        over = [at for at, cell in enumerate(rows[0]) if _is_vague(cell)]
        rows[:2] = _spanned([*rows[0], *rows[1]], over[-1], parts) if over else rows[:2]
    return Block(rows, start, end)
