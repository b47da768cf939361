"""Forms about applications: why one is refused or given back, and why a whole answer is looked at."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

LONGEST_REASON = 300
USUAL_REASONS = (_("不符合报名条件"), _("材料不齐"), _("信息与证明不一致"), _("重复报名"), _("名额已满"))


class ReasonForm(forms.Form):
    """Why; the applicant reads it as it is written."""

    reason = forms.CharField(
        label=_("理由"),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": LONGEST_REASON, "list": "usual-reasons"}),
        help_text=_("申请人会原样看到这句话。只写事实，不写评价。"),
    )


class AnswerForm(forms.Form):
    """Which answer is to be seen whole, and why."""

    field = forms.ChoiceField(label=_("看哪一项"), widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("理由"),
        max_length=200,
        help_text=_("至少 4 个字。谁、何时、为什么看了谁的哪一项，都会留在操作记录里。"),
    )

    def __init__(self, *args: Any, choices: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["field"]
        field.choices = choices


class PlaceForm(forms.Form):
    """Which of the openings somebody gets, by hand."""

    opening = forms.ChoiceField(label=_("安排到"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, choices: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["opening"]
        field.choices = choices
