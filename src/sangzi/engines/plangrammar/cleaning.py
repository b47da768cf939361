"""From a text as it was published to one that can be read, with a map back.

Three things are done, and each keeps account of where characters came from:
full-width letters, digits and marks become one form (same length); ornaments (★■◆), zero-width characters and
spaces that typesetting put between words and numbers are taken out; lines broken in the middle of a sentence,
as at the foot of a page, are joined. Linear in the length of the text.
"""

import re
from bisect import bisect_right
from collections.abc import Container, Iterator
from dataclasses import dataclass
from itertools import pairwise

_FULL_WIDTH = {chr(code + 0xFEE0): chr(code) for code in range(0x21, 0x7F)}
SAME_LENGTH = _FULL_WIDTH | {
    "﹪": "%",
    "〔": "[",
    "〕": "]",
    "［": "[",
    "］": "]",
    "–": "—",
    "―": "—",
    "─": "—",
    "━": "—",
    "∼": "~",
    "〜": "~",
    "【": "(",
    "】": ")",
    "「": "“",
    "『": "“",
    "」": "”",
    "』": "”",
    "＂": '"',
    "≧": "≥",
    "≦": "≤",
    "⩾": "≥",
    "⩽": "≤",
    "│": "|",
    "┃": "|",
    "\u2028": "\n",
    "\u2029": "\n",
    "\x0b": "\n",
    "\x0c": "\n",
    "\x85": "\n",
}

_SPELLED_YEAR = re.compile("(?:二[〇零○]|一九)[〇零○一二三四五六七八九]{2}(?=年)")
_POINT = re.compile(r"(?<=[一-龥)”%\d])(?<!\n[一二三四五六七八九十\d])(?<!\n\d\d)(?<!\n十[一二三四五])\.(?=\s|$)")
"""The full stop of a text typed with the marks of another language."""
_SPELLED = str.maketrans("〇零○一二三四五六七八九", "000123456789")
_ITEM = re.compile(r"\n[ \t]{0,8}(\d{1,2})([.、])[ \t]{0,2}(\d{1,6}[一-龥][^\n]{6})?")
_FOREIGN = re.compile("[" + "".join(map(re.escape, SAME_LENGTH)) + "]")
ORNAMENTS = "★☆■□◆◇▲△▼▽♦❖✦✧✪✩◎○●※\u200b\u200c\u200d\u2060\ufeff\xad�\x00"
_PAGE = (
    r"\n\s{0,20}?(?:[—-]{1,2}[^\S\n]{0,3}\d{1,4}[^\S\n]{0,3}[—-]{1,2}"
    r"|第\d{1,4}页(?:[,/]?共\d{1,4}页)?)(?=[^\S\n]{0,40}\n)"
)
"""A line that holds nothing but the number of a page."""
_REMOVABLE = re.compile(
    rf"[{ORNAMENTS}*\s](?:(?<=\n){_PAGE[2:]}|(?<=[{ORNAMENTS}])[{ORNAMENTS}]*|(?<=\*)\*+|(?<=\s)\s*)"
)
BULLETS = "●○◎"
_GROUP_OF_THREE = re.compile(r"\d{3}[^\S\n]?[一-龥]")
_SPACED_YEAR = re.compile(r"(?<!\d)\d \d \d \d ?[年—-]")
_SINGLE_BEFORE = re.compile(r"(?:^|[^一-龥])[一-龥]$")
_SINGLE_AFTER = re.compile(r"[一-龥](?![一-龥])")
_FIRST_GROUP = re.compile(r"(?:^|[^\d])\d{1,3}$")
_WRAPPED = 18
"""A line shorter than this that does not end in a comma stands alone; longer ones may run on to the next."""
_CLOSED = frozenset("。!?;:…”)]|")
_OPEN_ENDED = frozenset("、,(“《")
_NEW_PARAGRAPH = re.compile(
    r"(?:[一二三四五六七八九十]{1,3}[、.]|\([一二三四五六七八九十\d]{1,3}\)|\d{1,3}[、.)]|[①-⑳]|—|-|[●○◎•·]|"
    r"第[一二三四五六七八九十百\d]+[章条节编]"
    r"|[一二三四五六七八九十]是|附件|[一-龥]{2,6}[:](?![^\n]{0,40}[。;])|(?:责任|牵头|配合|主责|承办)(?:部门|单位)|联系人|供稿|【|\|)"
)
_SENTENCE_MARKS = re.compile("[,。;、]")
_ENDS_IN_AMOUNT = re.compile(r"\d[一-龥%]{1,2}$")
_OPEN_NOTE = re.compile(r"\([^()\n]{0,40}$")


