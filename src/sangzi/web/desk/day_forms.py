"""A step in the life of something: from which day on."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class DayInput(forms.DateInput):
    """A day as the browser chooses it."""

    def __init__(self) -> None:
        super().__init__(attrs={"type": "date"}, format="%Y-%m-%d")


class DayForm(forms.Form):
    """From which day on; today unless it was another. `until_today` where what is still to come is refused."""

    on = forms.DateField(label=_("从哪一天起"), widget=DayInput())

    title: str | Promise = ""
    lead: str | Promise = ""
    on_label: ClassVar[str | Promise] = _("从哪一天起")
    until_today: ClassVar[bool] = True

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["on"]
        field.label, field.initial = self.on_label, today
        if self.until_today:
            field.widget.attrs["max"] = today.isoformat()
