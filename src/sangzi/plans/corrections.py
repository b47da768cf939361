"""What a person may correct in a commitment, and how each field is checked."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sangzi.kernel.errors import BadInput

from .models import Commitment, Comparator, Shape, Status

LARGEST = Decimal(10) ** 15  # beyond this a number is a misreading, and no column holds it
SMALLEST_STEP = Decimal("0.0001")

TITLES: dict[str, Promise] = {
    "title": gettext_lazy("指标名称"),
    "value": gettext_lazy("目标值"),
    "value_max": gettext_lazy("上限值"),
    "measure": gettext_lazy("计量单位"),
    "comparator": gettext_lazy("比较方式"),
    "deadline": gettext_lazy("完成时限"),
    "period": gettext_lazy("周期"),
    "shape": gettext_lazy("类型"),
    "over": gettext_lazy("覆盖对象"),
    "scope": gettext_lazy("适用范围"),
    "owners": gettext_lazy("责任部门"),
    "status": gettext_lazy("性质"),
}


def checked(commitment: Commitment, fields: Mapping[str, Any]) -> dict[str, Any]:
    """The corrected fields as columns hold them. Raises `BadInput` naming the first field that cannot be."""
    unknown = sorted(set(fields) - set(TITLES))
    if unknown:
        raise BadInput(
            _("条目没有“%(field)s”这一项；请从页面列出的各项中选择。") % {"field": unknown[0]}, field=unknown[0]
        )
    columns = {name: _CHECKS[name](name, given) for name, given in fields.items()}
    _refuse_empty_range(columns.get("value", commitment.value), columns.get("value_max", commitment.value_max))
    return columns


def to_number(name: str, given: object) -> Decimal | None:
    """A number, or None for an empty field."""
    if given is None or given == "":
        return None
    try:
        number = Decimal(str(given).strip().replace(",", ""))
    except InvalidOperation as error:
        raise _bad(name, given, _("请填写数字")) from error
    if not number.is_finite() or abs(number) >= LARGEST:
        raise _bad(name, given, _("数字太大"))
    if number != number.quantize(SMALLEST_STEP):
        raise _bad(name, given, _("小数最多四位"))
    return number


def _to_day(name: str, given: object) -> date | None:
    if given is None or given == "":
        return None
    if isinstance(given, date):
        return given
    try:
        return date.fromisoformat(str(given))
    except ValueError as error:
        raise _bad(name, given, _("日期写作 2025-12-31")) from error


def _to_text(name: str, given: object) -> str:
    text = "" if given is None else str(given).strip()
    limit = getattr(Commitment._meta.get_field(name), "max_length", 0)
    if len(text) > limit:
        raise _bad(name, text[:20], _("最多 %(limit)s 字") % {"limit": limit})
    return text


def _to_title(name: str, given: object) -> str:
    text = _to_text(name, given)
    if not text:
        raise _bad(name, "", _("不能为空"))
    return text


def _to_owners(name: str, given: object) -> str:
    if not isinstance(given, Iterable) or isinstance(given, (str, bytes, Mapping)):
        raise _bad(name, given, _("请逐个列出部门"))
    return json.dumps([str(owner).strip() for owner in given if str(owner).strip()], ensure_ascii=False)


def _one_of(choices: type[TextChoices]) -> Callable[[str, object], str]:
    def check(name: str, given: object) -> str:
        if given not in choices.values:
            raise _bad(name, given, _("可选：%(choices)s") % {"choices": "、".join(map(str, choices.labels))})
        return str(given)

    return check


_CHECKS: dict[str, Callable[[str, object], Any]] = {
    "title": _to_title,
    "value": to_number,
    "value_max": to_number,
    "measure": _to_text,
    "comparator": _one_of(Comparator),
    "deadline": _to_day,
    "period": _to_text,
    "shape": _one_of(Shape),
    "over": _to_text,
    "scope": _to_text,
    "owners": _to_owners,
    "status": _one_of(Status),
}


def _refuse_empty_range(value: Decimal | None, value_max: Decimal | None) -> None:
    if value is not None and value_max is not None and value_max < value:
        told = {"low": f"{value:f}", "high": f"{value_max:f}"}
        raise BadInput(_("上限值 %(high)s 小于目标值 %(low)s；请对调，或清空上限值。") % told, field="value_max")


def _bad(name: str, given: object, why: str) -> BadInput:
    told = {"field": TITLES[name], "given": str(given)[:40], "why": why}
    return BadInput(_("%(field)s“%(given)s”不能用：%(why)s。") % told, field=name)
