"""Forms about records, made from the kind that the round's definition declares."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.utils.translation import pgettext

from sangzi.programmes.definitions import RecordKind
from sangzi.programmes.models import Round
from sangzi.units.access import Scope
from sangzi.units.models import Unit
from sangzi.web.desk.day_forms import DayInput
from sangzi.web.forms_picks import PersonField, PlaceField


class RecordForm(forms.Form):
    """What one kind of record asks for; the hidden key makes a second click the same record."""

    key = forms.CharField(widget=forms.HiddenInput, max_length=64)
    on = forms.DateField(label=_l("哪一天"), widget=DayInput())

    def __init__(
        self, *args: Any, kind: RecordKind, round_: Round, scope: Scope, unit: Unit, today: date, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["key"].initial = uuid4().hex
        last = min(today, round_.closes or today)
        self.fields["on"].initial = last
        self.fields["on"].widget.attrs |= {"min": round_.opens.isoformat(), "max": last.isoformat()}
        if kind.most != 1:
            self.fields["quantity"] = _quantity(kind)
        if kind.person != "none":
            self.fields["person"] = _person(kind, scope)
        if kind.place != "none":
            self.fields["place"] = _place(kind, scope, unit)
        self.fields["note"] = forms.CharField(
            label=_("说明"), required=False, max_length=300, widget=forms.Textarea(attrs={"rows": 3})
        )

    @property
    def given(self) -> dict[str, Any]:
        """What the act takes; an amount that is not asked for is the kind's own."""
        return dict(self.cleaned_data)


class ReverseForm(forms.Form):
    """Why a record is taken back."""

    reason = forms.CharField(
        label=_l("原因"),
        max_length=300,
        help_text=_l("哪里写错了。原因会一直留在这条纪实旁边。"),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


def _quantity(kind: RecordKind) -> forms.DecimalField:
    return forms.DecimalField(
        label=_("数量（%(measure)s）") % {"measure": kind.measure},
        initial=kind.quantity,
        min_value=Decimal("0.01"),
        max_value=kind.most,
        decimal_places=2,
        help_text=_("一条最多 %(most)s %(measure)s，更多的请分几条写。")
        % {"most": f"{kind.most.normalize():f}", "measure": kind.measure},
    )


def _person(kind: RecordKind, scope: Scope) -> PersonField:
    field = PersonField(label=pgettext("field", "人员"), required=kind.person == "required")
    field.scope = scope
    return field


def _place(kind: RecordKind, scope: Scope, unit: Unit) -> PlaceField:
    help_text = _("选了下级单位的阵地，这条就记在那个单位名下。")
    field = PlaceField(label=pgettext("field", "阵地"), required=kind.place == "required", help_text=help_text)
    field.offer(scope, unit)
    return field
