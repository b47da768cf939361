"""Forms about plans and their commitments."""

from __future__ import annotations

import json
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from sangzi.plans.corrections import TITLES
from sangzi.plans.extract import KINDS, MAX_BYTES
from sangzi.plans.models import Commitment, Comparator, Plan, Shape, Status
from sangzi.plans.passages import LONGEST
from sangzi.plans.queries import plans_to_link
from sangzi.plans.receivers import LEVELS
from sangzi.plans.wording import LEVEL_NAMES, PERIODS, plain
from sangzi.units.models import Unit

MEGABYTE = 2**20
BETWEEN = "、"


class PlanLinks(forms.Form):
    """Which plans a plan goes back to; what there is to choose from is set by `plan_fields`."""

    follows = forms.ChoiceField(
        label=_l("上一版"), required=False, help_text=_l("同一件事上一次的规划，例如去年的工作要点。")
    )
    carries_out = forms.ChoiceField(
        label=_l("依据的上级规划"), required=False, help_text=_l("这份规划落实上级的哪一份。")
    )
    offered: Mapping[str, Plan] = MappingProxyType({})

    def clean_follows(self) -> Plan | None:
        return self.offered.get(self.cleaned_data["follows"])

    def clean_carries_out(self) -> Plan | None:
        return self.offered.get(self.cleaned_data["carries_out"])


class AddPlanForm(PlanLinks):
    """A plan as a file or as pasted text."""

    title = forms.CharField(
        label=_l("标题"), required=False, max_length=200, help_text=_l("上传文件可以不填，用文件名作标题。")
    )
    year = forms.IntegerField(
        label=_l("年份"),
        required=False,
        min_value=1990,
        max_value=2100,
        help_text=_l("这份规划从哪一年开始算；不填就从正文里找。“今年”“年底”都按它算。"),
    )
    file = forms.FileField(
        label=_l("规划文件"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ",".join(sorted(KINDS))}),
        help_text=_l("TXT、HTML、DOCX、XLSX 或 PDF，不超过 50 MB；旧版 .doc 请另存为 .docx。"),
    )
    text = forms.CharField(
        label=_l("或者把文字粘贴在这里"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text=_l("很长的文字请存成 .txt 文件上传。"),
    )

    def clean_file(self) -> Any:
        """Held against the limit before it is read into memory."""
        file = self.cleaned_data["file"]
        if file and file.size > MAX_BYTES:
            told = {"name": file.name, "size": file.size // MEGABYTE, "limit": MAX_BYTES // MEGABYTE}
            raise forms.ValidationError(_("文件“%(name)s”有 %(size)s MB，超过上限 %(limit)s MB；请只上传正文。") % told)
        return file

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        file, text = cleaned.get("file"), (cleaned.get("text") or "").strip()
        if "file" in self.errors:
            return cleaned
        if file and text:
            self.add_error("file", _("文件和文字只能选一样；请去掉其中一样。"))
        elif not file and not text:
            self.add_error("file", _("没有内容：请上传规划文件，或把规划的文字粘贴进来。"))
        elif text and not (cleaned.get("title") or "").strip():
            self.add_error("title", _("粘贴的文字没有文件名可用；请填写标题。"))
        return cleaned


class DescribePlanForm(PlanLinks):
    """What a plan is called, its year, and which plans it goes back to."""

    title = forms.CharField(label=_l("标题"), max_length=200)
    year = forms.IntegerField(label=_l("年份"), required=False, min_value=1990, max_value=2100)
    field_order = ("title", "year", "follows", "carries_out")


def plan_fields(form: PlanLinks, seen: QuerySet[Plan], unit: Unit, plan: Plan | None = None) -> None:
    """Offer the plans of the unit and of those above it. One query."""
    plans = plans_to_link(seen, unit, plan)
    form.offered = {str(one.pk): one for one in plans}
    fields: dict[str, Any] = form.fields
    nothing = ("", _("没有，或不在这里"))
    fields["follows"].choices = [nothing, *(_offer(one) for one in plans if one.unit_id == unit.pk)]
    fields["carries_out"].choices = [nothing, *(_offer(one) for one in plans if one.unit_id != unit.pk)]


def _offer(plan: Plan) -> tuple[str, str]:
    year = f"{plan.year} · " if plan.year else ""
    return str(plan.pk), f"{year}{plan.title}（{plan.unit.short}）"


class PassageForm(forms.Form):
    """Words of a plan's text, to be found in it."""

    passage = forms.CharField(
        label=_l("正文里的这段话"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_l("从正文里复制说这件事的一句，粘贴在这里；空格和标点不一样也找得到。"),
    )


class CorrectForm(forms.Form):
    """The fields of a commitment as the reader gave them, to be put right."""

    two_columns = True
    title = forms.CharField(max_length=200)
    value = forms.CharField(required=False)
    value_max = forms.CharField(required=False, help_text=_l("只有范围（如 1 至 3 名）才填。"))
    measure = forms.CharField(required=False, max_length=20)
    comparator = forms.ChoiceField(choices=Comparator.choices)
    deadline = forms.DateField(required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    period = forms.ChoiceField(required=False, choices=[("", _l("不按周期")), *((k, v) for k, v in PERIODS.items())])
    shape = forms.ChoiceField(choices=Shape.choices)
    over = forms.CharField(
        required=False,
        max_length=60,
        help_text=_l("村、乡镇、县、市、省，或一类人、一类组织。"),
    )
    scope = forms.CharField(required=False, max_length=100)
    owners = forms.CharField(required=False, help_text=_l("几个部门用顿号隔开。"))
    status = forms.ChoiceField(choices=Status.choices)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        for name, title in TITLES.items():
            fields[name].label = title

    @classmethod
    def of(cls, commitment: Commitment, given: Any = None) -> CorrectForm:
        """The form over a commitment, filled in with `given` when it was sent."""
        return cls(given, initial=as_typed(columns(commitment)), auto_id=f"id_{commitment.pk}_%s")

    def clean_over(self) -> str:
        """A level may be named as people name it."""
        typed: str = self.cleaned_data["over"].strip()
        return _level_keys().get(typed, typed)

    def clean_owners(self) -> list[str]:
        typed = self.cleaned_data["owners"].replace(",", BETWEEN).replace("，", BETWEEN)
        return [owner.strip() for owner in typed.split(BETWEEN) if owner.strip()]


def columns(commitment: Commitment) -> dict[str, Any]:
    """The fields that a person may correct, as they are."""
    fields = {name: getattr(commitment, name) for name in TITLES}
    return fields | {"owners": json.loads(commitment.owners)}


def as_typed(fields: dict[str, Any]) -> dict[str, Any]:
    """Fields of a commitment as somebody would type them into the form."""
    numbers = {name: "" if fields.get(name) is None else plain(fields[name]) for name in ("value", "value_max")}
    level = LEVELS.get(fields["over"])
    over = fields["over"] if level is None else str(LEVEL_NAMES[level])
    return fields | numbers | {"over": over, "owners": BETWEEN.join(fields["owners"])}


def _level_keys() -> dict[str, str]:
    """Level by its name in the language that is spoken, and by its Chinese short and long names."""
    spoken = {str(LEVEL_NAMES[level]): key for key, level in LEVELS.items()}
    return spoken | {
        "乡": "township",
        "镇": "township",
        "街道": "township",
        "区": "county",
        "区县": "county",
        "县区": "county",
    }
