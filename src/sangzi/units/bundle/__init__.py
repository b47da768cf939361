"""The bundled tree: all of China down to townships, and the villages of one province.

Made by `scripts/bundle_units.py`. A file is xz-compressed text. Its head has one `word: value` a line (source,
edition, licence, and one `dropped:` for every placeholder of the source, with the code that its children hang on
instead), and ends with an empty line. Then one unit a line, children after their parent:

    <level><step> <name>      the step from the number before, of its parent and level; none: 1; `=`: no code
    .<level>                  the last unit of that level is complete; what follows hangs on its parent
    @<level> <code>           what follows hangs on this unit, which is not in the file

A code has 2, 4, 6, 9 or 12 significant digits at levels 1 to 5; a unit's number is what its parent's digits leave
of them, so a district of Beijing, which hangs on the municipality, has the number 0101.
"""

from __future__ import annotations

import lzma
from collections import Counter
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

CHINA = "china-2023.txt.xz"
JILIN_VILLAGES = "jilin-villages-2023.txt.xz"
LETTERS = "letters.txt.xz"

DIGITS = (0, 2, 4, 6, 9, 12)  # significant digits of a code, by level
ROOT_CODE = "000000"


@dataclass
class Bundled:
    """The units of one file, parents first. `parents` are row numbers; -1 with a code in `under`: not in the file."""

    head: dict[str, list[str]]
    names: list[str] = field(default_factory=list)
    codes: list[str] = field(default_factory=list)
    levels: list[int] = field(default_factory=list)
    parents: list[int] = field(default_factory=list)
    under: list[str] = field(default_factory=list)

    def add(self, name: str, code: str, level: int, parent: int, under: str) -> None:
        self.names.append(name)
        self.codes.append(code)
        self.levels.append(level)
        self.parents.append(parent)
        self.under.append(under)

    def append(self, other: Bundled) -> None:
        """Hang the rows of another file under the rows of this one that it names."""
        at = {code: row for row, code in enumerate(self.codes) if code}
        first = len(self.names)
        for row, name in enumerate(other.names):
            parent = other.parents[row]
            hung = first + parent if parent >= 0 else at[other.under[row]]
            self.add(name, other.codes[row], other.levels[row], hung, "")


@dataclass
class _Open:
    """A unit whose children are being read: its row, its significant digits, its last child's number by level."""

    level: int
    row: int
    digits: str
    under: str = ""
    last: Counter[int] = field(default_factory=Counter)


def read(file: str) -> Bundled:
    """All units of a bundled file."""
    head, _, body = _text(file).partition("\n\n")
    bundled = Bundled(_head(head))
    above: list[_Open] = []
    for line in body.splitlines():
        mark, _, name = line.partition(" ")
        level = int(mark.strip("@.=")[0])
        while above and above[-1].level >= level:
            above.pop()
        if mark[0] == "@":
            above = [_Open(level, -1, name[: DIGITS[level]], under=name)]
        elif mark[0] != ".":
            above.append(_added(bundled, above[-1] if above else None, level, mark[1:], name))
    return bundled


@cache
def dropped() -> dict[str, str]:
    """Codes of the source that are no units (市辖区, 省直辖县级行政区划 ...), each with the code that stands in."""
    entries = _head(_text(CHINA).partition("\n\n")[0])["dropped"]
    return dict(entry.split(" ") for entry in entries)


def letters() -> tuple[dict[str, str], dict[str, str]]:
    """The initial of every character in the published names, and the initials of places read otherwise."""
    table, places = {}, {}
    for line in _text(LETTERS).splitlines():
        word, _, rest = line.partition(" ")
        if len(word) == 1:
            table.update(dict.fromkeys(rest, word))
        else:
            places[word] = rest
    return table, places


def _text(file: str) -> str:
    return lzma.decompress((files(__package__) / file).read_bytes()).decode()


def _head(text: str) -> dict[str, list[str]]:
    head: dict[str, list[str]] = {}
    for line in text.splitlines():
        word, _, value = line.partition(": ")
        head.setdefault(word, []).append(value)
    return head


def _added(bundled: Bundled, parent: _Open | None, level: int, step: str, name: str) -> _Open:
    code = digits = ""
    if parent is None:
        code = ROOT_CODE
    elif step != "=":
        parent.last[level] += int(step or 1)
        digits = parent.digits + str(parent.last[level]).rjust(DIGITS[level] - len(parent.digits), "0")
        code = digits.ljust(6, "0")
    row = len(bundled.names)
    bundled.add(name, code, level, parent.row if parent else -1, parent.under if parent else "")
    return _Open(level, row, digits)
