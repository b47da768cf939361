"""What a form asks for, as definitions declare it, and what was answered, made clean or refused with its place.

One field says the same thing to a web form, to a sheet, to the JSON interface and to the table that stores it.
Answers are text (or a list of texts); a set of answers is stored as canonical JSON.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Literal, Self
from unicodedata import category, normalize
from urllib.parse import urlsplit

from django.utils.translation import gettext as _
from pydantic import BaseModel, ConfigDict, model_validator
from pydantic import Field as Constrained

from .complaints import meant
from .errors import BadInput
from .wording import listed, title_of

Kind = Literal[
    "text", "long", "choice", "choices", "date", "number", "money", "yes", "phone", "url", "unit", "file"
]  # fmt: skip
Answer = str | list[str]
Known = Callable[[str], bool]

LONGEST = {"text": 200, "long": 4000, "url": 500}
LARGEST = Decimal(10) ** 15
YES, NO = "yes", "no"
BOUNDED = ("text", "long", "choices", "number", "money", "file")
PHONE = re.compile(r"1\d{10}|0\d{2,3}-?\d{7,8}(?:-\d{1,6})?")
_UNIT = re.compile(r"[0-9A-Za-z]{2,20}")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_SAID_YES = {"yes", "true", "on", "1", "是", "有"}
_SAID_NO = {"no", "false", "off", "0", "否", "无"}


class Field(BaseModel):
    """One thing that is asked.

    `least` and `most` bound a number or a sum, the length of a text, how many choices are taken, the megabytes of a
    file. `personal` answers are masked in lists; `keep` is for how many days an answer is kept once its matter is
    closed (None: as long as the matter itself).
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    key: str = Constrained(pattern=r"^[a-z][a-z0-9_]{0,39}$")
    title: str = Constrained(min_length=1)
    title_en: str = Constrained(min_length=1)
    kind: Kind = "text"
    choices: tuple[str, ...] = ()
    required: bool = False
    least: Decimal | None = None
    most: Decimal | None = None
    help: str = ""
    help_en: str = ""
    personal: bool = False
    keep: int | None = Constrained(default=None, ge=0)

    @model_validator(mode="after")
    def _makes_sense(self) -> Self:
        if (self.kind in ("choice", "choices")) != bool(self.choices):
            raise ValueError(_("choices 要与 kind = choice 或 choices 一起用，别的种类不用"))
        if len(self.choices) != len(set(self.choices)):
            raise ValueError(_("choices 里有重复的选项"))
        if (self.least is not None or self.most is not None) and self.kind not in BOUNDED:
            raise ValueError(_("least 和 most 只能用于 %(kinds)s") % {"kinds": "、".join(BOUNDED)})
        if self.least is not None and self.most is not None and self.least > self.most:
            raise ValueError(_("least 不能大于 most"))
        return self


def doubles(fields: Iterable[Field]) -> list[str]:
    """The keys that stand more than once among some fields."""
    keys = [field.key for field in fields]
    return sorted({key for key in keys if keys.count(key) > 1})


def clean_all(
    fields: Sequence[Field], given: Mapping[str, object], *, draft: bool = False, unit_is_known: Known | None = None
) -> str:
    """All answers as canonical JSON; unanswered fields are left out.

    Raises `BadInput` for a key that nobody asked for, and for the first answer that cannot be used. In a `draft`
    what must be answered may still be open.
    """
    known = [field.key for field in fields]
    for key in sorted(set(given) - set(known)):
        raise BadInput(
            _("没有“%(field)s”这一项") % {"field": key[:60]} + (meant(key, known) or _("；请去掉。")), field=key
        )
    answers = {
        field.key: clean(field, given.get(field.key), draft=draft, unit_is_known=unit_is_known) for field in fields
    }
    return canonical({key: answer for key, answer in answers.items() if answer})


def canonical(answers: Mapping[str, Answer]) -> str:
    """The one way in which a set of answers is stored."""
    return json.dumps(dict(answers), ensure_ascii=False, sort_keys=True)


def clean(field: Field, value: object, *, draft: bool = False, unit_is_known: Known | None = None) -> Answer:
    """One answer as it is stored; empty where there is none. Raises `BadInput` that names the field.

    `unit_is_known` says whether a unit has that code; without it only the shape of the code is looked at.
    """
    if field.kind == "choices":
        return _clean_choices(field, value, draft=draft)
    text = _text_of(value, lines=field.kind == "long")
    if not text:
        if field.required and not draft:
            raise _bad(field, _("“%(field)s”没有填写；请填写。"))
        return ""
    answer = _CLEANERS[field.kind](field, text)
    if field.kind == "unit" and unit_is_known and not unit_is_known(answer):
        raise _bad(field, _("“%(field)s”里的单位代码%(code)s没有找到；请核对后重填。"), code=answer)
    return answer


def shown(field: Field, answer: Answer) -> str:
    """An answer as people read it."""
    if isinstance(answer, list):
        return listed(answer)
    if field.kind == "yes":
        return _("是") if answer == YES else _("否")
    if field.kind == "money":
        return _("%(sum)s元") % {"sum": answer}
    return answer


def answered(fields: Iterable[Field], stored: str) -> list[tuple[Field, str]]:
    """What was answered, in the order in which it was asked, as people read it."""
    answers: dict[str, Answer] = json.loads(stored)
    return [(field, shown(field, answers[field.key])) for field in fields if answers.get(field.key)]


