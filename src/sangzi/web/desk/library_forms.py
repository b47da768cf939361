"""Forms about the library."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sangzi.kernel.wording import title_of
from sangzi.library.definitions import item_kinds
from sangzi.units.access import Scope
from sangzi.units.models import Unit
from sangzi.web.desk.day_forms import DayForm, DayInput
from sangzi.web.forms_units import UnitField, named


class ItemForm(forms.Form):
    """What is shown, by which unit, from which day."""

    kind = forms.ChoiceField(label=_("类别"))
    title = forms.CharField(label=_("名称"), max_length=200)
    unit = UnitField(label=_("由哪个单位展示"), help_text=_("本单位或下级；输入名称、拼音首字母或代码来找。"))
    since = forms.DateField(label=_("从哪一天起"), widget=DayInput())
    summary = forms.CharField(label=_("简介"), required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 4}))

    def __init__(self, *args: Any, scope: Scope, unit: Unit, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kind: Any = self.fields["kind"]
        kind.choices = [("", _("请选择")), *((key, title_of(one)) for key, one in item_kinds().items())]
        box: Any = self.fields["unit"]
        box.scope, box.initial = scope, named(unit)
        self.fields["since"].initial = today
        self.fields["since"].widget.attrs["max"] = today.isoformat()


class WithdrawForm(DayForm):
    """The first day on which an item is not shown."""

    on_label = _("从哪一天起撤下")
