"""Forms about persons."""

from __future__ import annotations

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

REVEALED: dict[str, str | Promise] = {"name": _("姓名"), "phone": _("电话"), "born": _("出生日期")}


class RevealForm(forms.Form):
    """Which value is to be seen whole, and why."""

    field = forms.ChoiceField(label=_("看哪一项"), choices=list(REVEALED.items()), widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("理由"),
        max_length=200,
        help_text=_("至少 4 个字。谁、何时、为什么看了谁的哪一项，都会留在操作记录里。"),
    )