@dataclass(frozen=True, slots=True)
class Clean:
    """The readable text and where each stretch of it began in the original."""

    text: str
    starts: list[int]
    sources: list[int]

    def source(self, position: int) -> int:
        """The original offset of the clean character at `position`. O(log stretches)."""
        stretch = bisect_right(self.starts, position) - 1
        return self.sources[stretch] + position - self.starts[stretch]

    def position(self, source: int) -> int:
        """The clean offset of an original one; inside a removal, of what follows it. O(log stretches)."""
        stretch = bisect_right(self.sources, source) - 1
        after = self.starts[stretch] + source - self.sources[stretch]
        limit = self.starts[stretch + 1] if stretch + 1 < len(self.starts) else len(self.text)
        return min(after, limit)

    def stretch(self, position: int) -> tuple[int, int, int]:
        """The stretch of clean text around a position that was copied as it stood, and how far it moved. O(log n)."""
        index = bisect_right(self.starts, position)
        start = self.starts[index - 1]
        return (
            start,
            self.starts[index] if index < len(self.starts) else len(self.text),
            self.sources[index - 1] - start,
        )

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The original span of a non-empty clean span."""
        stretch = bisect_right(self.starts, start) - 1
        shift = self.sources[stretch] - self.starts[stretch]
        if stretch + 1 == len(self.starts) or end <= self.starts[stretch + 1]:
            return start + shift, end + shift
        return start + shift, self.source(end - 1) + 1


def clean(text: str, breaks: Container[int] = ()) -> Clean:
    """Clean a text in `one_form`; a line that begins at one of `breaks` is joined to none before it.

    Pieces between removals are copied whole; a removal starts a new stretch of the map.
    """
    pieces: list[str] = []
    starts, sources = [0], [0]
    length = at = 0
    for start, end, kept in _removals(text, breaks):
        pieces.append(text[at:start])
        length += start - at
        if kept:
            starts.append(length)
            sources.append(start)
            pieces.append(kept)
            length += 1
        starts.append(length)
        sources.append(end)
        at = end
    pieces.append(text[at:])
    return Clean("".join(pieces), starts, sources)


def one_form(text: str) -> str:
    """Full-width and typographic variants as one form, character for character."""
    for char in set(_FOREIGN.findall(text)):
        text = text.replace(char, SAME_LENGTH[char])
    if text.count("。") * 3 < text.count(".") and len(_POINT.findall(text)) > text.count("。"):
        text = _POINT.sub("。", text)
    return _item_marks(_SPELLED_YEAR.sub(_in_digits, text))


def _item_marks(text: str) -> str:
    """2.50个小区… under 1.…: the point after an item's number is no decimal point."""
    first = _ITEM.match("\n" + text[:40])
    last = int(first[1]) if first else 0
    marks = []
    for match in _ITEM.finditer(text):
        number = int(match[1])
        if number == last + 1 and match[3]:
            marks.append(match.start(2))
        last = number if match[3] is None or number == last + 1 else 0
    edges = [-1, *marks, len(text)]
    return "、".join(text[begin + 1 : end] for begin, end in pairwise(edges))


