"""Forms about sessions, service, payments and reasons."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import uuid4

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from sangzi.programmes.models import Opening, Session
from sangzi.programmes.steps import Payment
from sangzi.units.access import Scope
from sangzi.units.models import Unit
from sangzi.web.desk.day_forms import DayInput
from sangzi.web.forms_picks import PlaceField


class ClockInput(forms.TimeInput):
    """A time of day, as a phone asks for it."""

    input_type = "time"

    def __init__(self) -> None:
        super().__init__(format="%H:%M")


class SessionForm(forms.Form):
    """When, where, about what. `openings`: whose session it is, where that is still open.

    `first`: how the programme calls the first one.
    """

    on = forms.DateField(label=_l("哪一天"), widget=DayInput())
    starts = forms.TimeField(label=_l("开始时间"), required=False, widget=ClockInput())
    ends = forms.TimeField(label=_l("结束时间"), required=False, widget=ClockInput())
    title = forms.CharField(label=_l("内容"), required=False, max_length=200)

    def __init__(
        self,
        *args: Any,
        scope: Scope,
        unit: Unit,
        openings: QuerySet[Opening] | None = None,
        session: Session | None = None,
        first: str,
        **kwargs: Any,
    ) -> None:
        if session is not None:
            now = {name: getattr(session, name) for name in ("on", "starts", "ends", "title", "place")}
            kwargs["initial"] = now
        super().__init__(*args, **kwargs)
        self.fields["title"].help_text = _("例如：%(first)s") % {"first": first}
        place = PlaceField(label=_l("地点"), required=False)
        place.offer(scope, unit)
        self.fields["place"] = place
        if openings is not None:
            field = forms.ModelChoiceField(openings, label=_l("哪个名额的场次"), empty_label=None)
            self.fields = {"opening": field} | self.fields


class ReasonForm(forms.Form):
    """Why; it is told to whom it concerns."""

    reason = forms.CharField(
        label=_l("原因"), max_length=300, help_text=_l("会告诉有关的人。"), widget=forms.Textarea(attrs={"rows": 3})
    )


class DayForm(forms.Form):
    """On which day something happened."""

    on = forms.DateField(label=_l("哪一天"), widget=DayInput())

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].initial = today
        self.fields["on"].widget.attrs["max"] = today.isoformat()


class BreakOffForm(DayForm):
    """On which day somebody left, and why."""

    reason = forms.CharField(label=_l("原因"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}))


class ServiceForm(DayForm):
    """What somebody served on a day; the hidden key makes a second click the same."""

    key = forms.CharField(widget=forms.HiddenInput, max_length=40)
    quantity = forms.DecimalField(label=_l("数量"), decimal_places=2)
    note = forms.CharField(label=_l("做了什么"), required=False, max_length=200)

    def __init__(self, *args: Any, measure: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["key"].initial = uuid4().hex
        self.fields["quantity"].help_text = measure


class PayForm(DayForm):
    """One part that was paid, by whom, under which voucher."""

    part = forms.IntegerField(label=_l("第几次"), min_value=1)
    amount = forms.DecimalField(label=_l("金额（元）"), decimal_places=2, min_value=0)
    payer = forms.CharField(label=_l("由谁发放"), max_length=200, help_text=_l("发放的单位全称；本系统不经手钱款。"))
    voucher = forms.CharField(label=_l("凭证号"), max_length=60)
    field_order = ("part", "amount", "on", "payer", "voucher")

    def __init__(self, *args: Any, step: Payment, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["part"].widget.attrs["max"] = step.parts
        if step.parts == 1:
            self.fields["part"].initial = 1
            self.fields["part"].widget = forms.HiddenInput()
