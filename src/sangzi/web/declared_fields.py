"""The form field of a declared field: what a definition asks becomes a box on a page."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from sangzi.kernel.fields import LONGEST, NO, YES, Field
from sangzi.kernel.wording import speaks_english, title_of
from sangzi.web.desk.day_forms import DayInput


def form_field(asked: Field) -> forms.Field:
    """The form field that asks it. What it answers is for `kernel.fields.clean` to look at."""
    help_text = (asked.help_en if speaks_english() else asked.help) or _within(asked)
    options: dict[str, Any] = {"label": title_of(asked), "required": asked.required, "help_text": help_text}
    if asked.kind in ("choice", "yes"):
        return forms.ChoiceField(choices=[("", _("请选择")), *_choices(asked)], **options)
    if asked.kind == "choices":
        return forms.MultipleChoiceField(choices=_choices(asked), widget=forms.CheckboxSelectMultiple, **options)
    if asked.kind == "date":
        return forms.DateField(widget=DayInput(), **options)
    if asked.kind in ("number", "money"):
        return forms.DecimalField(min_value=_least(asked), max_value=asked.most, **options)
    if asked.kind == "file":
        return forms.FileField(**options)
    return forms.CharField(max_length=_longest(asked), widget=_box(asked), **options)


def _choices(asked: Field) -> list[tuple[str, str]]:
    if asked.kind == "yes":
        return [(YES, _("是")), (NO, _("否"))]
    return [(one, one) for one in asked.choices]


def _within(asked: Field) -> str:
    """The bounds of a number, for whoever would else learn them by being refused."""
    if asked.kind != "number" or asked.most is None:
        return ""
    return _("%(least)s到%(most)s之间") % {"least": f"{asked.least or 0:g}", "most": f"{asked.most:g}"}


def _least(asked: Field) -> Any:
    return 0 if asked.kind == "money" and asked.least is None else asked.least


def _longest(asked: Field) -> int:
    most = asked.most if asked.kind in ("text", "long") else None
    return int(most) if most is not None else LONGEST.get(asked.kind, LONGEST["text"])


def _box(asked: Field) -> forms.Widget:
    if asked.kind == "long":
        return forms.Textarea(attrs={"rows": 4})
    if asked.kind == "url":
        return forms.URLInput()
    return forms.TextInput(attrs={"inputmode": "tel"} if asked.kind == "phone" else {})