def _text_of(value: object, *, lines: bool = False) -> str:
    """The text of a value without signs that cannot be seen; one line unless `lines`."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return YES if value else NO
    text = normalize("NFC", str(value)).replace("\r\n", "\n")
    if not lines:
        text = " ".join(text.split())
    return "".join(sign for sign in text if sign == "\n" or category(sign) not in ("Cc", "Cf", "Cs", "Co")).strip()


def _clean_text(field: Field, text: str) -> str:
    longest = int(field.most) if field.most is not None else LONGEST[field.kind]
    if len(text) > longest:
        raise _bad(field, _("“%(field)s”最多%(longest)d个字；请缩短。"), longest=longest)
    if field.least is not None and len(text) < field.least:
        raise _bad(field, _("“%(field)s”至少%(least)d个字；请补充。"), least=int(field.least))
    return text


def _clean_choice(field: Field, text: str) -> str:
    if text not in field.choices:
        raise _bad(field, _("“%(field)s”只能填：%(choices)s。"), choices=listed(field.choices))
    return text


def _clean_choices(field: Field, value: object, *, draft: bool) -> list[str]:
    taken = _parts(value)
    for one in taken:
        _clean_choice(field, one)
    if field.most is not None and len(taken) > field.most:
        raise _bad(field, _("“%(field)s”最多选%(most)d项；请减少。"), most=int(field.most))
    least = field.least if field.least is not None else Decimal(1 if field.required else 0)
    if len(taken) < least and not draft and (taken or field.required):
        raise _bad(field, _("“%(field)s”至少选%(least)d项；请补选。"), least=int(least))
    return [one for one in field.choices if one in taken]


def _parts(value: object) -> list[str]:
    """Several choices: a list, or one text with signs between them, as it stands in a cell of a sheet."""
    if value is None:
        return []
    several = value if isinstance(value, list | tuple | set | frozenset) else re.split(r"[、,，;；\n|]", str(value))
    return [text for text in (_text_of(one) for one in several) if text]


def _clean_date(field: Field, text: str) -> str:
    if not _is_day(text):
        raise _bad(field, _("“%(field)s”要写成2025-03-01这样的日期；请重填。"))
    return text


def _is_day(text: str) -> bool:
    try:
        return bool(_DAY.fullmatch(text) and date.fromisoformat(text))
    except ValueError:
        return False


def _clean_number(field: Field, text: str) -> str:
    try:
        number = Decimal(normalize("NFKC", text).replace(",", ""))
    except InvalidOperation as error:
        raise _bad(field, _("“%(field)s”要填数字；请重填。")) from error
    if not number.is_finite() or abs(number) >= LARGEST or number.as_tuple().exponent < -9:  # type: ignore[operator]
        raise _bad(field, _("“%(field)s”要填数字；请重填。"))
    if field.most is not None and number > field.most:
        raise _bad(field, _("“%(field)s”不能大于%(most)s；请核对。"), most=format(field.most, "f"))
    if field.least is not None and number < field.least:
        raise _bad(field, _("“%(field)s”不能小于%(least)s；请核对。"), least=format(field.least, "f"))
    return format(number.normalize() if number else Decimal(0), "f")


def _clean_money(field: Field, text: str) -> str:
    number = Decimal(_clean_number(field, text))
    if number < 0 or number != round(number, 2):
        raise _bad(field, _("“%(field)s”要填不小于0的金额，单位是元，最多两位小数；请重填。"))
    return format(number, "f")


def _clean_yes(field: Field, text: str) -> str:
    said = text.lower()
    if said not in _SAID_YES | _SAID_NO:
        raise _bad(field, _("“%(field)s”只能填“是”或“否”。"))
    return YES if said in _SAID_YES else NO


def phone_digits(text: str) -> str | None:
    """A mobile number of 11 digits or a landline with its area code, without signs; None where it is neither."""
    digits = re.sub(r"[\s()（）]", "", normalize("NFKC", text)).removeprefix("+86")
    return digits if PHONE.fullmatch(digits) else None


def _clean_phone(field: Field, text: str) -> str:
    digits = phone_digits(text)
    if digits is None:
        raise _bad(field, _("“%(field)s”不是11位手机号，也不是带区号的座机号；请核对后重填。"))
    return digits


def _clean_url(field: Field, text: str) -> str:
    _clean_text(field, text)
    try:
        parts = urlsplit(text)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname) and not parts.username and " " not in text
    except ValueError:
        usable = False
    if not usable:
        raise _bad(field, _("“%(field)s”要填以http://或https://开头的网址；请重填。"))
    return text


def _clean_unit(field: Field, text: str) -> str:
    code = normalize("NFKC", text)
    if not _UNIT.fullmatch(code):
        raise _bad(field, _("“%(field)s”要填单位代码，例如220000；请从列表中选择。"))
    return code.upper()


def _clean_file(field: Field, text: str) -> str:
    if not (text.isascii() and text.isdecimal()):
        raise _bad(field, _("“%(field)s”的文件没有收到；请重新上传。"))
    return text


_CLEANERS: dict[str, Callable[[Field, str], str]] = {
    "text": _clean_text,
    "long": _clean_text,
    "choice": _clean_choice,
    "date": _clean_date,
    "number": _clean_number,
    "money": _clean_money,
    "yes": _clean_yes,
    "phone": _clean_phone,
    "url": _clean_url,
    "unit": _clean_unit,
    "file": _clean_file,
}


def _bad(field: Field, sentence: str, **words: object) -> BadInput:
    return BadInput(sentence % {"field": title_of(field), **words}, field=field.key)
