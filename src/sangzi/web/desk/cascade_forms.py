"""The form by which a target is shared out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from sangzi.kernel.errors import BadInput
from sangzi.plans.manners import EVERY, Manner, figures_in
from sangzi.plans.models import Cascade, Method, Rule, Shape, Target
from sangzi.plans.pasted import numbers_in
from sangzi.plans.receivers import Receiver, lowest_level
from sangzi.plans.weighing import choices, say
from sangzi.plans.wording import LEVEL_NAMES
from sangzi.units.models import Level

WEIGHED = (Rule.FIGURE, Rule.ONE_EACH, Rule.BY_HAND)  # these may follow a figure
DATED = "indicator:"  # figures that also need a day
RULES: tuple[tuple[str, str | Promise], ...] = (
    (Rule.EQUAL, _l("平均分配：各单位一样多，余数依次各得一份")),
    (Rule.CHILDREN, _l("按下级单位数：管的单位越多，分得越多")),
    (Rule.FIGURE, _l("按一项数据：例如按人口、村数或去年的结果")),
    (Rule.ONE_EACH, _l("每家至少一个，其余平均或按一项数据分配")),
    (Rule.BY_HAND, _l("手工指定：填几家算几家，其余自动分配")),
)
METHODS: tuple[tuple[str, str | Promise], ...] = (
    (
        Method.LARGEST_REMAINDER,
        _l("最大余数法：先给整数部分，剩下的给零头最大的。和应得数相差不到一份，但总数增加时个别单位可能反而减少。"),
    ),
    (
        Method.SAINTE_LAGUE,
        _l("圣拉古法：按同一个标准折算，四舍五入。总数增加时谁都不会减少，但偶尔会和应得数相差一份以上。"),
    ),
)


class Row(NamedTuple):
    """A receiver in the table: what is fixed by hand, its own floor and cap, as they stand in the boxes."""

    unit: Receiver
    hand: str
    floor: str
    cap: str


class CascadeForm(forms.Form):
    """How a target is shared out, by whose numbers, within which bounds, how far down, and what is fixed by hand."""

    rule = forms.ChoiceField(label=_l("分配办法"), widget=forms.RadioSelect)
    figure = forms.ChoiceField(label=_l("按哪项数据"), required=False)
    day = forms.DateField(
        label=_l("指标取哪一天的数"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_l("只有选了指标的数据才用；默认去年年底。"),
    )
    pasted = forms.CharField(
        label=_l("或者粘贴一份名单"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_l("每行一个单位和一个数，如“和龙 1200”。选了数据时，只用来补没有数的单位。"),
    )
    method = forms.ChoiceField(label=_l("除不尽时"), choices=METHODS, widget=forms.RadioSelect, required=False)
    floor = forms.CharField(label=_l("每家最少"), required=False)
    cap = forms.CharField(label=_l("每家最多"), required=False)
    to_level = forms.TypedChoiceField(label=_l("分解到哪一级"), coerce=int)

    def __init__(
        self, given: Any, *, target: Target, receivers: Sequence[Receiver], last: Cascade | None, today: date
    ) -> None:
        super().__init__(given, initial=_initial(target, receivers, last, today))
        self.target, self.receivers, self.last = target, receivers, last
        self.counted = target.commitment.shape == Shape.COUNT
        fields: Any = self.fields
        fields["rule"].choices = RULES if self.counted else [(Rule.SAME, Rule.SAME.label)]
        fields["to_level"].choices = _levels(target, receivers)
        fields["figure"].choices = _figures(receivers) if self.counted and receivers else []
        for name in ("floor", "cap"):
            fields[name].widget.attrs["inputmode"] = "decimal"

    @property
    def nearest(self) -> int:
        """The level right below."""
        return min((receiver.level for receiver in self.receivers), default=Level.VILLAGE)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        rule, to_level = cleaned.get("rule"), cleaned.get("to_level")
        pasted = self._weighs(rule) and cleaned.get("pasted")
        if to_level is not None and to_level != self.nearest and (rule == Rule.BY_HAND or pasted):
            self.add_error("to_level", _("手工指定和粘贴的名单只能分到下一级；请改选下一级，或换一种分配办法。"))
        if rule == Rule.FIGURE and not cleaned.get("figure") and not pasted and "figure" not in self.errors:
            self.add_error("figure", _("请选择按哪项数据分配，或粘贴一份名单。"))
        if self._weighs(rule) and (cleaned.get("figure") or "").startswith(DATED) and not cleaned.get("day"):
            self.add_error("day", _("请选择取哪一天的数。"))
        self._clean_pasted(cleaned)
        return cleaned

    @property
    def given(self) -> dict[str, Any]:
        """What stands in the form: as it was sent, or as it was last time."""
        return dict(self.cleaned_data if self.is_bound else self.initial)

    @property
    def goes_deep(self) -> bool:
        return bool(self.given["to_level"] > self.nearest)

    @property
    def hand(self) -> dict[int, str]:
        """What was fixed by hand, by unit id; nothing under any other rule."""
        return self._boxes("hand") if self.given["rule"] == Rule.BY_HAND else {}

    @property
    def weights(self) -> dict[int, Decimal]:
        """The numbers of the pasted list, where the rule follows numbers."""
        if not self._weighs(self.given["rule"]):
            return {}
        return self.listed if self.is_bound else dict(self.initial["listed"])

    @property
    def manner(self) -> Manner:
        """By whose numbers, by which rounding, within which bounds."""
        given = self.given
        if not self.counted:
            return Manner()
        method = given["method"] or Method.LARGEST_REMAINDER
        return Manner(self._figure(), method, self._bounds("floor"), self._bounds("cap"))

    @property
    def figure_said(self) -> str:
        """The chosen figure in words; "" where there is none."""
        figure = self._figure()
        return say(figure) if figure else _("粘贴的名单") if self.weights else ""

    def rows(self) -> list[Row]:
        """The table of receivers with what stands in its boxes."""
        return [Row(one, *(self._box(name, one) for name in ("hand", "floor", "cap"))) for one in self.receivers]

    @property
    def has_own_bounds(self) -> bool:
        """Whether any receiver has a floor or a cap of its own."""
        return any(row.floor or row.cap for row in self.rows())

    def _weighs(self, rule: str | None) -> bool:
        return self.counted and rule in WEIGHED

    def _figure(self) -> str:
        figure: str = self.given.get("figure") or ""
        if not figure or not self._weighs(self.given["rule"]):
            return ""
        return f"{figure}:{self.given['day'].isoformat()}" if figure.startswith(DATED) else figure

    def _bounds(self, name: str) -> dict[int, str]:
        every = (self.given.get(name) or "").strip()
        return ({EVERY: every} if every else {}) | self._boxes(name)

    def _boxes(self, name: str) -> dict[int, str]:
        return {one.id: typed for one in self.receivers if (typed := self._box(name, one))}

    def _box(self, name: str, one: Receiver) -> str:
        if self.is_bound:
            return str(self.data.get(f"{name}-{one.id}", "")).strip()
        return str(self.initial["boxes"][name].get(one.id, ""))

    def _clean_pasted(self, cleaned: dict[str, Any]) -> None:
        self.listed: dict[int, Decimal] = {}
        try:
            self.listed = numbers_in(cleaned.get("pasted") or "", self.receivers)
        except BadInput as refused:
            self.add_error("pasted", refused.sentence)


def _initial(target: Target, receivers: Sequence[Receiver], last: Cascade | None, today: date) -> dict[str, Any]:
    counted = target.commitment.shape == Shape.COUNT
    floors, caps = (figures_in(last.floors), figures_in(last.caps)) if last else ({}, {})
    figure, day = _undated(last.figure if last else "", today)
    own = last is not None and not last.figure and last.rule == Rule.FIGURE
    listed = figures_in(last.weights) if last and own else {}
    names = {receiver.id: receiver.name for receiver in receivers}
    return {
        "rule": last.rule if last else Rule.CHILDREN if counted else Rule.SAME,
        "to_level": min((receiver.level for receiver in receivers), default=None),
        "figure": figure,
        "day": day,
        "method": last.method if last else Method.LARGEST_REMAINDER,
        "floor": floors.get(EVERY, ""),
        "cap": caps.get(EVERY, ""),
        "pasted": "\n".join(f"{names[unit]} {number}" for unit, number in listed.items() if unit in names),
        "listed": listed,
        "boxes": {"hand": figures_in(last.by_hand) if last else {}, "floor": floors, "cap": caps},
    }


def _undated(figure: str, today: date) -> tuple[str, date]:
    """A stored figure as the form chooses it: without its day, and the day beside it."""
    last_year = date(today.year - 1, 12, 31)
    if not figure.startswith(DATED):
        return figure, last_year
    name, _colon, day = figure.rpartition(":")
    return name, date.fromisoformat(day)


def _figures(receivers: Sequence[Receiver]) -> list[tuple[str, Any]]:
    """The figures that may be chosen, by source, each with how many of the units have a number."""
    found: list[tuple[str, Any]] = [("", _("不按数据"))]
    for source, offered in choices(receivers):
        lines = [(one.figure, _line(one.title, one.known, len(receivers))) for one in offered]
        found += [(source, lines)] if lines else []
    return found


def _line(title: str, known: int | None, units: int) -> str:
    if known is None or known == units:
        return title
    return _("%(title)s（%(units)s 家中 %(known)s 家有数）") % {"title": title, "units": units, "known": known}


def _levels(target: Target, receivers: Sequence[Receiver]) -> list[tuple[int, str | Promise]]:
    """The levels between the unit and the lowest that the commitment speaks of."""
    lowest = lowest_level(target.commitment, Level.VILLAGE)
    nearest = min((receiver.level for receiver in receivers), default=lowest)
    return [(level, LEVEL_NAMES[Level(level)]) for level in range(nearest, lowest + 1)]
