"""Who answers for a task: （责任部门：A、B）, 牵头单位：A，配合单位：B, （A牵头，B配合）.

A note at the end of a task looks back to the note before it or to the beginning of its paragraph; one on its own line
looks back over its item, or over all items of its part where none of them has a note; a note in a heading, before
anything measurable, looks forward to the end of the part it heads, except where a part of it has a note.
"""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from sangzi.engines.plangrammar.clauses import Mark
from sangzi.engines.plangrammar.searches import by_first

_ALONE = "牵头|配合|责任|主办|协办|承办"
_ROLES = f"{_ALONE}|主责|协同|协作|承办|参与|参加|落实|实施|主管|分管|组织|参建|联合"
_ANSWERABLE = f"(?:{_ROLES}){{0,6}}(?:部门|单位|处室|科室|委办局|机构|主体|方|部室|股室|中心)(?:及分工)?"
_IN_MARKS = f"\\((?:{_ROLES}){{1,7}}(?:部门|单位|处室|科室|机构|主体|方|股室)\\):?"
_LABEL = re.compile(
    by_first(
        "|".join(f"{role}(?:{_ANSWERABLE}){'?' * (role in _ALONE.split('|'))}:" for role in _ROLES.split("|"))
        + f"|{_IN_MARKS}"
    )
)
_BARE = re.compile(
    r"\((?<=[。;%\u4e00-\u9fff]\()((?:[^()\n;。:]|\([^()\n]{0,16}\)){3,120})\)"
    r"(?=[。;\n]|$| ?[一二三四五六七八九十\d(第])"
)
_HOUSE = re.compile("(?:股|馆|室|站|所|社|队|组|园|校|团|厂|行|司|站点|专班|工委)$")
"""Parts of an organisation, that answer for a task where a bracket after its full stop names them."""
_STRICT = re.compile("(?:局|委|办|厅|联|会|协|中心|政府|处|科|部|街道|办事处|院|公司|大队|支队)$")
_BY = re.compile(
    "由([^,;:。“”()]{3,40}?)(?:共同|分别|具体)?(?:牵头|负责|会同|主办)"
    "(?:(?:[,、](?:由)?|(?<=会同))([^,;:。“”()]{3,40}?)(?:配合|参与|协助|协同|协办|(?=,)))?"
)
_NUMBERED = re.compile(
    "第([\\d、,和及至—~-]{1,20})(?:项|条|款|点)(?:任务|工作)?由([^,;。()]{2,60}?)(?:牵头|负责|落实|承担)"
    "(?:[,、]?([^,;。()由第]{2,40}?)(?:配合|参与|协助|协同|协办))?"
)
"""第2、3项由A牵头: whom a later part names for the items of an earlier one."""
_WHOLE = re.compile(
    "(?:本|该|此|上述|以上)(?:项|条|款|部分|任务|工作)*(?:任务|工作)?由([^;:。“”()]{3,60}?)(?:总|共同|分别)?(?:牵头|负责|主抓)"
    "(?:,(?:由)?([^;:。“”()]{3,60}?)(?:配合|参与|协助|协同|协办|落实|负责|分头抓好|分头落实|按职责)[^,;。]{0,6})?(?=[。;\n]|$)"
)
"""本项由A牵头,B配合: what closes a task in running text."""
_BRACKET = re.compile(
    r"[(\[](?:由)?((?:[^()\[\]\n;。]|\([^()\n]{0,16}\)){2,160}?)(?:按照?(?:各自)?职责分工负责|分工负责|按职责负责|"
    r"共同负责|牵头负责|负责落实|具体负责|组织实施|负责|牵头|配合|落实|参与)[)\]]"
)
_ROLE_WORDS = re.compile(
    "(?:等)?(?:按照?(?:各自)?职责(?:分工)?(?:负责)?|分别牵头|共同牵头|牵头负责|牵头|配合|负责|参与|落实|实施|"
    "主办|承办|协办|等有关部门|等部门|等单位|等)$"
)
_SPLIT = re.compile(r"[、,;|/\s]+")
_ORGAN = re.compile(
    "(?:局|委|部|办|厅|处|室|中心|院|会|团委|政府|公司|集团|学校|大学|社|站|队|行|办公室|基金会|联合会|妇联|"
    "工会|残联|红十字会|科协|文联|侨联|单位|部门|街道|乡镇|县|市|区|镇|组)$"
)
_AND = re.compile("(?<=[局委部办厅处室院会联])(?:和|及|与|以及|会同)(?=[^、,;]{2,})")
_ROLE_MARKS = re.compile(r"\((?:牵头|配合|主办|协办|负责|主责|协同|参与|落实|牵头单位|配合单位)\)")
_FOLDED = re.compile(r"([^()]{2,16})\(([^()]{2,16}(?:局|委|办|处|科|股|室|部|中心|队|站|馆|院|公司))\)")
_STOP = re.compile(r"[。;\n)]")
_NEXT = re.compile(
    "(?<=[局委办厅处科部室会联院心站队])(?:\\d{1,2}[.、](?=[一-龥])|\\([一二三四五六七八九十]{1,3}\\)|"
    "[一二三四五六七八九十]{1,3}、(?=[^、]{4}))"
)
"""Where the next item begins right behind an organ, in a document on one line."""
_LABELLED = re.compile("(?:责任|牵头|配合|主责|承办|完成|办结)[一-龥]{2,6}:[^\n。]{1,80}\n")
"""A line of its own that tells whose or until when; what it is told of stands before it."""
_SENTENCE = re.compile("[,。;]|\\d[)、.]")
_ITEM = 3
"""第2项 is the item 2. or (2), not the part 二、 around it."""
MAX_NOTE = 240
MOST_LABELS = 6
"""How many lines of notes may follow one task."""
MAX_ITEMS = 60
"""How many items before a note of its own line may belong to one list."""


