"""The form by which the way of a target is set."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from sangzi.plans.models import Target, Trajectory
from sangzi.plans.queries.trajectories import milestones_of
from sangzi.plans.wording import plain
from sangzi.units.statistics import number_in

Kind = Trajectory.Kind
KINDS = (
    (Kind.EVEN, _l("均匀推进：每天一样多")),
    (Kind.SEASONAL, _l("按往年节奏：往年哪几个月做得多，今年也那样要求")),
    (Kind.MILESTONES, _l("按节点：到哪一天做到多少，由您来定")),
)
SPARE = 3  # empty rows below the filled ones
MOST = 60


class Row(NamedTuple):
    """A milestone as it stands in its boxes."""

    number: int
    day: str
    value: str


class TrajectoryForm(forms.Form):
    """Kind, first and last day, whether it begins at the figure of then, and the milestones."""

    kind = forms.ChoiceField(label=_l("怎样推进"), choices=KINDS, widget=forms.RadioSelect)
    begins = forms.DateField(label=_l("开始"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    ends = forms.DateField(label=_l("结束"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    with_base = forms.BooleanField(
        label=_l("从已有的数算起"),
        required=False,
        help_text=_l("开始前一天已有的数作起点，只看此后增加了多少。开始日期要是某月 1 日。"),
    )

    def __init__(self, given: Any, *, target: Target, held: Trajectory | None, span: tuple[date, date]) -> None:
        begins, ends = (held.begins, held.ends) if held else span
        initial = {
            "kind": held.kind if held else Kind.MILESTONES,
            "begins": begins,
            "ends": ends,
            "with_base": bool(held and held.base is not None),
        }
        super().__init__(given, initial=initial)
        self.target, self.held = target, held

    @property
    def given(self) -> dict[str, Any]:
        """What stands in the form: as it was sent, or as it is now."""
        return dict(self.cleaned_data if self.is_bound else self.initial)

    def rows(self) -> list[Row]:
        """The milestones with empty rows to fill; one more handful when `more` was asked for."""
        filled = self._filled()
        empty = SPARE if not self.is_bound or "more" in self.data or not filled else 1
        rows = [*filled, *[("", "")] * empty][:MOST]
        return [Row(number, day, value) for number, (day, value) in enumerate(rows)]

    def clean(self) -> dict[str, Any]:
        cleaned = dict(super().clean() or {})
        cleaned["milestones"] = []
        if cleaned.get("kind") != Kind.MILESTONES:
            return cleaned
        for day, value in self._filled():
            milestone = _milestone(day, value)
            if milestone is None:
                told = {"day": day or "—", "value": value or "—"}
                self.add_error(None, _("节点“%(day)s，%(value)s”不完整；请填写日期和数。") % told)
            else:
                cleaned["milestones"].append(milestone)
        cleaned["milestones"].sort()
        return cleaned

    def _filled(self) -> list[tuple[str, str]]:
        if not self.is_bound:
            held = milestones_of(self.held) if self.held else ()
            return [(day.isoformat(), plain(Decimal(str(float(value))))) for day, value in held]
        sent: Any = self.data
        days, values = sent.getlist("day"), sent.getlist("value")
        pairs = [(day.strip(), value.strip()) for day, value in zip(days, values, strict=False)]
        return [pair for pair in pairs if any(pair)][:MOST]


def _milestone(day: str, value: str) -> tuple[date, Decimal] | None:
    number = number_in(value.removesuffix("%"))
    try:
        return (date.fromisoformat(day), number) if number is not None else None
    except ValueError:
        return None
