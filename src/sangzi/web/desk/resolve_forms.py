"""Forms about a target that changes: its cascade solved again, another value, an objection and the answer to it."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _l

from sangzi.plans.models import Objection
from sangzi.plans.resolving import Obstacle
from sangzi.plans.wording import plain

State = Objection.State
VERDICTS: tuple[tuple[str, str | Promise], ...] = (
    (State.GRANTED, _l("采纳：按建议的数定")),
    (State.MET, _l("部分采纳：定另一个数")),
    (State.REFUSED, _l("不采纳：数不变")),
)


def reason_box(label: Any, help_text: Any, *, most: int) -> forms.CharField:
    area = forms.Textarea(attrs={"rows": 3})
    return forms.CharField(label=label, help_text=help_text, max_length=most, widget=area)


def number_box(label: Any, **options: Any) -> forms.DecimalField:
    box = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
    return forms.DecimalField(label=label, min_value=Decimal(0), max_digits=20, decimal_places=4, widget=box, **options)


class ResolveForm(forms.Form):
    """Why a cascade is solved again, and which shares are no longer to stand by hand."""

    reason = reason_box(_l("为什么重新计算"), _l("数有变化的单位会看到这句话。"), most=300)
    release = forms.TypedMultipleChoiceField(
        label=_l("放开手工指定的份额"),
        help_text=_l("勾选的单位不再按手工指定的数，按办法重新分。"),
        required=False,
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
    )
    mark = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, obstacles: Sequence[Obstacle] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fixed = {unit: f"{name} {plain(value)}" for one in obstacles for unit, name, value in one.fixed}
        fixed = {unit: str(unit) for unit in self._released()} | fixed
        self.fields["release"].choices = list(fixed.items())  # type: ignore[attr-defined]
        if not any(one.fixed for one in obstacles):
            self.fields["release"].widget = forms.MultipleHiddenInput()

    def _released(self) -> list[int]:
        """What was let go on the page before stays let go."""
        given = self.data.getlist("release") if hasattr(self.data, "getlist") else []
        return [int(unit) for unit in given if unit.isdecimal()]


class ChangeForm(ResolveForm):
    """Another value for the target of a plan's own unit."""

    value = number_box(_l("新的目标值"))
    misread = forms.BooleanField(
        label=_l("规划原文就是这个数，原来读错了"),
        help_text=_l("勾选后条目里的目标值一并更正；不勾选，条目仍按原文，只是执行的目标变了。"),
        required=False,
    )
    reason = reason_box(_l("为什么改"), _l("数有变化的单位会看到这句话。"), most=300)
    field_order = ("value", "misread", "reason", "release", "mark")


class ObjectForm(forms.Form):
    """What a unit proposes instead of its share, and why."""

    proposed = number_box(_l("建议改为"))
    reason = reason_box(_l("理由"), _l("上级凭它决定；本单位和各级上级都看得到。"), most=1000)


class AnswerForm(forms.Form):
    """What the giving unit decides about an objection."""

    verdict = forms.ChoiceField(label=_l("决定"), choices=VERDICTS, widget=forms.RadioSelect)
    value = number_box(_l("定为"), required=False, help_text=_l("只在部分采纳时填。"))
    answer = reason_box(_l("答复"), _l("提出异议的单位会看到。"), most=1000)
    mark = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("verdict") == State.MET and cleaned.get("value") is None and "value" not in self.errors:
            self.add_error("value", _l("请填写定为多少。"))
        return cleaned

    def granted(self, objection: Objection) -> Decimal | None:
        """The number that the decision comes to; None: it stays as it is."""
        verdict = self.cleaned_data["verdict"]
        if verdict == State.REFUSED:
            return None
        return objection.proposed if verdict == State.GRANTED else self.cleaned_data["value"]