class Note(NamedTuple):
    """An owner note: where it stands, and whom it names."""

    start: int
    end: int
    owners: tuple[str, ...]


class Ownership(NamedTuple):
    """The span of tasks that a note governs."""

    start: int
    end: int
    note: Note


def notes(text: str, starts: Sequence[int]) -> list[Note]:
    """Every owner note of the clean text, labels that follow one another taken together."""
    found: list[Note] = []
    at = 0
    for match in _LABEL.finditer(text):
        if match.start() < at:
            continue
        note = _labelled(text, match, starts)
        at = note.end
        if note.owners:
            found.append(note)
    found += [note for note in map(_bracketed, _BRACKET.finditer(text)) if note and not _inside(found, note)]
    found += [note for note in map(_whole, _WHOLE.finditer(text)) if note and not _inside(sorted(found), note)]
    found += [note for note in map(_bare, _BARE.finditer(text)) if note and not _inside(sorted(found), note)]
    return sorted(found)


def _bare(match: re.Match[str]) -> Note | None:
    """…5家。(市民政局、市财政局): organs alone in a bracket that closes a task."""
    names = organs(match[1])
    closed = match.string[match.start() - 1] in "。;"
    if not names or not all(_is_organ(name, closed=closed) for name in names):
        return None
    return Note(match.start(), match.end(), tuple(names))


def _whole(match: re.Match[str]) -> Note | None:
    names = organs("、".join(part for part in match.groups() if part))
    return Note(match.start(), match.end(), tuple(names)) if names else None


def _is_organ(name: str, *, closed: bool) -> bool:
    if closed and len(name) >= 2 and _HOUSE.search(name):
        return True
    return len(name) >= 3 and bool(_STRICT.search(name))


def _inside(found: Sequence[Note], note: Note) -> bool:
    return any(one.start <= note.end and note.start <= one.end for one in found[_near(found, note.start)])


def _near(found: Sequence[Note], position: int) -> slice:
    index = bisect_right(found, (position,))
    return slice(max(0, index - 2), index + 2)


def _labelled(text: str, match: re.Match[str], starts: Sequence[int]) -> Note:
    """责任部门:A、B and whatever further labels follow in the same note."""
    start = match.start()
    bracketed = text[start - 1 : start] == "(" and _closing(text, start)
    end = bracketed or _note_end(text, start, match.end(), starts)
    names = [name for part in _LABEL.split(text[start:end]) if part for name in organs(part)]
    begin, finish = (start - 1, end + 1) if bracketed else (start, end)
    return Note(begin, finish, tuple(dict.fromkeys(names)))


def _closing(text: str, start: int) -> int | None:
    depth = 0
    for index in range(start, min(len(text), start + MAX_NOTE)):
        if text[index] == "(":
            depth += 1
        elif text[index] == ")":
            if depth == 0:
                return index
            depth -= 1
    return None


