"""What is given for a person, a partner or a register line, made clean or refused with its place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from sangzi.kernel.errors import BadInput
from sangzi.kernel.fields import clean_all, phone_digits

from .definitions import RegisterType

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
    digits = phone_digits(phone) if phone.strip() else ""
    if digits is None:
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
    return clean_all(register.fields, given)
