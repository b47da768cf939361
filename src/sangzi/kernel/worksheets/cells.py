"""What stands in one cell, as the text that a form's field would be given."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from unicodedata import normalize

from django.utils.translation import gettext as _

from sangzi.kernel.complaints import meant
from sangzi.kernel.errors import BadInput
from sangzi.kernel.fields import NO, YES, Field, clean
from sangzi.kernel.wording import title_of

from .limits import LONGEST_CELL

FIRST_DAY = date(1899, 12, 30)
"""Day 0 of spreadsheets, for every day after February 1900."""
SERIALS = range(61, 109_574)
"""1900-03-01 to 2199-12-31."""
EXACT = 10**15
"""Spreadsheets keep 15 digits of a number; the others are gone."""
SHOWN_CHOICES = 12
GUARDED = ("=", "+", "-", "@", "\t", "\r")
"""What a cell may not begin with in a CSV file: spreadsheets would run it as a formula."""

_DAY = re.compile(
    r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:[ T]\d{1,2}:\d{2}(?::\d{2}(?:\.0+)?)?)?"
)
_EIGHT = re.compile(r"(?:19|20|21)\d{6}")
_TWO_DIGITS = re.compile(r"(\d{1,2})[-/.](\d{1,2})(?:[-/.](\d{2}))?|(\d{4})[-/.年](\d{1,2})月?")
_PUNCTUATION = str.maketrans("（）：，／", "():,/")


def answer_in(cell: object, field: Field) -> str | list[str]:
    """The answer that a cell holds, clean. Raises `BadInput` with a sentence that says what to change."""
    if field.kind == "date":
        return clean(field, _day(cell, field))
    text = typed(cell)
    if len(text) > LONGEST_CELL:
        raise BadInput(_("“%(field)s”太长；请缩短。") % {"field": title_of(field)})
    if isinstance(cell, float) and abs(cell) >= EXACT:
        told = {"field": title_of(field)}
        raise BadInput(_("“%(field)s”超过15位，表格已丢掉后几位；请把这一列设为“文本”格式后重填。") % told)
    if field.kind in ("choice", "choices"):
        return _chosen(text, field)
    if field.kind == "yes" and isinstance(cell, bool | float | int):
        text = YES if cell else NO
    return clean(field, _PLAIN.get(field.kind, str)(text))


def typed(cell: object) -> str:
    """A cell as whoever typed it would read it back."""
    if cell is None or cell == "":
        return ""
    if isinstance(cell, str):
        return _unguarded(cell.strip())
    if isinstance(cell, bool):
        return _("是") if cell else _("否")
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < EXACT else f"{cell:.15g}"
    return _typed_time(cell)


def _typed_time(cell: object) -> str:
    if isinstance(cell, datetime):
        return cell.isoformat(" ", "minutes") if cell.time() != time() else cell.date().isoformat()
    if isinstance(cell, time):
        return cell.isoformat("minutes")
    if isinstance(cell, timedelta):
        return f"{cell // timedelta(hours=1)}:{cell % timedelta(hours=1) // timedelta(minutes=1):02d}"
    return str(cell)


def guarded(text: str) -> str:
    """A text that no spreadsheet takes for a formula when it opens a CSV file."""
    return "'" + text if text.startswith(GUARDED) else text


def _unguarded(text: str) -> str:
    return text[1:] if text[:1] == "'" and text[1:].startswith(GUARDED) else text


def _day(cell: object, field: Field) -> str:
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    text = normalize("NFKC", typed(cell)).strip()
    if match := _DAY.fullmatch(text):
        return _known_day(match.groups(), field, text)
    if _EIGHT.fullmatch(text):
        return _known_day((text[:4], text[4:6], text[6:]), field, text)
    if text.isdecimal() and int(text) in SERIALS:
        return (FIRST_DAY + timedelta(days=int(text))).isoformat()
    if _TWO_DIGITS.fullmatch(text):
        told = {"field": title_of(field), "cell": text}
        raise BadInput(_("“%(field)s”写的是“%(cell)s”，看不出是哪年哪月哪日；请写成2025-03-01这样。") % told)
    return text


def _known_day(parts: Sequence[str], field: Field, text: str) -> str:
    year, month, day = map(int, parts)
    try:
        return date(year, month, day).isoformat()
    except ValueError as error:
        told = {"field": title_of(field), "cell": text}
        raise BadInput(_("“%(field)s”写的“%(cell)s”，日历上没有这一天；请核对。") % told) from error


def _plain_number(text: str) -> str:
    """1，234 and １２３４ as 1234; what is no number stays as it is and is refused where numbers are read."""
    return re.sub(r"[,\s]", "", normalize("NFKC", text)).replace("−", "-")


def _plain_code(text: str) -> str:
    """220421 out of “220421 东丰县”, as drop-downs offer units."""
    return text.split(maxsplit=1)[0] if text and text[0].isdigit() else text


_PLAIN = {"number": _plain_number, "money": _plain_number, "unit": _plain_code}


def _chosen(text: str, field: Field) -> str | list[str]:
    known = {_alike(choice): choice for choice in field.choices}
    if field.kind == "choices":
        whole = known.get(_alike(text))
        parts = [whole] if whole else [part for part in re.split(r"[、,，;；\n|]", text) if part.strip()]
        return clean(field, [_one_of(part, known, field) for part in parts])
    return clean(field, _one_of(text, known, field) if text else "")


def _one_of(text: str, known: dict[str, str], field: Field) -> str:
    choice = known.get(_alike(text))
    if choice is not None:
        return choice
    told = {"field": title_of(field), "cell": text.strip()[:40], "choices": "、".join(field.choices)}
    if len(field.choices) > SHOWN_CHOICES:
        near = meant(normalize("NFKC", text.strip()), field.choices) or _("；请从下拉列表中选择。")
        raise BadInput(_("“%(field)s”没有“%(cell)s”这个选项") % told + near)
    raise BadInput(_("“%(field)s”没有“%(cell)s”这个选项；只能填：%(choices)s。") % told)


def _alike(text: str) -> str:
    """A choice without what people type differently: width, case, spaces, brackets."""
    return "".join(normalize("NFKC", text.translate(_PUNCTUATION)).split()).casefold()