def _note_end(text: str, begin: int, start: int, starts: Sequence[int]) -> int:
    """Where a note without brackets ends: at a full stop, unless a further label follows at once."""
    index = bisect_right(starts, start)
    own_line = text[begin - 1 : begin] in {"", "\n"}
    limit = min(len(text), start + MAX_NOTE, starts[index] if index < len(starts) else len(text))
    item = _NEXT.search(text, start, limit)
    limit = item.start() if item else limit
    at = start
    while True:
        stop = _STOP.search(text, at, limit)
        if stop is not None and stop.group() == ";" and own_line:
            at = stop.end()
            continue
        if stop is None:
            return min(len(text), limit)
        if stop.group() == ")" and text.count("(", start, stop.start()) > text.count(")", start, stop.start()):
            at = stop.end()
            continue
        if stop.group() in ";。\n" and _LABEL.match(text, stop.end()):
            at = stop.end()
            continue
        return stop.start()


def _bracketed(match: re.Match[str]) -> Note | None:
    """(A牵头,B配合): organs and nothing else in a bracket that ends in a role."""
    names = organs(match[1])
    if not names or not all(_ORGAN.search(name) for name in names):
        return None
    return Note(match.start(), match.end(), tuple(names))


def organs(words: str) -> list[str]:
    """The organs named in a list, without the words for their roles."""
    names: list[str] = []
    for piece in _pieces(_ROLE_MARKS.sub("", words)):
        for part in [one for whole in _unfolded(piece) for one in _AND.split(whole)]:
            name = _ROLE_WORDS.sub("", part.strip(" :()[]由。,")).strip()
            name = name + ")" if name.count("(") > name.count(")") else name
            if 2 <= len(name) <= 24 and not name[0].isdigit() and ":" not in name:
                names.append(name)
    return list(dict.fromkeys(names))


def _unfolded(piece: str) -> list[str]:
    """图书馆(公共服务股) names two; 县(市、区) is one."""
    inner = _FOLDED.fullmatch(piece.strip())
    return [inner[1], *_SPLIT.split(inner[2])] if inner else [piece]


def _pieces(words: str) -> list[str]:
    """Parts of a list; a mark inside a bracket, as in 县(市、区), parts nothing."""
    out, depth, begin = [], 0, 0
    for index, char in enumerate(words):
        if char == "(":
            depth += 1
        elif char == ")":
            depth = max(0, depth - 1)
        elif depth == 0 and _SPLIT.match(char):
            out.append(words[begin:index])
            begin = index + 1
    return [*out, words[begin:]]


def in_sentence(text: str, start: int, end: int) -> Note | None:
    """由市教育局牵头、市财政局配合,… said in running text."""
    match = _BY.search(text, start, end)
    names = organs("、".join(part for part in match.groups() if part)) if match else []
    if match is None or not names or not all(_STRICT.search(name) and len(name) >= 3 for name in names):
        return None
    return Note(match.start(), match.end(), tuple(names))


@dataclass(frozen=True, slots=True)
class Governed:
    """What notes govern: `back` those that close a task, `ahead` those in a heading, with the index of the heading
    around each (-1: none). Spans of one list do not overlap, but for headings inside headings.
    """

    back: list[Ownership]
    ahead: list[Ownership]
    around: list[int]

    def at(self, position: int) -> Note | None:
        """The note that governs a position, the nearest first."""
        index = bisect_right(self.back, (position, 1 << 60)) - 1
        if index >= 0 and self.back[index].start <= position < self.back[index].end:
            return self.back[index].note
        index = bisect_right(self.ahead, (position, 1 << 60)) - 1
        while index >= 0:
            if position < self.ahead[index].end:
                return self.ahead[index].note
            index = self.around[index]
        return None


@dataclass(frozen=True, slots=True)
class Layout:
    """Where a text's parts begin: `starts` of marks and lines in order, its marks with their ends, and where something
    is `measured`.
    """

    text: str
    starts: Sequence[int]
    marks: Sequence[Mark]
    ends: Sequence[int]
    measured: Sequence[int]


