"""Forms that change one unit. Each says in sentences what it will do."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from django import forms
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from sangzi.kernel.errors import NotVisible
from sangzi.kernel.wording import day_of
from sangzi.units.access import Scope
from sangzi.units.models import Level, Unit
from sangzi.units.queries import count_by_level, search

from .addresses import slug_of
from .at_hand import leads, unit_in
from .words import LEVELS

CODE_IN_BRACKETS = re.compile(r"[（(]([^（()）]+)[)）]\s*$")


class UnitInput(forms.TextInput):
    """A text box that offers units while one types; without script a name or a code is typed in full."""

    template_name = "parts/unit_input.html"

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["options_url"] = f"{reverse('desk:unit-options')}?field={name}"
        return context


class UnitField(forms.CharField):
    """A unit of the visitor's scope, named by its code or by a name that only one of them has."""

    widget = UnitInput
    scope: Scope = Scope()

    def clean(self, value: Any) -> Unit | None:
        text = super().clean(value)
        return self._unit(text) if text else None

    def _unit(self, text: str) -> Unit:
        bracketed = CODE_IN_BRACKETS.search(text)
        try:
            return unit_in(self.scope, bracketed[1] if bracketed else text)
        except NotVisible:
            return self._only_one(text)

    def _only_one(self, text: str) -> Unit:
        hits = [hit for hit in search(text, scope=self.scope) if text in (hit.name, hit.short)]
        if len(hits) == 1:
            return hits[0]
        if hits:
            raise forms.ValidationError(_("叫“%(text)s”的单位有好几个，请填代码。") % {"text": text})
        raise forms.ValidationError(_("没有找到“%(text)s”；请从提示里选，或填代码。") % {"text": text})


def named(unit: Unit) -> str:
    """How a unit is written into the box, so that it is found again."""
    return f"{unit.name}（{slug_of(unit)}）"


class ChangeForm(forms.Form):
    """What every change of a unit asks: from which day, by which document."""

    on = forms.DateField(
        label=_l("从哪一天起"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_l("以批复文件写的日期为准；这一天之前的数据仍按原来的单位算。"),
    )
    document = forms.CharField(
        label=_l("批复文件"), required=False, max_length=200, help_text=_l("文号或标题，可不填。")
    )
    note = forms.CharField(label=_l("备注"), required=False, max_length=300)

    title: str | Promise
    lead: str | Promise
    field_first: tuple[str, ...] = ()
    two_columns = False

    def __init__(self, *args: Any, unit: Unit, scope: Scope, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.unit, self.scope = unit, scope
        self.fields["on"].initial = today
        self.order_fields(self.field_first)

    def dated(self) -> dict[str, Any]:
        """What every act takes: day, document, note."""
        return {key: self.cleaned_data[key] for key in ("on", "document", "note")}

    def effects(self) -> list[str]:
        """What will happen, in sentences."""
        kept = _("原来的样子留在历史里：%(day)s以前的数据和名称照旧能查。") % {"day": self.day}
        return [*self.changes(), kept]

    def changes(self) -> list[str]:
        raise NotImplementedError

    @property
    def day(self) -> str:
        return day_of(self.cleaned_data["on"])

    def below(self) -> int:
        """How many units hang under this one, at all levels."""
        return sum(count_by_level(self.unit).values())


class FoundForm(ChangeForm):
    title = _l("新设下级单位")
    lead = _l("在本单位下面设立一个新的单位。")
    name = forms.CharField(label=_l("名称"), max_length=120)
    level = forms.TypedChoiceField(label=_l("级别"), coerce=int)
    code = forms.CharField(label=_l("代码"), required=False, max_length=20, help_text=_l("还没有公布代码的可以不填。"))
    official = forms.BooleanField(
        label=_l("是民政部门公布的行政区划"), required=False, initial=True, help_text=_l("开发区、管理区等请不要勾选。")
    )
    field_first = ("name", "level", "code", "official")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        above = self.unit.level
        areas: list[int] = [] if above == Level.BRANCH else [level for level in LEVELS if above < level < Level.BRANCH]
        choices: list[tuple[int, str | Promise]] = [(level, LEVELS[level]) for level in [*areas, int(Level.BRANCH)]]
        self.fields["level"].choices = choices  # type: ignore[attr-defined]

    def changes(self) -> list[str]:
        told = {"day": self.day, "parent": self.unit.name, "name": self.cleaned_data["name"]}
        return [_("从%(day)s起，%(parent)s下面新设“%(name)s”。") % told]


class RenameForm(ChangeForm):
    title = _l("更名")
    lead = _l("代码和隶属不变，只换名称；原名留在历史里。")
    name = forms.CharField(label=_l("新名称"), max_length=120)
    short = forms.CharField(
        label=_l("新简称"), required=False, max_length=120, help_text=_l("不填就按规则从名称得出。")
    )
    field_first = ("name", "short")

    def changes(self) -> list[str]:
        told = {"day": self.day, "before": self.unit.name, "after": self.cleaned_data["name"]}
        return [_("从%(day)s起，“%(before)s”改名为“%(after)s”。") % told]


class RecodeForm(ChangeForm):
    title = _l("变更代码")
    lead = _l("换成新公布的代码；原代码留在历史里，仍能查到。")
    code = forms.CharField(label=_l("新代码"), max_length=20)
    field_first = ("code",)

    def changes(self) -> list[str]:
        told = {"day": self.day, "before": self.unit.code or "—", "after": self.cleaned_data["code"]}
        return [_("从%(day)s起，代码由 %(before)s 改为 %(after)s。") % told]


class MoveForm(ChangeForm):
    title = _l("变更隶属")
    lead = _l("连同全部下级，改属另一个上级单位。")
    parent = UnitField(label=_l("新的上级单位"), help_text=_l("输入名称、拼音首字母或代码来找。"))
    code = forms.CharField(label=_l("新代码"), required=False, max_length=20, help_text=_l("代码不变就不填。"))
    field_first = ("parent", "code")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parent"].scope = self.scope  # type: ignore[attr-defined]

    def clean_parent(self) -> Unit:
        parent: Unit = self.cleaned_data["parent"]
        if not leads(self.scope, parent):
            raise forms.ValidationError(
                _("您不是“%(unit)s”或其上级的负责人，不能把单位划到它下面。") % {"unit": parent.name}
            )
        return parent

    def changes(self) -> list[str]:
        told = {"day": self.day, "unit": self.unit.name, "parent": self.cleaned_data["parent"].name}
        moved = _("从%(day)s起，“%(unit)s”改属“%(parent)s”。") % told
        along = _("它的全部%(number)s个下级一起过去。") % {"number": self.below()}
        return [moved, along, _("两边各级的汇总数据会按新的隶属重新计算。")]


class CloseForm(ChangeForm):
    title = _l("撤销")
    lead = _l("单位不再存在；它的历史和数据都保留。")

    def changes(self) -> list[str]:
        closed = _("从%(day)s起，“%(unit)s”不再存在，不能再记新的内容。") % {"day": self.day, "unit": self.unit.name}
        return [closed]
