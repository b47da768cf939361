"""What Django's form fields say when they refuse: in the words of the house, with what to change."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core import validators
from django.utils.translation import gettext_lazy as _

_CHOICE = _("选的不在列出的里面；请重新选。")
_FIELDS: list[tuple[type[forms.Field], dict[str, Any]]] = [
    (forms.Field, {"required": _("没有填写；请填写。")}),
    (forms.BooleanField, {"required": _("没有勾选；请勾选。")}),
    (forms.ChoiceField, {"required": _("没有选择；请选一项。"), "invalid_choice": _CHOICE}),
    (forms.TypedChoiceField, {"invalid_choice": _CHOICE}),
    (forms.MultipleChoiceField, {"required": _("没有选择；至少选一项。"), "invalid_choice": _CHOICE}),
    (forms.FileField, {"required": _("没有选文件；请选一个。"), "empty": _("文件是空的；请换一个。")}),
    (forms.DateField, {"invalid": _("不是日期；请写成2026-01-31这样。")}),
    (forms.DateTimeField, {"invalid": _("不是日期和时间；请写成2026-01-31 09:00这样。")}),
    (forms.IntegerField, {"invalid": _("不是整数；请只填数字。")}),
    (forms.DecimalField, {"invalid": _("不是数字；请只填数字。")}),
]
_VALIDATORS: list[tuple[type[validators.BaseValidator], Any]] = [
    (validators.MaxValueValidator, _("不能超过%(limit_value)s；请改小。")),
    (validators.MinValueValidator, _("不能小于%(limit_value)s；请改大。")),
    (validators.MaxLengthValidator, _("最多%(limit_value)d个字，现在有%(show_value)d个；请改短。")),
    (validators.MinLengthValidator, _("至少%(limit_value)d个字，现在有%(show_value)d个；请补充。")),
]


def use_our_words() -> None:
    """From now on every form of this process speaks so."""
    for field, said in _FIELDS:
        field.default_error_messages = {**field.default_error_messages, **said}
    for validator, sentence in _VALIDATORS:
        validator.message = sentence
