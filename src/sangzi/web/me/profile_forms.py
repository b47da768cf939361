"""Forms of a person's own lines."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _l

from sangzi.people.definitions import RegisterType
from sangzi.people.models import Entry, Person
from sangzi.people.own import values_of
from sangzi.units.models import Level, Unit
from sangzi.units.queries import ancestors
from sangzi.web.declared_fields import form_field
from sangzi.web.forms_home import HomeField
from sangzi.web.forms_units import named
from sangzi.web.refused_forms import OWN

SHOWN = ((Level.COUNTY, _l("县和以下")), (Level.PREFECTURE, _l("市、县和以下")), (Level.PROVINCE, _l("省、市、县各级")))
EVERYBODY = -1
FOR_DAYS = ((180, _l("半年")), (365, _l("一年")), (730, _l("两年")))


class ProfileForm(forms.Form):
    """What a register asks of its person, who may see it, and until when."""

    unit = HomeField(label=_l("登记在哪里"), help_text=_l("家乡的县（市、区）、乡镇或村；由那里的团组织联系您。"))
    shown_to = forms.TypedChoiceField(
        label=_l("给哪几级团组织看"), coerce=int, choices=[*SHOWN, (EVERYBODY, _l("全国各级"))], initial=Level.PROVINCE
    )
    days = forms.TypedChoiceField(label=_l("同意用多久"), coerce=int, choices=FOR_DAYS, initial=365)
    card = forms.BooleanField(label=_l("同时公开一张名片（姓名和上面填的内容，任何人可见）"), required=False)
    agrees = forms.BooleanField(
        label=_l("我同意上面选定的团组织用这些内容联系我、邀请我参加相关活动；我可以随时修改、撤回或删除。")
    )
    by_guardian = forms.BooleanField(label=_l("我未满18周岁，监护人已同意"), required=False)

    def __init__(
        self, *args: Any, register: RegisterType, person: Person, line: Entry | None, card: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.register = register
        for asked in register.fields:
            self.fields[OWN + asked.key] = form_field(asked)
        box: Any = self.fields["days"]
        box.choices = [choice for choice in FOR_DAYS if choice[0] <= (register.expires_days or FOR_DAYS[-1][0])]
        if not register.public:
            del self.fields["card"]
        self.order_fields(["unit", *(OWN + asked.key for asked in register.fields)])
        self.initial.update({"unit": named(line.unit if line else person.home), "card": card})
        if line:
            self._as_it_stands(line)

    def _as_it_stands(self, line: Entry) -> None:
        self.initial.update({OWN + key: value for key, value in values_of(line).items()})
        level = line.shown_to.level if line.shown_to else EVERYBODY
        self.initial["shown_to"] = min((one for one, _said in SHOWN if one >= level), default=level)

    def given(self, today: date) -> dict[str, Any]:
        """What the act takes."""
        unit: Unit = self.cleaned_data["unit"]
        own = {asked.key: self.cleaned_data.get(OWN + asked.key) for asked in self.register.fields}
        return {
            "unit": unit,
            "fields": {key: value for key, value in own.items() if value not in (None, "", [])},
            "shown_to": _highest(unit, self.cleaned_data["shown_to"]),
            "expires": today + timedelta(days=self.cleaned_data["days"]),
            "card": self.cleaned_data.get("card", False),
            "by_guardian": self.cleaned_data["by_guardian"],
        }


class InviteForm(forms.Form):
    """What goes along with an invitation."""

    note = forms.CharField(
        label=_l("附言（可不填）"),
        required=False,
        max_length=200,
        help_text=_l("打开链接的人会看到。请不要写对方的姓名、电话等信息。"),
    )


def _highest(unit: Unit, level: int) -> Unit | None:
    """The highest unit over this one, or itself, that is not above a level; None where everybody may see."""
    if level == EVERYBODY:
        return None
    return next((one for one in [*ancestors(unit), unit] if one.level >= level), unit)
