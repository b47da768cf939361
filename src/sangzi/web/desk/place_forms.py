"""Forms about places: a new one, and each step of its life with its day."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from sangzi.kernel.wording import speaks_english
from sangzi.places.actions import LARGEST
from sangzi.places.definitions import PlaceType
from sangzi.units.access import Scope
from sangzi.units.models import Unit
from sangzi.web.desk.day_forms import DayForm
from sangzi.web.forms_units import UnitField, named


class PlaceForm(forms.Form):
    """A new place of one type. The number of beds or seats is asked only where the type counts them."""

    name = forms.CharField(label=_("名称"), max_length=120)
    unit = UnitField(label=_("由哪个单位管"), help_text=_("本单位或下级；输入名称、拼音首字母或代码来找。"))
    capacity = forms.IntegerField(label=_("容量"), min_value=0, max_value=LARGEST, required=False)
    address = forms.CharField(label=_("地址"), required=False, max_length=200)
    note = forms.CharField(label=_("备注"), required=False, max_length=300)

    def __init__(self, *args: Any, kind: PlaceType, scope: Scope, unit: Unit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["unit"]
        field.scope, field.initial = scope, named(unit)
        if kind.capacity_word:
            word = kind.capacity_word_en if speaks_english() else kind.capacity_word
            self.fields["capacity"].label = _("容量（%(word)s）") % {"word": word}
        else:
            del self.fields["capacity"]

    @property
    def given(self) -> dict[str, Any]:
        """What the act takes."""
        return self.cleaned_data | {"capacity": self.cleaned_data.get("capacity") or 0}


class OpenForm(DayForm):
    title = pgettext_lazy("verb", "开放")
    lead = _("从这一天起计入开放的阵地。")
    on_label = _("从哪一天起开放")


class SuspendForm(DayForm):
    title = pgettext_lazy("verb", "暂停")
    lead = _("暂时不开放，以后还能再开放。")
    on_label = _("从哪一天起不开放")
    reason = forms.CharField(label=_("原因"), required=False, max_length=200)


class CloseForm(DayForm):
    title = _("关闭")
    lead = _("不再开放，也不能再打开；它的历史和纪实都保留。")
    on_label = _("从哪一天起关闭")
    reason = forms.CharField(label=_("原因"), required=False, max_length=200)


class ResizeForm(DayForm):
    title = _("调整容量")
    lead = _("从这一天起按新的容量算；以前的仍按原来的算。")
    on_label = _("从哪一天起")
    capacity = forms.IntegerField(label=_("新的容量"), min_value=0, max_value=LARGEST)

    def __init__(self, *args: Any, today: date, capacity: int = 0, **kwargs: Any) -> None:
        super().__init__(*args, today=today, **kwargs)
        self.fields["capacity"].initial = capacity