def governed(layout: Layout, found: Sequence[Note]) -> Governed:
    """What each note governs. O(notes × log(parts))."""
    out = Governed([], [], [])
    reach = 0
    for note in found:
        begin = max(reach, _beginning(layout, note.start, reach))
        if _heads(layout, note, begin):
            _head(out, Ownership(note.end, _end_of_part(layout, note), note))
        else:
            out.back.append(Ownership(begin, note.start, note))
        reach = note.end
    return out


def numbered(text: str, found: Governed, marks: Sequence[Mark], ends: Sequence[int]) -> None:
    """Give items that have no note of their own the owners that a later part names by their numbers."""
    last: dict[int, int] = {}
    place, given = 0, []
    for match in _NUMBERED.finditer(text):
        while place < len(marks) and marks[place].start < match.start():
            if marks[place].level >= _ITEM and marks[place].number is not None:
                last[int(marks[place].number or 0)] = place
            place += 1
        names = organs("、".join(part for part in match.groups()[1:] if part))
        note = Note(match.start(), match.end(), tuple(names))
        items = [last[number] for number in _numbers(match[1]) if number in last]
        given += [Ownership(marks[item].start, ends[item], note) for item in items if names]
    free = [one for one in given if found.at(one.start + 1) is None]
    found.back.extend(free)
    found.back.sort()


def _numbers(words: str) -> list[int]:
    """2、3 and 2至4."""
    ranged = re.fullmatch("(\\d{1,2})[至—~-]{1,2}(\\d{1,2})", words)
    if ranged:
        return list(range(int(ranged[1]), int(ranged[2]) + 1))
    return [int(number) for number in re.findall("\\d{1,2}", words)]


def _head(out: Governed, one: Ownership) -> None:
    """Keep a heading's note under the heading around it."""
    index = len(out.ahead) - 1
    while index >= 0 and out.ahead[index].end <= one.start:
        index = out.around[index]
    out.ahead.append(one)
    out.around.append(index)


def _beginning(layout: Layout, position: int, reach: int) -> int:
    """The start of the part a note closes; one alone on its line closes the item, or the list of items, before it."""
    starts = layout.starts
    index = bisect_right(starts, position) - 1
    if index <= 0 or position - starts[index] > 1:
        return starts[index] if index >= 0 else reach
    last = max(1, index - MOST_LABELS)
    while index > last and _LABELLED.match(layout.text, starts[index - 1]):
        index -= 1
    return min(starts[index - 1], _item(layout, position, reach))


def _item(layout: Layout, position: int, reach: int) -> int:
    """Where the item before a note of its own line begins, or the part it closes when no item of that has a note."""
    index = bisect_right(layout.marks, position, key=_start) - 1
    if index < 0:
        return position
    level, around = layout.marks[index].level, index
    while around >= 0 and layout.marks[around].level >= level and index - around <= MAX_ITEMS:
        around -= 1
    if around < 0 or layout.marks[around].level >= level or index - around < 2 or layout.marks[around].start < reach:
        return layout.marks[index].start
    return layout.marks[around].start


def _start(mark: Mark) -> int:
    return mark.start


def _end_of_part(layout: Layout, note: Note) -> int:
    """The end of the part in whose heading a note stands; without one, of the line after it."""
    index = bisect_right(layout.marks, note.start, key=_start) - 1
    if index >= 0 and layout.ends[index] > note.end + 2:
        return layout.ends[index]
    after = bisect_right(layout.starts, note.end + 1)
    while after < len(layout.starts) and layout.starts[after] - note.end <= 2:
        after += 1
    return layout.starts[after] if after < len(layout.starts) else len(layout.text)


def _is_heading(text: str, note: Note) -> bool:
    """Whether a note ends a short line without a sentence in it, with text in the lines after."""
    begin = text.rfind("\n", max(0, note.start - 60), note.start) + 1
    line = text[begin : note.start]
    return 2 <= len(line) <= 40 and text[note.end : note.end + 1] == "\n" and not _SENTENCE.search(line)


def _heads(layout: Layout, note: Note, begin: int) -> bool:
    """Whether a note stands in a heading: nothing is measured before it in its part, and text follows it."""
    index = bisect_right(layout.measured, begin - 1)
    before = index < len(layout.measured) and layout.measured[index] < note.start
    before = before and not _is_heading(layout.text, note)
    follows = layout.text[note.end : note.end + 2].lstrip("。:)")
    return not before and bool(follows) and follows[0] not in ";," and note.start - begin <= 60
