"""Forms about runs of an allotment: trying another method or other rules, and publishing."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from sangzi.programmes.models import Application, Round, Run
from sangzi.programmes.queries.runs import runs_of
from sangzi.programmes.runs.terms import METHODS as TRIED
from sangzi.programmes.runs.terms import STAYING, WITH_RESULT, announced, terms_of
from sangzi.programmes.standing import rules_of
from sangzi.programmes.steps.allotment import MOST_POINTS, Fit
from sangzi.web.desk.rule_numbers import bounds_in, field_name, number_field, said_of
from sangzi.web.how_it_works import METHODS
from sangzi.web.run_lines import called
from sangzi.web.run_words import NAMES, needs_in_words

MOST_WISHES = 20
MOST_RUNS = 30
"""Runs to stay close to that the form offers."""
POINTS = ("wishes", "near", "score", "grassroots")


class PointsField(forms.CharField):
    """Whole points, one after the other."""

    def clean(self, value: Any) -> tuple[int, ...]:
        text = super().clean(value)
        parts = text.replace("，", " ").replace("、", " ").replace(",", " ").split()
        if not all(part.isdecimal() and int(part) <= MOST_POINTS for part in parts) or len(parts) > MOST_WISHES:
            raise forms.ValidationError(_("请只写0到%(most)d的整数，用空格隔开。") % {"most": MOST_POINTS})
        return tuple(int(part) for part in parts)


class TryForm(forms.Form):
    """Another method, other numbers in the rules, other points; filled with what was announced, or what a run went by.

    `like`: that run; it is also the one to stay close to, where several of its results may be equally good.
    """

    method = forms.ChoiceField(label=_l("办法"), widget=forms.RadioSelect)
    wishes = PointsField(
        label=_l("各志愿的分"),
        required=False,
        help_text=_l(
            "从第一志愿起依次写，用空格隔开；最后一个也用于以后的志愿。只有“总分最高”看：“志愿优先”本来就按志愿的顺序。"
        ),
    )
    near = PointsField(
        label=_l("离家近的分"),
        required=False,
        help_text=_l("从名额就在家所在的单位起，每往上一级写一个；不写就不看远近。"),
    )
    score = forms.IntegerField(
        label=_l("评审得分每1分折成几分"), required=False, min_value=0, max_value=MOST_POINTS, initial=0
    )
    grassroots = forms.IntegerField(
        label=_l("县级及以下的名额加几分"), required=False, min_value=0, max_value=MOST_POINTS, initial=0
    )
    argued = forms.BooleanField(
        label=_l("下限达不到时也算出来"), required=False, help_text=_l("这样算出的结果，公布时要写明原因。")
    )
    stay = forms.TypedChoiceField(
        label=_l("在同样好的结果里"),
        required=False,
        coerce=int,
        empty_value=None,
        help_text=_l(
            "总分一样高的结果往往不止一种。选一次试算，就取其中动得最少的一种：比较时看到的，都是规则引起的变化。只有“总分最高”看。"
        ),
    )
    name = forms.CharField(
        label=_l("名称"),
        required=False,
        max_length=60,
        help_text=_l("写给自己看，例如“每村最多3人”；没有填就只有编号。"),
    )

    def __init__(self, *args: Any, round_: Round, like: Run | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.told_before = announced(round_)
        self.rules = rules_of(round_)
        method: Any = self.fields["method"]
        method.choices = _choices(round_)
        terms = terms_of(like) if like else self.told_before
        points = _points_of(terms.fit)
        self.initial = {"method": terms.method, "argued": terms.argued, **points, **self.initial}
        self._offer_runs(round_, like)
        tried = iter(terms.rules)
        for number, rule in enumerate(self.rules):
            if rule.of != "placements":
                continue
            before = next(tried)
            for bound in bounds_in(rule):
                self.fields[field_name(number, bound)] = number_field(rule, bound)
                self.initial[field_name(number, bound)] = getattr(before, bound)
        numbers = [name for name in self.fields if name.startswith("rule")]
        self.order_fields(["method", *numbers, *POINTS, "argued", "stay", "name"])

    def _offer_runs(self, round_: Round, like: Run | None) -> None:
        """The runs that have a result, newest first; without any there is no such field."""
        runs = [run for run in runs_of(round_) if run.state in WITH_RESULT][:MOST_RUNS]
        if not runs:
            del self.fields["stay"]
            return
        stay: Any = self.fields["stay"]
        stay.choices = [
            ("", _("不看以前的试算")),
            *((run.number, _("尽量不动“%(run)s”的安排") % {"run": called(run)}) for run in runs),
        ]
        begun = like or runs[0]
        if begun.method == STAYING and begun.number in (run.number for run in runs):
            self.initial.setdefault("stay", begun.number)

    def told(self) -> dict[str, Any]:
        """What the act takes. What is as announced is left out."""
        said = self.cleaned_data
        return {
            "method": said["method"],
            "rules": [self._changed(number) for number in range(len(self.rules))],
            "fit": self._fit(),
            "argued": said["argued"],
            "stay": said.get("stay") if said["method"] == STAYING else None,
            "name": said["name"],
        }

    def _changed(self, number: int) -> dict[str, int]:
        rule = self.rules[number]
        said = said_of(number, rule, self.cleaned_data)
        return {bound: value for bound, value in said.items() if value != getattr(rule, bound)}

    def _fit(self) -> Fit | None:
        said, before = self.cleaned_data, self.told_before.fit
        points = {name: said[name] or 0 for name in ("score", "grassroots")}
        # Whose wishes count once more in their claim dare not name what they want.
        wishes = () if said["method"] == "stable" else said["wishes"]
        fit = before.model_copy(update={"wishes": wishes, "near": said["near"], **points})
        return None if fit == before else fit


def _points_of(fit: Fit) -> dict[str, Any]:
    """As the fields of points hold them."""
    wishes, near = (" ".join(map(str, points)) for points in (fit.wishes, fit.near))
    return {"wishes": wishes, "near": near, "score": fit.score, "grassroots": fit.grassroots}


class PublishForm(forms.Form):
    """Why a result is published although it is not as announced, or rules do not hold."""

    reason = forms.CharField(
        label=_l("原因"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_l("会和结果一起留在操作记录里，以后不能改。"),
    )

    def __init__(self, *args: Any, needed: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not needed:
            del self.fields["reason"]


def _choices(round_: Round) -> list[tuple[str, Any]]:
    """Every method with a sentence, and what it needs that is not there yet."""
    scored = not Application.objects.filter(round=round_, state="admitted", score=None).exists()
    return [(key, _choice(key, needs_in_words(key, round_, scored=scored))) for key in TRIED]


def _choice(key: str, needs: str) -> Any:
    after = format_html(' <em class="needs">{}</em>', needs) if needs else ""
    return format_html("<span><strong>{}</strong> {}{}</span>", NAMES[key], METHODS[key], after)
