"""Numbers as Chinese documents write them: 3万, 1.8万, 150余万, 二十, 千余, 百分之八十.

Values are exact: 9.3万 is the integer 93000. All functions are linear in the length of the numeral.
"""

from functools import lru_cache

from sangzi.engines.plangrammar.model import Number

DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
SMALL_SCALES = {"十": 10, "百": 100, "千": 1000}
GREAT_SCALES = {"万": 10_000, "亿": 100_000_000}
SCALES = SMALL_SCALES | GREAT_SCALES
MAX_DIGITS = 15
"""Longer digit runs are identifiers, never amounts."""


def chinese(word: str) -> int | None:
    """The value of a Chinese numeral such as 三百二十 or 二〇二五; None when it is not one.

    A bare scale counts once: 千 is 1000.
    """
    if not any(char in SCALES for char in word):
        return _positional(word)
    total = section = digit = 0
    seen = False
    for char in word:
        if char in DIGITS:
            digit, seen = DIGITS[char], True
        elif char in SMALL_SCALES:
            section += (digit if seen else 1) * SMALL_SCALES[char]
            digit, seen = 0, False
        elif char == "亿":
            total = (total + section + digit or 1) * GREAT_SCALES[char]
            section, digit, seen = 0, 0, False
        elif char == "万":
            total += (section + digit or 1) * GREAT_SCALES[char]
            section, digit, seen = 0, 0, False
        else:
            return None
    return total + section + digit


def _positional(word: str) -> int | None:
    """二〇二五 is a row of digits; 三五 and 一二三 are no numbers."""
    if not word or len(word) > MAX_DIGITS or any(char not in DIGITS for char in word):
        return None
    if len(word) > 1 and not any(char in "〇零" for char in word):
        return None
    return int("".join(str(DIGITS[char]) for char in word))


def arabic(word: str, scales: str = "") -> Number | None:
    """The value of an Arabic numeral times its scale characters; whole numbers come back as int.

    None when the numeral has more than `MAX_DIGITS` digits.
    """
    factor = 1
    for char in scales:
        factor *= SCALES[char]
    whole, _, fraction = word.replace(",", "").partition(".")
    if len(whole) + len(fraction) > MAX_DIGITS:
        return None
    if not fraction:
        return int(whole) * factor
    return exact(int(whole + fraction) * factor, 10 ** len(fraction))


def _spoken(word: str, scales: str) -> Number | None:
    """两点四九 is 2.49."""
    whole, _, fraction = word.partition("点")
    value = chinese(whole)
    if value is None or any(char not in DIGITS for char in fraction):
        return None
    return arabic(f"{value}." + "".join(str(DIGITS[char]) for char in fraction), scales)


def exact(numerator: int, denominator: int) -> Number:
    """A ratio as int when it is whole, else as float."""
    return numerator // denominator if numerator % denominator == 0 else numerator / denominator


@lru_cache(4096)
def number(word: str, scales: str = "") -> Number | None:
    """The value of a numeral in either writing; None when it is none.

    `scales` are 十百千万亿 that stand apart from it, as in 150余万. The same few numerals come again and again.
    """
    if word[:1].isascii():
        return arabic(word, scales)
    if "点" in word:
        return _spoken(word, scales)
    value = chinese(word)
    if value is None:
        return None
    for char in scales:
        value *= SCALES[char]
    return value
