"""The form of an indicator that is made at the desk: what is counted, chosen in words."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from sangzi.plans.models import Commitment, Shape
from sangzi.plans.receivers import LEVELS
from sangzi.plans.wording import LEVEL_NAMES
from sangzi.scoreboard.countable import Countable, countable, countables, likely
from sangzi.scoreboard.definition import Indicator
from sangzi.scoreboard.drafts import PERCENT, Draft

SHAPES = (
    ("count", _l("有多少：一个数量")),
    ("coverage", _l("有多大比例的下级单位有")),
    ("each", _l("是不是每个下级单位都有")),
)
READINGS = (("year", _l("每年从一月算起")), ("total", _l("历年累计")))
LONGEST = 60


class IndicatorForm(forms.Form):
    """A count of something, or the units of a level that have it."""

    two_columns = True
    title = forms.CharField(label=_l("名称"), max_length=LONGEST)
    title_en = forms.CharField(label=_l("英文名称"), max_length=LONGEST, required=False, help_text=_l("可以不填。"))
    what = forms.ChoiceField(label=_l("数什么"), help_text=_l("从系统已有的记录里选；选好后先看看现在的数对不对。"))
    shape = forms.ChoiceField(label=_l("问的是"), choices=SHAPES)
    unit = forms.CharField(
        label=_l("计量单位"), max_length=10, required=False, help_text=_l("问“有多少”时填，如 个、名；不填就用记录的。")
    )
    reading = forms.ChoiceField(
        label=_l("怎么累计"),
        choices=READINGS,
        required=False,
        help_text=_l("活动、培训这类一次次发生的才看这一项；阵地、名册总是数现有的。"),
    )
    over = forms.ChoiceField(label=_l("哪一级单位"), required=False, help_text=_l("问比例、问每个单位时填。"))
    at_least = forms.IntegerField(label=_l("至少有几个才算有"), min_value=1, max_value=10**9, initial=1, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["what"].choices = [("", _("请选择")), *_grouped()]
        fields["over"].choices = [("", _("不用")), *((key, LEVEL_NAMES[level]) for key, level in LEVELS.items())]

    @classmethod
    def about(cls, commitment: Commitment, given: Any = None) -> IndicatorForm:
        """Filled in from what a commitment says."""
        found = likely(commitment)
        return cls(given, initial=_asked(commitment) | ({"what": found.key} if found else {}))

    @classmethod
    def of(cls, indicator: Indicator, given: Any = None) -> IndicatorForm:
        """Filled in from an indicator, to be changed."""
        what = f"{indicator.measure.fact}|{indicator.measure.tag}"
        english = indicator.title_en if indicator.title_en != indicator.title else ""
        kept = indicator.model_dump(include={"title", "shape", "unit", "reading", "over", "at_least"})
        return cls(given, initial=kept | {"what": what, "title_en": english})

    def clean_what(self) -> Countable:
        found = countable(self.cleaned_data["what"])
        if found is None:
            raise forms.ValidationError(_("没有这一项；请从列出的各项中选择。"))
        return found

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        what, over = cleaned.get("what"), cleaned.get("shape") != "count"
        if over and not cleaned.get("over"):
            self.add_error("over", _("问比例、问每个单位，要选是哪一级单位。"))
        if over and what and what.kind == "people":
            self.add_error("what", _("按人数不能算覆盖；请选对应的“纪实数量”或名册。"))
        if not over and what and not (cleaned.get("unit") or what.measure):
            self.add_error("unit", _("请填计量单位。"))
        return cleaned

    def draft(self, words: tuple[str, ...], source: str) -> Draft:
        """What the form asks for."""
        given = self.cleaned_data
        what: Countable = given["what"]
        return Draft(
            title=given["title"],
            title_en=given["title_en"],
            shape=given["shape"],
            fact=what.fact,
            tag=what.tag,
            unit=given["unit"] if given["unit"] not in ("", PERCENT) else what.measure,
            over=given["over"] if given["shape"] != "count" else None,
            at_least=given["at_least"] or 1,
            reading=_reading(what, given["reading"]),
            words=words,
            source=source,
        )


def _reading(what: Countable, wanted: str) -> Any:
    """A stock is read as it stands, persons by the year, what happens as it was asked."""
    if what.kind == "stock":
        return "stock"
    return "year" if what.kind == "people" or wanted != "total" else "total"


def _asked(commitment: Commitment) -> dict[str, Any]:
    over = commitment.over if commitment.over in LEVELS else ""
    shape = commitment.shape if over and commitment.shape in (Shape.COVERAGE, Shape.EACH) else Shape.COUNT
    least = commitment.value if commitment.shape == Shape.EACH and commitment.value else 1
    return {
        "title": commitment.title[:LONGEST],
        "shape": str(shape),
        "over": over,
        "unit": commitment.measure if shape == Shape.COUNT else "",
        "at_least": int(least),
        "reading": "year" if commitment.period else "total",
    }


def _grouped() -> list[tuple[str, list[tuple[str, str]]]]:
    groups = groupby(countables(), key=lambda one: one.group)
    return [(group, [(one.key, _worded(one)) for one in found]) for group, found in groups]


def _worded(one: Countable) -> str:
    return f"{one.title}（{one.measure}）" if one.measure else one.title
