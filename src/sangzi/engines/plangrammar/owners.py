"""Who answers for a task: （责任部门：A、B）, 牵头单位：A，配合单位：B, （A牵头，B配合）.

A note at the end of a task looks back to the note before it or to the beginning of its paragraph; a note in a heading,
before anything measurable, looks forward to the end of the part it heads.
"""

import re
from bisect import bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from sangzi.engines.plangrammar.searches import by_first

_ALONE = "牵头|配合|责任|主办|协办"
_ROLES = f"{_ALONE}|主责|协同|协作|承办|参与|参加|落实|实施|主管|分管|组织|参建|联合"
_ANSWERABLE = f"(?:{_ROLES})*(?:部门|单位|处室|科室|委办局|机构|主体|方|部室|股室|中心)(?:及分工)?"
_LABEL = re.compile(
    by_first("|".join(f"{role}(?:{_ANSWERABLE}){'?' * (role in _ALONE.split('|'))}:" for role in _ROLES.split("|")))
)
_BARE = re.compile(r"\((?<=[。;%\u4e00-\u9fff]\()((?:[^()\n;。:]|\([^()\n]{0,16}\)){3,120})\)(?=[。;\n]|$)")
_STRICT = re.compile("(?:局|委|办|厅|联|会|中心|政府|处|科|部|街道|办事处|院|公司|大队|支队)$")
_BY = re.compile("由([^,;:。“”()]{3,40}?)(?:共同|分别|具体)?(?:牵头|负责|会同|主办)")
_BRACKET = re.compile(
    r"\((?:由)?((?:[^()\n;。]|\([^()\n]{0,16}\)){2,160}?)(?:按照?(?:各自)?职责分工负责|分工负责|按职责负责|"
    r"共同负责|牵头负责|负责落实|具体负责|组织实施|负责|牵头|配合|落实|参与)\)"
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
_STOP = re.compile(r"[。;\n)]")
MAX_NOTE = 240


class Note(NamedTuple):
    """An owner note: where it stands, whom it names, and whether it looks forward."""

    start: int
    end: int
    owners: tuple[str, ...]
    forward: bool = False


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
    found += [note for note in map(_bare, _BARE.finditer(text)) if note and not _inside(sorted(found), note)]
    return sorted(found)


def _bare(match: re.Match[str]) -> Note | None:
    """…5家。(市民政局、市财政局): organs alone in a bracket that closes a task."""
    names = organs(match[1])
    if not names or not all(_STRICT.search(name) and len(name) >= 3 for name in names):
        return None
    return Note(match.start(), match.end(), tuple(names))


def _inside(found: Sequence[Note], note: Note) -> bool:
    return any(one.start <= note.end and note.start <= one.end for one in found[_near(found, note.start)])


def _near(found: Sequence[Note], position: int) -> slice:
    index = bisect_right(found, (position,))
    return slice(max(0, index - 2), index + 2)


def _labelled(text: str, match: re.Match[str], starts: Sequence[int]) -> Note:
    """责任部门:A、B and whatever further labels follow in the same note."""
    start = match.start()
    bracketed = text[start - 1 : start] == "(" and _closing(text, start)
    end = bracketed or _note_end(text, match.end(), starts)
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


def _note_end(text: str, start: int, starts: Sequence[int]) -> int:
    """Where a note without brackets ends: at a full stop, unless a further label follows at once."""
    index = bisect_right(starts, start)
    limit = min(len(text), start + MAX_NOTE, starts[index] if index < len(starts) else len(text))
    at = start
    while True:
        stop = _STOP.search(text, at, limit)
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
    for piece in _pieces(words):
        for part in _AND.split(piece):
            name = _ROLE_WORDS.sub("", part.strip(" :()由。,")).strip()
            name = name + ")" if name.count("(") > name.count(")") else name
            if 2 <= len(name) <= 24 and not name[0].isdigit() and ":" not in name:
                names.append(name)
    return list(dict.fromkeys(names))


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
    """由市教育局牵头,… said in running text."""
    match = _BY.search(text, start, end)
    names = organs(match[1]) if match else []
    if match is None or not names or not all(_STRICT.search(name) and len(name) >= 3 for name in names):
        return None
    return Note(match.start(), match.end(), tuple(names))


def governed(text: str, found: Sequence[Note], starts: Sequence[int], measured: Sequence[int]) -> list[Ownership]:
    """What each note governs, by `starts` of parts and paragraphs and the offsets where something is `measured`."""
    out = []
    reach = 0
    for index, note in enumerate(found):
        begin = _beginning(starts, note.start, reach)
        if _heads(text, note, begin, measured):
            end = _next_start(starts, note.end, found[index + 1].start if index + 1 < len(found) else len(text))
            out.append(Ownership(note.end, end, note))
        else:
            out.append(Ownership(max(begin, reach), note.start, note))
        reach = note.end
    return out


def _beginning(starts: Sequence[int], position: int, reach: int) -> int:
    """The start of the part a note closes; a note alone on its line closes the paragraph before."""
    index = bisect_right(starts, position) - 1
    if index > 0 and position - starts[index] <= 1:
        index -= 1
    return max(reach, starts[index]) if index >= 0 else reach


def _next_start(starts: Sequence[int], position: int, limit: int) -> int:
    index = bisect_right(starts, position + 1)
    while index < len(starts) and starts[index] - position <= 2:
        index += 1
    return min(starts[index] if index < len(starts) else limit, limit)


def _heads(text: str, note: Note, begin: int, measured: Sequence[int]) -> bool:
    """Whether a note stands in a heading: nothing is measured before it in its part, and text follows it."""
    index = bisect_right(measured, begin - 1)
    before = index < len(measured) and measured[index] < note.start
    follows = text[note.end : note.end + 2].lstrip("。:)")
    return not before and bool(follows) and follows[0] not in ";," and note.start - begin <= 60


def at(found: Sequence[Ownership], position: int) -> Note | None:
    """The note that governs a position. The spans are in order and do not overlap."""
    index = bisect_right(found, (position, 1 << 60)) - 1
    if index >= 0 and found[index].start <= position < found[index].end:
        return found[index].note
    return None
