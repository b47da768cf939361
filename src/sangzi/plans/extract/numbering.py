"""The numbers of a Word document's lists: 一、（一）1. stand in its definitions and not in its text."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_PLACE = re.compile("%([1-9])")
_HAN = "零一二三四五六七八九"
_LEGAL = "零壹贰叁肆伍陆柒捌玖"
_ROMAN = [("m", 1000), ("cm", 900), ("d", 500), ("cd", 400), ("c", 100), ("xc", 90), ("l", 50), ("xl", 40), ("x", 10)]
_ROMAN += [("ix", 9), ("v", 5), ("iv", 4), ("i", 1)]
_COUNTING = frozenset({"chineseCounting", "chineseCountingThousand", "ideographDigital", "japaneseCounting"})
_COUNTING |= {"taiwaneseCounting", "taiwaneseCountingThousand", "japaneseDigitalTenThousand"}
_LEGAL_KINDS = frozenset({"chineseLegalSimplified", "ideographLegalTraditional", "japaneseLegal"})
_CIRCLES = frozenset({"decimalEnclosedCircle", "decimalEnclosedCircleChinese"})


@dataclass
class Level:
    """How one level of a list counts and what it writes."""

    start: int = 1
    kind: str = "decimal"
    words: str = ""


@dataclass
class Lists:
    """The lists of a document and how far each has counted."""

    levels: dict[str, dict[int, Level]] = field(default_factory=dict)
    shared: dict[str, str] = field(default_factory=dict)
    styles: dict[str, tuple[str, int]] = field(default_factory=dict)
    counts: dict[str, dict[int, int]] = field(default_factory=dict)

    def label(self, paragraph: Any) -> str:
        """The number before a paragraph, and one is counted; "" where it is in no list."""
        properties = paragraph.find(f"{W}pPr")
        if properties is None:
            return ""
        number, level = self._place(properties)
        levels = self.levels.get(number, {})
        if level not in levels:
            return ""
        counts = self.counts.setdefault(self.shared.get(number, number), {})
        counts[level] = counts.get(level, levels[level].start - 1) + 1
        for deeper in [one for one in counts if one > level]:
            del counts[deeper]
        return _written(levels, level, counts)

    def _place(self, properties: Any) -> tuple[str, int]:
        """A paragraph's list and level: its own, else those of its style."""
        style = properties.find(f"{W}pStyle")
        number, level = self.styles.get(style.get(f"{W}val"), ("", 0)) if style is not None else ("", 0)
        own = properties.find(f"{W}numPr")
        if own is None:
            return number, level
        return _value(own, "numId", number) or "", _whole(_value(own, "ilvl", ""), level)


def lists(numbering: Any | None, styles: Any | None) -> Lists:
    """The lists that a document's definitions describe."""
    found = Lists()
    if numbering is None:
        return found
    kinds = {one.get(f"{W}abstractNumId"): one for one in numbering.iter(f"{W}abstractNum")}
    for one in numbering.iter(f"{W}num"):
        number = one.get(f"{W}numId") or ""
        kind = _value(one, "abstractNumId", "")
        if kind not in kinds:
            continue
        found.levels[number] = _levels(kinds[kind], one)
        begins_anew = one.find(f".//{W}startOverride") is not None
        found.shared[number] = number if begins_anew else f"kind {kind}"
    found.styles = _styles(styles, found)
    return found


def _levels(kind: Any, number: Any) -> dict[int, Level]:
    levels = {_whole(one.get(f"{W}ilvl"), 0): _level(one) for one in kind.iter(f"{W}lvl")}
    for override in number.iter(f"{W}lvlOverride"):
        at = _whole(override.get(f"{W}ilvl"), 0)
        own = override.find(f"{W}lvl")
        if own is not None:
            levels[at] = _level(own)
        start = _value(override, "startOverride", "")
        if start and at in levels:
            levels[at] = Level(_whole(start, 1), levels[at].kind, levels[at].words)
    return levels


def _level(one: Any) -> Level:
    return Level(
        _whole(_value(one, "start", "1"), 1), _value(one, "numFmt", "decimal") or "", _value(one, "lvlText", "") or ""
    )


def _styles(styles: Any | None, found: Lists) -> dict[str, tuple[str, int]]:
    """Which list each paragraph style belongs to, its own or that of the style it is based on."""
    if styles is None:
        return {}
    all_of = {one.get(f"{W}styleId"): one for one in styles.iter(f"{W}style")}
    out = {}
    for name in all_of:
        at, seen = name, 0
        while at in all_of and seen < 12:
            own = all_of[at].find(f"{W}pPr/{W}numPr")
            if own is not None and _value(own, "numId", "") in found.levels:
                out[name] = (_value(own, "numId", "") or "", _whole(_value(own, "ilvl", "0"), 0))
                break
            at, seen = _value(all_of[at], "basedOn", ""), seen + 1
    return out


def _written(levels: dict[int, Level], level: int, counts: dict[int, int]) -> str:
    if levels[level].kind == "bullet":
        return "●"
    if levels[level].kind == "none":
        return _PLACE.sub("", levels[level].words)

    def one(match: re.Match[str]) -> str:
        at = int(match[1]) - 1
        defined = levels.get(at, Level())
        return numeral(counts.get(at, defined.start), defined.kind)

    return _PLACE.sub(one, levels[level].words)


def numeral(value: int, kind: str) -> str:
    """A number as a list writes it: 3 as 三, ③, c, iii."""
    if kind in _COUNTING | _LEGAL_KINDS:
        return _chinese(value, _HAN, "十百千") if kind in _COUNTING else _chinese(value, _LEGAL, "拾佰仟")
    if kind == "ideographTraditional" and 1 <= value <= 10:
        return "甲乙丙丁戊己庚辛壬癸"[value - 1]
    if kind in _CIRCLES and 1 <= value <= 20:
        return chr(ord("①") + value - 1)
    if kind.endswith("Letter") and 1 <= value <= 26:
        return chr(ord("A" if kind.startswith("upper") else "a") + value - 1)
    if kind.endswith("Roman") and 0 < value < 4000:
        return _roman(value).upper() if kind.startswith("upper") else _roman(value)
    return str(value)


def _chinese(value: int, digits: str, scales: str) -> str:
    """三十二, 一百零五; ten alone is 十."""
    if not 0 < value < 10_000:
        return str(value)
    out, zero = "", False
    for at, digit in enumerate(map(int, str(value))):
        power = len(str(value)) - at - 1
        if digit == 0:
            zero = bool(out)
            continue
        out += (digits[0] if zero else "") + digits[digit] + (scales[power - 1] if power else "")
        zero = False
    return out[1:] if 10 <= value < 20 else out


def _roman(value: int) -> str:
    out = ""
    for sign, worth in _ROMAN:
        out += sign * (value // worth)
        value %= worth
    return out


def _value(parent: Any, name: str, otherwise: str) -> str:
    child = parent.find(f"{W}{name}")
    return otherwise if child is None else child.get(f"{W}val") or otherwise


def _whole(word: str | None, otherwise: int) -> int:
    return int(word) if word and word.isdigit() else otherwise
