"""Forms that join units or take one apart."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from sangzi.units.actions import NewUnit
from sangzi.units.models import Unit
from sangzi.units.queries import children

from .forms_units import ChangeForm

PARTS = (1, 2, 3)


class MergeForm(ChangeForm):
    title = _l("合并")
    lead = _l("把同级的单位并成一个，它们的下级一起过来。")
    others = forms.TypedMultipleChoiceField(
        label=_l("与哪些单位合并"), widget=forms.CheckboxSelectMultiple, help_text=_l("这里列出的是同一上级下的单位。")
    )
    name = forms.CharField(
        label=_l("新单位的名称"),
        required=False,
        max_length=120,
        help_text=_l("不填就都并入本单位；填了就合成一个新单位。"),
    )
    code = forms.CharField(label=_l("新单位的代码"), required=False, max_length=20)
    field_first = ("others", "name", "code")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        beside = children(self.unit.parent).exclude(pk=self.unit.pk) if self.unit.parent else Unit.objects.none()
        self.beside = {str(unit.pk): unit for unit in beside.filter(kind=self.unit.kind)}
        field: Any = self.fields["others"]
        field.choices = [(key, unit.name) for key, unit in self.beside.items()]
        field.coerce = self.beside.__getitem__

    def target(self) -> Unit | NewUnit:
        """Where everything goes: this unit, or a new one."""
        name, code = self.cleaned_data["name"], self.cleaned_data["code"]
        return NewUnit(name=name, code=code) if name else self.unit

    def changes(self) -> list[str]:
        target = self.cleaned_data["name"] or self.unit.name
        ending = [unit.name for unit in self.cleaned_data["others"]]
        ending += [self.unit.name] if self.cleaned_data["name"] else []
        told = {"day": self.day, "ending": "、".join(ending), "target": target}
        return [
            _("从%(day)s起，%(ending)s撤销，并入“%(target)s”。") % told,
            _("它们的下级一起改属“%(target)s”，历史数据也归到它名下。") % told,
        ]


class SplitForm(ChangeForm):
    title = _l("拆分")
    lead = _l("分出新的单位，并说明每个下级归谁。")
    stays = forms.BooleanField(
        label=_l("本单位保留"), required=False, initial=True, help_text=_l("不勾选，本单位就从这一天起撤销。")
    )
    two_columns = True
    field_first = ("name_1", "code_1", "name_2", "code_2", "name_3", "code_3", "stays")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for part in PARTS:
            self.fields[f"name_{part}"] = forms.CharField(
                label=_("第%(part)s个新单位的名称") % {"part": part}, required=part == 1, max_length=120
            )
            self.fields[f"code_{part}"] = forms.CharField(
                label=_("第%(part)s个新单位的代码") % {"part": part}, required=False, max_length=20
            )
        self.hanging = list(children(self.unit))
        for child in self.hanging:
            self.fields[f"child_{child.pk}"] = self._where(child)
        self.order_fields([*self.field_first, *(f"child_{child.pk}" for child in self.hanging)])

    def _where(self, child: Unit) -> forms.Field:
        choices = [("", _("留在本单位"))]
        choices += [(str(part), _("归第%(part)s个新单位") % {"part": part}) for part in PARTS]
        return forms.ChoiceField(label=_("%(unit)s归谁") % {"unit": child.name}, choices=choices, required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for child in self.hanging:
            part = cleaned.get(f"child_{child.pk}")
            if part and not cleaned.get(f"name_{part}"):
                self.add_error(f"child_{child.pk}", _("第%(part)s个新单位还没有填名称。") % {"part": part})
        return cleaned

    def parts(self) -> list[NewUnit]:
        """The new units that were named."""
        given = self.cleaned_data
        return [NewUnit(name=given[f"name_{part}"], code=given[f"code_{part}"]) for part in self._named()]

    def hung(self) -> dict[int, int]:
        """For the key of each child that leaves, in which of the new units it hangs."""
        place = {str(part): at for at, part in enumerate(self._named())}
        chosen = {child.pk: self.cleaned_data[f"child_{child.pk}"] for child in self.hanging}
        return {pk: place[part] for pk, part in chosen.items() if part}

    def _named(self) -> list[int]:
        return [part for part in PARTS if self.cleaned_data[f"name_{part}"]]

    def changes(self) -> list[str]:
        names = "、".join(new.name for new in self.parts())
        told = {"day": self.day, "unit": self.unit.name, "names": names, "number": len(self.hung())}
        stays = _l("“%(unit)s”保留。") if self.cleaned_data["stays"] else _l("“%(unit)s”同时撤销。")
        return [
            _("从%(day)s起，由“%(unit)s”分出%(names)s。") % told,
            _("%(number)s个下级改属新单位。") % told,
            str(stays) % told,
        ]
