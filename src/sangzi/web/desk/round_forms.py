"""Forms about rounds: opening one, offering something in it, giving somebody a place and taking it back."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.utils.translation import pgettext

from sangzi.programmes.definitions import ProgrammeType
from sangzi.programmes.models import Opening, Placement, Round
from sangzi.units.access import Scope
from sangzi.units.models import Unit
from sangzi.web.desk.day_forms import DayForm, DayInput
from sangzi.web.forms_picks import PersonField, PlaceField
from sangzi.web.forms_units import UnitField, named


class RoundForm(forms.Form):
    """One run of a programme."""

    title = forms.CharField(label=_l("名称"), max_length=200)
    opens = forms.DateField(label=_l("从哪一天起"), widget=DayInput())
    closes = forms.DateField(
        label=_l("到哪一天止"), required=False, widget=DayInput(), help_text=_l("不填就一直开着。两天都算在内。")
    )

    def __init__(self, *args: Any, programme: str, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["title"].initial = _("%(year)d年%(programme)s") % {"year": today.year, "programme": programme}
        self.fields["opens"].initial = today
        self.fields["closes"].initial = date(today.year, 12, 31)


class OfferForm(forms.Form):
    """What is offered in a round, with a capacity; in a pairing programme a person offers."""

    title = forms.CharField(label=_l("名称"), max_length=200)
    unit = UnitField(label=_l("设在哪个单位"), help_text=_l("本单位或下级；输入名称、拼音首字母或代码来找。"))
    on = forms.DateField(label=_l("从哪一天起"), widget=DayInput())
    capacity = forms.IntegerField(label=_l("名额数"), min_value=1)

    def __init__(
        self, *args: Any, programme: ProgrammeType, round_: Round, scope: Scope, unit: Unit, today: date, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        box: Any = self.fields["unit"]
        box.scope, box.initial = scope.writable, named(unit)
        self.fields["on"].initial = max(round_.opens, min(today, round_.closes or today))
        step = programme.openings
        self.fields["capacity"].initial = 1
        self.fields["capacity"].help_text = _("最多 %(most)d。") % {"most": step.most if step else 1}
        if programme.pairing:
            person = PersonField(label=_("由谁结对（导师或团干部）"))
            person.scope = scope
            self.fields["offered_by"] = person
        place = PlaceField(label=pgettext("field", "阵地"), required=False)
        place.offer(scope, unit)
        self.fields["place"] = place


class TakeForm(forms.Form):
    """Who gets a place of an opening, from which day; the hidden key makes a second click the same place."""

    key = forms.CharField(widget=forms.HiddenInput, max_length=64)
    person = PersonField(label=_l("给谁"))
    on = forms.DateField(label=_l("从哪一天起"), widget=DayInput())

    def __init__(self, *args: Any, opening: Opening, scope: Scope, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        person: Any = self.fields["person"]
        person.scope = scope
        self.fields["key"].initial = uuid4().hex
        self.fields["on"].initial = max(today, opening.on)


class ReleaseForm(DayForm):
    """The first day on which a placement no longer holds."""

    on_label = _l("从哪一天起不再占用")
    until_today = False

    def __init__(self, *args: Any, placement: Placement, today: date, **kwargs: Any) -> None:
        super().__init__(*args, today=today, **kwargs)
        self.fields["on"].initial = max(today, placement.since)