def _in_digits(match: re.Match[str]) -> str:
    """二〇二三年 as 2023年."""
    return match.group().translate(_SPELLED)


def _removals(text: str, breaks: Container[int]) -> Iterator[tuple[int, int, str]]:
    """Spans to take out, with the one character to keep in their place (or none).

    Neighbouring ornaments and blanks are weighed together, because what stands around the whole run decides.
    """
    run_start = run_end = -1
    for match in _REMOVABLE.finditer(text):
        start, end = match.span()
        if start != run_end:
            if run_end >= 0:
                yield run_start, run_end, _kept(text, run_start, run_end, breaks)
            run_start = start
        run_end = end
    if run_end >= 0:
        yield run_start, run_end, _kept(text, run_start, run_end, breaks)


def _kept(text: str, start: int, end: int, breaks: Container[int]) -> str:
    run = text[start:end] if end - start < 200 else text[start : start + 100] + text[end - 100 : end]
    before = text[start - 1 : start]
    after = text[end : end + 1]
    if before and after and (start in breaks or end in breaks):
        return "\n"
    if "\n" in run or not before:
        if run[-1] in BULLETS and after:
            return "●"
        return "" if not before or not after or (end not in breaks and _runs_on(text, start, end)) else "\n"
    return " " if _separates(text, start, end, run) else ""


def _separates(text: str, start: int, end: int, run: str) -> bool:
    """Whether a blank inside a line keeps two things apart: two figures, two Latin words, two Chinese phrases."""
    if not any(char.isspace() for char in run):
        return False
    before, after = text[start - 1], text[end : end + 1]
    if before.isdigit() and after.isdigit() and _GROUP_OF_THREE.match(text, end):
        return len(run) > 1 or not _FIRST_GROUP.search(text, max(0, start - 4), start)
    if len(run) == 1 and _spread(text, start, end):
        return False
    if before.isascii() and after.isascii():
        return before.isalnum() and after.isalnum()
    if before in "%‰":
        return False
    return _is_word(before) and _is_word(after) and not (before.isdigit() or after.isdigit())


def _spread(text: str, start: int, end: int) -> bool:
    """Whether a blank is one of those that spread out a title: 现 状, 2 0 2 5 年."""
    if text[start - 1].isdigit() and text[end : end + 1].isdigit():
        return bool(_SPACED_YEAR.search(text, max(0, start - 7), end + 8))
    if not _SINGLE_AFTER.match(text, end):
        return False
    return bool(_SINGLE_BEFORE.search(text[max(0, start - 2) : start]))


def _is_word(char: str) -> bool:
    return char.isalnum() or char in "“”《》()%"


def _runs_on(text: str, start: int, end: int) -> bool:
    """Whether the sentence before a line break goes on after it."""
    before = text[start - 1]
    if _NEW_PARAGRAPH.match(text, end):
        return False
    line = text[max(text.rfind("\n", max(0, start - 60), start) + 1, start - 60) : start]
    if _OPEN_NOTE.search(line):
        return True
    if before in _CLOSED:
        return False
    if before in _OPEN_ENDED:
        return True
    if len(line) < _WRAPPED or not _is_word(before) or not _is_word(text[end]) or _lists(line):
        return False
    return bool(_SENTENCE_MARKS.search(line)) or _as_wide_as_the_line_above(text, start)


def _lists(line: str) -> bool:
    """Whether a line is an item of a list that ends in its amount."""
    return bool(_ENDS_IN_AMOUNT.search(line)) and not _SENTENCE_MARKS.search(line)


def _as_wide_as_the_line_above(text: str, end: int) -> bool:
    """Set text fills its lines: two of the same width, one above the other, were broken by the page."""
    begin = text.rfind("\n", max(0, end - 60), end)
    above = text.rfind("\n", max(0, begin - 60), begin) if begin > 0 else -1
    return above >= 0 and abs((end - begin) - (begin - above)) <= 2
