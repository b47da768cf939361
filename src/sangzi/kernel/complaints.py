"""What is wrong with a definition file, in sentences: the file, the place, and the word that was probably meant."""

from __future__ import annotations

import difflib
import re
import typing
from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from pydantic import BaseModel
from pydantic_core import ErrorDetails

_WANTED = {
    "missing": gettext_noop("缺少这一项"),
    "string_type": gettext_noop("要填加引号的文字"),
    "int_type": gettext_noop("要填整数"),
    "int_from_float": gettext_noop("要填整数"),
    "int_parsing": gettext_noop("要填整数"),
    "bool_type": gettext_noop("要填 true 或 false"),
    "bool_parsing": gettext_noop("要填 true 或 false"),
    "decimal_type": gettext_noop("要填数字"),
    "decimal_parsing": gettext_noop("要填数字"),
    "tuple_type": gettext_noop("要填方括号里的列表"),
    "dict_type": gettext_noop("要填花括号里的键和值"),
    "model_type": gettext_noop("要填花括号里的键和值"),
    "model_attributes_type": gettext_noop("要填花括号里的键和值"),
    "too_short": gettext_noop("至少要有 %(min_length)s 个"),
    "string_too_short": gettext_noop("至少要有 %(min_length)s 个字"),
    "string_too_long": gettext_noop("最多 %(max_length)s 个字"),
    "string_pattern_mismatch": gettext_noop("要合格式 %(pattern)s"),
    "greater_than": gettext_noop("要大于 %(gt)s"),
    "greater_than_equal": gettext_noop("不能小于 %(ge)s"),
    "less_than": gettext_noop("要小于 %(lt)s"),
    "less_than_equal": gettext_noop("不能大于 %(le)s"),
    "value_error": "%(error)s",
}
_QUOTED = re.compile(r"'([^']+)'")


def complaint(file: str, error: ErrorDetails, shape: type[BaseModel]) -> str:
    """One complaint of pydantic as a sentence of ours."""
    where = ".".join(str(part) for part in error["loc"])
    return f"{file}：{where}：{_why(error, shape)}" if where else f"{file}：{_why(error, shape)}"


def meant(word: str, known: Iterable[str]) -> str:
    """“；是不是 …？” with the known word that is nearest; empty where none is near."""
    near = difflib.get_close_matches(word, list(known), n=1)
    return _("；是不是“%(near)s”？") % {"near": near[0]} if near else ""


def _why(error: ErrorDetails, shape: type[BaseModel]) -> str:
    values: dict[str, Any] = error.get("ctx", {})
    if error["type"] == "extra_forbidden":
        return _("没有这一项") + meant(str(error["loc"][-1]), _fields(shape, error["loc"][:-1]))
    if error["type"] == "literal_error":
        return _one_of(values["expected"], str(error["input"]))
    if error["type"] == "union_tag_invalid":
        return f"{values['discriminator']} {_one_of(values['expected_tags'], str(values['tag']))}".replace("'", "")
    wanted = _WANTED.get(error["type"])
    return _(wanted) % values if wanted else error["msg"]


def _one_of(expected: str, given: str) -> str:
    known = _QUOTED.findall(expected)
    return _("只能是 %(known)s") % {"known": "、".join(known)} + meant(given, known)


def _fields(shape: type[BaseModel], place: tuple[int | str, ...]) -> list[str]:
    """The names that may stand at a place inside a definition."""
    shapes = [shape]
    for part in place:
        if isinstance(part, str):
            fields = [one.model_fields[part] for one in shapes if part in one.model_fields]
            shapes = [inner for field in fields for inner in _models(field.annotation)] or shapes
    return [name for one in shapes for name in one.model_fields]


def _models(annotation: Any) -> list[type[BaseModel]]:
    """The models inside a type: of `tuple[Step, ...]` it is Step."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [model for inner in typing.get_args(annotation) for model in _models(inner)]
