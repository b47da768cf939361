"""Forms about what is offered in a round: offering, changing, deciding about it and taking it back."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.utils.translation import pgettext

from sangzi.programmes.definitions import ProgrammeType
from sangzi.programmes.models import Opening, Round
from sangzi.units.access import Scope
from sangzi.units.models import Unit
from sangzi.web.declared_fields import form_field
from sangzi.web.desk.day_forms import DayInput
from sangzi.web.forms_picks import PartnerField, PersonField, PlaceField
from sangzi.web.forms_units import UnitField, named
from sangzi.web.refused_forms import OWN

LONGEST_SPAN = 366


class OpeningForm(forms.Form):
    """What an opening says: its name, days, capacity and sum, and the fields that its programme asks for."""

    title = forms.CharField(label=_l("名称"), max_length=200)
    on = forms.DateField(label=_l("从哪一天起"), widget=DayInput())
    until = forms.DateField(label=_l("到哪一天止"), required=False, widget=DayInput(), help_text=_l("没有期限可不填。"))
    capacity = forms.IntegerField(label=_l("名额数"), min_value=1, initial=1)
    summary = forms.CharField(
        label=_l("说明"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_l("做什么、条件、待遇；报名的人看得到。"),
    )

    def __init__(self, *args: Any, programme: ProgrammeType, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        step = programme.openings
        self.fields["capacity"].help_text = _("最多 %(most)d。") % {"most": step.most if step else 1}
        if step and step.money:
            self.fields["amount"] = forms.DecimalField(
                label=_("金额（元）"), max_digits=14, decimal_places=2, min_value=0
            )
        self.asked = step.fields if step else ()
        for asked in self.asked:
            if asked.kind != "file":
                self.fields[OWN + asked.key] = form_field(asked)

    def told(self) -> dict[str, Any]:
        """What the act takes: the form's own values, and the answers of the declared fields."""
        own = {name: value for name, value in self.cleaned_data.items() if not name.startswith(OWN)}
        answers = {
            name.removeprefix(OWN): value if isinstance(value, list) else "" if value is None else str(value)
            for name, value in self.cleaned_data.items()
            if name.startswith(OWN)
        }
        return own | {"answers": answers}


class OfferForm(OpeningForm):
    """What is offered in a round; in a pairing programme a person offers."""

    key = forms.CharField(widget=forms.HiddenInput, max_length=64, required=False)
    unit = UnitField(label=_l("设在哪个单位"), help_text=_l("本单位或下级；输入名称、拼音首字母或代码来找。"))

    def __init__(
        self, *args: Any, programme: ProgrammeType, round_: Round, scope: Scope, unit: Unit, today: date, **kwargs: Any
    ) -> None:
        super().__init__(*args, programme=programme, **kwargs)
        self.fields["key"].initial = uuid4().hex
        box: Any = self.fields["unit"]
        box.scope, box.initial = scope.writable, named(unit)
        self.fields["on"].initial = max(round_.opens, min(today, round_.closes or today))
        self._offerers(programme, scope)
        help_text = _("选了下级单位的阵地，名额就设在那个单位。")
        place = PlaceField(label=pgettext("field", "阵地"), required=False, help_text=help_text)
        place.offer(scope, unit)
        self.fields["place"] = place
        self.order_fields(["title", "unit", "on", "until", "capacity", "amount", "offered_by", "partner", "summary"])

    def clean_key(self) -> str:
        return self.cleaned_data["key"] or uuid4().hex

    def clean(self) -> dict[str, Any]:
        """A place belongs to one unit, and what is offered there is offered by it."""
        told = dict(super().clean() or {})
        if told.get("place"):
            told["unit"] = told["place"].unit
        return told

    def _offerers(self, programme: ProgrammeType, scope: Scope) -> None:
        by = programme.openings.by if programme.openings else ()
        if programme.pairing or "person" in by:
            person = PersonField(
                label=_("由谁结对（导师或团干部）") if programme.pairing else _("由哪一个人提供"),
                required=bool(programme.pairing),
            )
            person.scope = scope
            self.fields["offered_by"] = person
        if "partner" in by:
            partner = PartnerField(label=_("由哪个合作方提供"), required=by == ("partner",))
            partner.scope = scope
            self.fields["partner"] = partner


class ChangeOpeningForm(OpeningForm):
    """An opening as it is, to be changed."""

    def __init__(self, *args: Any, opening: Opening, **kwargs: Any) -> None:
        answers = json.loads(opening.answers)
        now = {name: getattr(opening, name) for name in ("title", "on", "until", "capacity", "summary", "amount")}
        super().__init__(*args, initial=now | {OWN + key: value for key, value in answers.items()}, **kwargs)


class NightsForm(forms.Form):
    """From a day to a day, so many each day."""

    first = forms.DateField(label=_l("从哪一天起"), widget=DayInput())
    last = forms.DateField(label=_l("到哪一天止"), widget=DayInput(), help_text=_l("两天都算在内，一次最多 366 天。"))
    capacity = forms.IntegerField(label=_l("每天多少个"), min_value=0, help_text=_l("填 0 就是这些天不开放。"))

    def __init__(self, *args: Any, opening: Opening, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["first"].initial, self.fields["last"].initial = opening.on, opening.until or opening.on
        self.fields["capacity"].initial = opening.capacity

    def clean(self) -> dict[str, Any]:
        told = dict(super().clean() or {})
        first, last = told.get("first"), told.get("last")
        if first and last and not 0 <= (last - first).days < LONGEST_SPAN:
            self.add_error("last", _("最后一天要在第一天以后，一次最多366天；请重填。"))
        return told

    def days(self) -> dict[date, int]:
        """Each day with its capacity."""
        first, last = self.cleaned_data["first"], self.cleaned_data["last"]
        count = (last - first).days + 1
        return {first + timedelta(days=number): self.cleaned_data["capacity"] for number in range(count)}


class ReviewForm(forms.Form):
    """Whether what somebody offered is published; who is refused reads why."""

    accept = forms.ChoiceField(
        label=_l("怎么办"), choices=[("yes", _l("发布")), ("no", _l("不发布"))], widget=forms.RadioSelect
    )
    reason = forms.CharField(
        label=_l("理由"), required=False, max_length=300, help_text=_l("不发布时要写，提供的人会看到。")
    )

    def clean(self) -> dict[str, Any]:
        told = dict(super().clean() or {})
        if told.get("accept") == "no" and not told.get("reason"):
            self.add_error("reason", _("不发布要写理由，提供的人会看到。"))
        return told


class WithdrawForm(forms.Form):
    """Why an opening is taken back."""

    reason = forms.CharField(label=_l("理由"), max_length=300, help_text=_l("报了名的人会在通知里看到。"))
