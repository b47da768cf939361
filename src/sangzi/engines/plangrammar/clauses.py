"""The tree of numbered parts: 第一章, 一、, （一）, 1., (1), ①, 一是, ——, ●.

Markers are taken at the start of a line, and after a full stop or a blank where a whole document stands on one line.
A clause ends where the next one of its own or an outer level begins. Linear in the number of markers.
"""

import re
from bisect import bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from sangzi.engines.plangrammar.cleaning import Clean
from sangzi.engines.plangrammar.model import Clause
from sangzi.engines.plangrammar.numerals import chinese
from sangzi.engines.plangrammar.searches import after_marks

_HAN = "一二三四五六七八九十"
_BODY = (
    rf"第(?P<chapter>[{_HAN}百\d]{{1,4}})[章编部]分?(?=[^\n]{{1,40}})"
    rf"|(?P<han>[{_HAN}]{{1,3}})(?:、|\.(?=[ 一-龥]))(?=\S| )"
    rf"|第(?P<item>[{_HAN}百\d]{{1,4}})(?:条|组|板块)(?=[^\n,。;]{{1,24}})"
    rf"|\((?P<paren>[{_HAN}]{{1,3}})\)、?(?=\S)"
    rf"|(?P<digit>\d{{1,2}})(?:[.、](?=[^\d\s])|、(?=\S))"
    rf"|\((?P<small>\d{{1,2}})\)(?=\S)"
    rf"|(?P<ring>[①-⑳])"
    rf"|(?:任务|重点任务|行动|工程|专项)(?P<task>[{_HAN}]{{1,3}})[:、]"
    rf"|(?P<shi>[{_HAN}])(?:是(?!否)|要(?=\S))"
    rf"|第(?P<rank>[{_HAN}]{{1,2}}),"
    rf"|(?P<dash>—{{1,3}}|-{{2,3}}|[●·•])(?=[^\d\s—])"
)
_FIRST = re.compile(_BODY)
_MARKER = re.compile(
    rf"[\n。!?;: )”](?:(?=[第{_HAN}(\d①-⑳任重行工专—●·•-])(?:{_BODY})|(?<=\n)[^\n;。,]{{2,12}}(?P<slot>[{_HAN}]):)"
)
"""A marker with the mark before it, which one search may not take from the marker before."""
LEVELS = {
    "chapter": 0,
    "han": 1,
    "item": 1,
    "paren": 2,
    "task": 2,
    "slot": 2,
    "digit": 3,
    "small": 4,
    "ring": 5,
    "dash": 6,
    "shi": 7,
    "rank": 7,
}
_LINE_ONLY = {"dash"}
_HEADING_END = re.compile("[。\n:;,]")
MAX_HEADING = 40


class Mark(NamedTuple):
    """A marker in the clean text."""

    start: int
    body: int
    level: int
    number: int | None
    words: str


def marks(text: str) -> list[Mark]:
    """Every marker of the clean text in order."""
    found = []
    for start, match in after_marks(text, _FIRST, _MARKER):
        kind = str(match.lastgroup)
        if kind in _LINE_ONLY and start and text[start - 1] != "\n":
            continue
        number = _number(kind, match.group(kind))
        found.append(Mark(start, match.end(), LEVELS[kind], number, text[start : match.end()]))
    return found


def _number(kind: str, word: str) -> int | None:
    if kind == "dash":
        return None
    if kind == "ring":
        return ord(word) - ord("①") + 1
    return int(word) if word.isdigit() else chinese(word)


def tree(clean: Clean, found: Sequence[Mark]) -> tuple[Clause, ...]:
    """The clauses of a cleaned text in reading order, parents before children."""
    text = clean.text
    finish = ends(found, len(text))
    clauses: list[Clause] = []
    open_: list[int] = []
    for index, mark in enumerate(found):
        while open_ and found[open_[-1]].level >= mark.level:
            open_.pop()
        start, end = clean.span(mark.start, finish[index])
        parent = open_[-1] if open_ else None
        clauses.append(
            Clause(index, mark.number, mark.words, mark.level, start, end, parent, _heading(text, mark, finish[index]))
        )
        open_.append(index)
    return tuple(clauses)


def _heading(text: str, mark: Mark, end: int) -> str:
    stop = min(end, mark.body + MAX_HEADING)
    close = _HEADING_END.search(text, mark.body, stop)
    return text[mark.body : close.start() if close else stop].strip()


def ends(found: Sequence[Mark], length: int) -> list[int]:
    """Where each mark's clause ends: at the next mark of its own or an outer level."""
    ends = [length] * len(found)
    open_: list[int] = []
    for index, mark in enumerate(found):
        while open_ and found[open_[-1]].level >= mark.level:
            ends[open_.pop()] = mark.start
        open_.append(index)
    return ends


def innermost(found: Sequence[Mark], finish: Sequence[int], position: int) -> int | None:
    """The index of the innermost clause that holds a position of the clean text."""
    index = bisect_right(found, (position, 1 << 60)) - 1
    for steps in range(12):
        if index < 0:
            return None
        if position < finish[index]:
            return index
        index -= 1 if steps < 11 else index + 1
    return None


def holding(clauses: Sequence[Clause], offset: int) -> int | None:
    """The index of the innermost clause that holds an original offset."""
    index = bisect_right(clauses, offset, key=lambda clause: clause.offset) - 1
    return index if index >= 0 and offset < clauses[index].end else (clauses[index].parent if index >= 0 else None)


def reading_order(clauses: Sequence[Clause]) -> tuple[int, ...]:
    """Clause indices with shuffled siblings put back by their numbers; each clause is followed by its children.

    Siblings are put in order only when their numbers are distinct, as a second list begins again at one.
    """
    children: dict[int | None, list[int]] = {}
    for clause in clauses:
        children.setdefault(clause.parent, []).append(clause.index)
    order: list[int] = []
    stack = list(reversed(_sorted(clauses, children.get(None, []))))
    while stack:
        index = stack.pop()
        order.append(index)
        stack.extend(reversed(_sorted(clauses, children.get(index, []))))
    return tuple(order)


def _sorted(clauses: Sequence[Clause], siblings: list[int]) -> list[int]:
    if len(siblings) < 2:
        return siblings
    keys = [(clauses[index].level, clauses[index].number) for index in siblings]
    if any(number is None for _, number in keys) or len(set(keys)) < len(keys) or len({level for level, _ in keys}) > 1:
        return siblings
    return sorted(siblings, key=lambda index: clauses[index].number or 0)
