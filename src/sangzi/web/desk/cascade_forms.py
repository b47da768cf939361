"""The form that shares a target out."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from sangzi.kernel.wording import title_of
from sangzi.plans.models import Cascade, Rule, Shape, Target
from sangzi.plans.receivers import Receiver, lowest_level
from sangzi.plans.wording import LEVEL_NAMES
from sangzi.scoreboard.indicators import indicators
from sangzi.units.models import Level

HAND = "hand-"
ONE_STEP = (Rule.BY_HAND, Rule.FIGURE)  # these go down one level at a time
RULES: tuple[tuple[str, str | Promise], ...] = (
    (Rule.EQUAL, _l("平均分配：各单位一样多，余数依次各得一份")),
    (Rule.CHILDREN, _l("按下级单位数：管的单位越多，分得越多")),
    (Rule.FIGURE, _l("按一项数据：例如按现有的数量分")),
    (Rule.ONE_EACH, _l("每家至少一个，其余平均分配")),
    (Rule.BY_HAND, _l("手工指定：填几家算几家，其余自动平分")),
)


class CascadeForm(forms.Form):
    """How a target is shared out, how far down, and what is fixed by hand."""

    rule = forms.ChoiceField(label=_l("分配办法"), widget=forms.RadioSelect)
    to_level = forms.TypedChoiceField(label=_l("分解到哪一级"), coerce=int)
    indicator = forms.ChoiceField(label=_l("按哪项数据"), required=False)

    def __init__(self, given: Any, *, target: Target, receivers: Sequence[Receiver], last: Cascade | None) -> None:
        super().__init__(given, initial=_initial(target, receivers, last))
        self.target, self.receivers, self.last = target, receivers, last
        self.counted = target.commitment.shape == Shape.COUNT
        fields: Any = self.fields
        fields["rule"].choices = RULES if self.counted else [(Rule.SAME, Rule.SAME.label)]
        fields["to_level"].choices = _levels(target, receivers)
        counts = [one for one in indicators().values() if one.shape == "count"]
        fields["indicator"].choices = [("", _("请选择")), *((one.key, title_of(one)) for one in counts)]

    @property
    def nearest(self) -> int:
        """The level right below."""
        return min((receiver.level for receiver in self.receivers), default=Level.VILLAGE)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        rule, to_level = cleaned.get("rule"), cleaned.get("to_level")
        if rule in ONE_STEP and to_level is not None and to_level != self.nearest:
            self.add_error("to_level", _("这种办法只能分到下一级；请改选下一级，或换一种分配办法。"))
        if rule == Rule.FIGURE and not cleaned.get("indicator"):
            self.add_error("indicator", _("请选择按哪项数据分配。"))
        return cleaned

    @property
    def goes_deep(self) -> bool:
        return bool(self.cleaned_data["to_level"] > self.nearest)

    @property
    def hand(self) -> dict[int, str]:
        """What was fixed by hand, by unit id; nothing under any other rule."""
        if self.is_bound and self.data.get("rule") != Rule.BY_HAND:
            return {}
        return {receiver.id: typed for receiver, typed in self.typed() if typed}

    def typed(self) -> list[tuple[Receiver, str]]:
        """The by-hand table: each receiver with what stands in its box."""
        if self.is_bound:
            return [(one, self.data.get(f"{HAND}{one.id}", "").strip()) for one in self.receivers]
        kept = self.initial["hand"]
        return [(one, kept.get(str(one.id), "")) for one in self.receivers]


def _initial(target: Target, receivers: Sequence[Receiver], last: Cascade | None) -> dict[str, Any]:
    counted = target.commitment.shape == Shape.COUNT
    nearest = min((receiver.level for receiver in receivers), default=None)
    rule = last.rule if last else Rule.CHILDREN if counted else Rule.SAME
    return {"rule": rule, "to_level": nearest, "hand": json.loads(last.by_hand) if last else {}}


def _levels(target: Target, receivers: Sequence[Receiver]) -> list[tuple[int, str | Promise]]:
    """The levels between the unit and the lowest that the commitment speaks of."""
    lowest = lowest_level(target.commitment, Level.VILLAGE)
    nearest = min((receiver.level for receiver in receivers), default=lowest)
    return [(level, LEVEL_NAMES[Level(level)]) for level in range(nearest, lowest + 1)]
