"""What is given for a person, a partner or a register line, made clean or refused with its place."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext as _

from sangzi.kernel.errors import BadInput
from sangzi.kernel.wording import listed, title_of

from .definitions import RegisterField, RegisterType

LONGEST_VALUE = 200
_PHONE = re.compile(r"1\d{10}|0\d{2,3}-?\d{7,8}(?:-\d{1,6})?")
_CREDIT_SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"


@dataclass(frozen=True)
class NewPerson:
    """Somebody not known yet."""

    name: str
    phone: str = ""
    born: date | None = None


@dataclass(frozen=True)
class NewPartner:
    """An organisation not known yet."""

    name: str
    kind: str
    credit_code: str = ""


def clean_name(name: str, longest: int = 100) -> str:
    """The name without outer and double spaces."""
    name = " ".join(name.split())
    if not name:
        raise BadInput(_("姓名或名称没有填写；请填写。"), field="name")
    if len(name) > longest:
        raise BadInput(
            _("名称有%(length)d个字，最多%(longest)d个字；请缩短。") % {"length": len(name), "longest": longest},
            field="name",
        )
    return name


def clean_phone(phone: str) -> str:
    """A mobile number of 11 digits or a landline with its area code; empty stays empty."""
    digits = re.sub(r"[\s()（）]", "", phone).removeprefix("+86")
    if digits and not _PHONE.fullmatch(digits):
        raise BadInput(_("联系电话不是11位手机号，也不是带区号的座机号；请核对后重填，或留空。"), field="phone")
    return digits


def clean_credit_code(code: str) -> str:
    """A unified social credit code with a right check character (GB 32100-2015); empty stays empty."""
    code = code.strip().upper()
    if code and not credit_code_holds(code):
        raise BadInput(
            _("统一社会信用代码“%(code)s”的位数或校验位不对；请对照证照重填，或留空。") % {"code": code[:30]},
            field="credit_code",
        )
    return code


def credit_code_holds(code: str) -> bool:
    """Whether the 18th character is the one that GB 32100-2015 computes from the other 17 (weights 3^i mod 31)."""
    if len(code) != 18 or any(sign not in _CREDIT_SIGNS for sign in code):
        return False
    total = sum(_CREDIT_SIGNS.index(sign) * pow(3, place, 31) for place, sign in enumerate(code[:17]))
    return _CREDIT_SIGNS[-total % 31] == code[17]


def clean_fields(register: RegisterType, given: Mapping[str, object]) -> str:
    """The fields of a register line as canonical JSON. Unknown keys and wrong values are refused."""
    known = {field.key for field in register.fields}
    unknown = sorted(set(given) - known)
    if unknown:
        raise BadInput(
            _("名册“%(register)s”没有“%(field)s”这一项；请去掉。")
            % {"register": title_of(register), "field": unknown[0]},
            field=unknown[0],
        )
    values = {field.key: _clean_field(field, str(given.get(field.key) or "").strip()) for field in register.fields}
    return json.dumps({key: value for key, value in values.items() if value}, ensure_ascii=False, sort_keys=True)


def _clean_field(field: RegisterField, value: str) -> str:
    if not value:
        if field.required:
            raise _bad(field, _("“%(field)s”没有填写；请填写。"))
        return ""
    if field.kind == "choice" and value not in field.choices:
        raise _bad(field, _("“%(field)s”只能填：%(choices)s。"), choices=listed(field.choices))
    if field.kind == "date" and not _is_date(value):
        raise _bad(field, _("“%(field)s”要写成2025-03-01这样的日期；请重填。"))
    if field.kind == "number" and not _is_number(value):
        raise _bad(field, _("“%(field)s”要填数字；请重填。"))
    if len(value) > LONGEST_VALUE:
        raise _bad(field, _("“%(field)s”最多%(longest)d个字；请缩短。"), longest=LONGEST_VALUE)
    return value


def _is_date(value: str) -> bool:
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True


def _is_number(value: str) -> bool:
    try:
        return Decimal(value).is_finite()
    except InvalidOperation:
        return False


def _bad(field: RegisterField, sentence: str, **words: object) -> BadInput:
    return BadInput(sentence % {"field": title_of(field), **words}, field=field.key)
