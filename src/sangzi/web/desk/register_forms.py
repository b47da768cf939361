"""Forms about registers, made from the fields that a register declares."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from sangzi.people.definitions import RegisterType
from sangzi.people.entering import NewPartner, NewPerson
from sangzi.people.models import Partner, Person
from sangzi.people.queries import Likely
from sangzi.units.access import Scope
from sangzi.units.models import Unit
from sangzi.web.declared_fields import form_field
from sangzi.web.desk.day_forms import DayForm, DayInput
from sangzi.web.forms_picks import PartnerField, PersonField, PickField, person_option
from sangzi.web.forms_units import UnitField, named
from sangzi.web.refused_forms import OWN

NOBODY = "nobody"


class EntryForm(forms.Form):
    """A line of a register: who, where, since when, and what the register asks for."""

    unit = UnitField(label=_l("列在哪个单位"), help_text=_l("本单位或下级；输入名称、拼音首字母或代码来找。"))
    since = forms.DateField(label=_l("从哪一天起"), widget=DayInput())

    def __init__(
        self, *args: Any, register: RegisterType, scope: Scope, unit: Unit, today: date, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.register = register
        box: Any = self.fields["unit"]
        box.scope, box.initial = scope, named(unit)
        self.fields["since"].initial = today
        self.fields["since"].widget.attrs["max"] = today.isoformat()
        for asked in register.fields:
            self.fields[OWN + asked.key] = form_field(asked)
        if register.of == "person":
            self.fields["consents"] = forms.BooleanField(label=_("本人已同意列入名册（未满18周岁的由监护人同意）"))
            self.fields["by_guardian"] = forms.BooleanField(label=_("是监护人同意的"), required=False)

    @property
    def who(self) -> Person | Partner | NewPerson | NewPartner:
        raise NotImplementedError

    @property
    def given(self) -> dict[str, Any]:
        """What the act takes."""
        own = {asked.key: self.cleaned_data.get(OWN + asked.key) for asked in self.register.fields}
        return {
            "who": self.who,
            "unit": self.cleaned_data["unit"],
            "since": self.cleaned_data["since"],
            "fields": {key: value for key, value in own.items() if value not in (None, "", [])},
            "by_guardian": self.cleaned_data.get("by_guardian", False),
        }


class KnownForm(EntryForm):
    """Somebody who is known already."""

    def __init__(self, *args: Any, register: RegisterType, scope: Scope, **kwargs: Any) -> None:
        super().__init__(*args, register=register, scope=scope, **kwargs)
        field: PickField = (
            PersonField(label=_("是谁")) if register.of == "person" else PartnerField(label=_("是哪个组织"))
        )
        field.scope = scope
        self.fields["who"] = field
        self.order_fields(["who"])

    @property
    def who(self) -> Person | Partner:
        chosen: Person | Partner = self.cleaned_data["who"]
        return chosen


class NewPersonForm(EntryForm):
    """Somebody new. Who may be the same person is shown first."""

    name = forms.CharField(label=_l("姓名"), max_length=100)
    phone = forms.CharField(label=_l("电话"), max_length=20, required=False)
    born = forms.DateField(label=_l("出生日期"), required=False, widget=DayInput())
    field_order = ("name", "phone", "born")

    def hint(self, likely: list[Likely]) -> None:
        """Ask whether it is one of these; the form cannot be sent on without an answer."""
        choices = [(str(one.card.pk), _told(one)) for one in likely]
        self.fields["same"] = forms.ChoiceField(
            label=_("可能已经登记过。是其中的一位吗？"),
            choices=[*choices, (NOBODY, _("都不是，登记为新的人员"))],
            widget=forms.RadioSelect,
            required=False,
        )
        self.order_fields(["same"])

    @property
    def answered(self) -> str:
        """The key of the person it is, `NOBODY`, or nothing yet."""
        return str(self.data.get("same", ""))

    @property
    def who(self) -> NewPerson:
        given = self.cleaned_data
        return NewPerson(given["name"], given["phone"], given["born"])


class NewPartnerForm(EntryForm):
    """An organisation not known yet; one credit code is one organisation."""

    name = forms.CharField(label=_l("名称"), max_length=200)
    kind = forms.CharField(label=_l("性质"), max_length=40, help_text=_l("例如：企业、高校、社会组织、合作社。"))
    credit_code = forms.CharField(label=_l("统一社会信用代码"), max_length=18, required=False)
    field_order = ("name", "kind", "credit_code")

    @property
    def who(self) -> NewPartner:
        given = self.cleaned_data
        return NewPartner(given["name"], given["kind"], given["credit_code"])


class LeaveForm(DayForm):
    """The first day on which a line no longer holds."""

    on_label = _l("从哪一天起不在册")


def _told(likely: Likely) -> str:
    option = person_option(likely.card)
    return f"{option.title} · {option.detail}（{'、'.join(likely.reasons)}）"
