"""The form of every import: a filled-in template."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _l


class SheetForm(forms.Form):
    """A filled-in template."""

    file = forms.FileField(
        label=_l("填好的表格"),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
        help_text=_l("XLSX 或 CSV。超过 500 行的在后台导入。"),
    )
