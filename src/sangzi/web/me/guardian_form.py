"""The form that asks who the guardian is."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _l

RELATIONS = [
    ("父亲", _l("父亲")),
    ("母亲", _l("母亲")),
    ("祖父母", _l("祖父母")),
    ("外祖父母", _l("外祖父母")),
    ("其他监护人", _l("其他监护人")),
]


class GuardianForm(forms.Form):
    """Who is asked to agree."""

    guardian_name = forms.CharField(
        label=_l("监护人姓名"), max_length=100, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    guardian_phone = forms.CharField(
        label=_l("监护人手机号"), max_length=20, widget=forms.TextInput(attrs={"type": "tel", "inputmode": "tel"})
    )
    guardian_relation = forms.ChoiceField(label=_l("是您的"), choices=RELATIONS)
