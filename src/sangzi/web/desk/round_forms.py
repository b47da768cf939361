"""Forms about rounds: opening one, changing, extending and ending it; giving somebody a place and taking it back."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import uuid4

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from sangzi.kernel.wording import title_of
from sangzi.programmes.definitions import ProgrammeType
from sangzi.programmes.models import Opening, Placement, Round, RoundState
from sangzi.units.access import Scope
from sangzi.units.models import Unit
from sangzi.web.desk.day_forms import DayForm, DayInput
from sangzi.web.desk.rule_numbers import bounds_in, field_name, number_field, said_of
from sangzi.web.forms_picks import PersonField

OF_APPLYING = ("apply_from", "apply_until")


class MomentInput(forms.DateTimeInput):
    """A day and a time as the browser chooses them, in local time."""

    def __init__(self) -> None:
        super().__init__(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")


class AboutRoundForm(forms.Form):
    """What a round says of itself; it may be changed as long as the round runs."""

    title = forms.CharField(label=_l("名称"), max_length=200)
    summary = forms.CharField(
        label=_l("说明"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_l("写给报名的人看：做什么、在哪里、要带什么。"),
    )
    contact = forms.CharField(
        label=_l("咨询"),
        required=False,
        max_length=200,
        help_text=_l("办公电话或办公室，公开可见；请不要写私人手机号。"),
    )
    public = forms.BooleanField(
        label=_l("在公开页面上列出"),
        required=False,
        initial=True,
        help_text=_l("不勾选时，公开页面上看不到，报名由工作人员录入。"),
    )


class RoundForm(AboutRoundForm):
    """One run of a programme: its days, and where one applies, from when until when."""

    opens = forms.DateField(label=_l("从哪一天起"), widget=DayInput())
    closes = forms.DateField(
        label=_l("到哪一天止"), required=False, widget=DayInput(), help_text=_l("不填就一直开着。两天都算在内。")
    )
    apply_from = forms.DateTimeField(
        label=_l("报名开始"), required=False, widget=MomentInput(), help_text=_l("北京时间。不填就是从第一天起。")
    )
    apply_until = forms.DateTimeField(
        label=_l("报名截止"), required=False, widget=MomentInput(), help_text=_l("北京时间。不填就是到最后一天止。")
    )
    draft = forms.BooleanField(
        label=_l("先筹备，暂不开放"), required=False, help_text=_l("可以先发布名额，准备好了再开放报名。")
    )
    field_order = ("title", "opens", "closes", *OF_APPLYING, "summary", "contact", "public", "draft")

    def __init__(self, *args: Any, programme: ProgrammeType, unit: Unit, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        told = {"unit": unit.short, "year": today.year, "programme": title_of(programme)}
        self.fields["title"].initial = _("%(unit)s%(year)d年%(programme)s") % told
        self.fields["opens"].initial = today
        self.fields["closes"].initial = date(today.year, 12, 31)
        if programme.applications is None:
            for name in OF_APPLYING:
                del self.fields[name]
        self.rules = programme.rules
        for number, rule in enumerate(self.rules):
            for bound in bounds_in(rule):
                self.fields[field_name(number, bound)] = number_field(rule, bound)

    def told(self) -> dict[str, Any]:
        """What the act takes: the numbers of rules as this round's terms, the rest as it stands."""
        given = {name: value for name, value in self.cleaned_data.items() if not name.startswith("rule")}
        given["state"] = RoundState.DRAFT if given.pop("draft") else RoundState.OPEN
        return given | {"terms": {"rules": [self._set_by(number) for number in range(len(self.rules))]}}

    def _set_by(self, number: int) -> dict[str, int]:
        """The numbers of one rule that differ from the definition's."""
        rule = self.rules[number]
        said = said_of(number, rule, self.cleaned_data)
        return {bound: value for bound, value in said.items() if value != getattr(rule, bound)}


class ExtendForm(forms.Form):
    """New ends, both later than they were, and why; everyone concerned reads it."""

    apply_until = forms.DateTimeField(label=_l("报名延到"), required=False, widget=MomentInput())
    closes = forms.DateField(label=_l("批次延到"), required=False, widget=DayInput())
    reason = forms.CharField(label=_l("理由"), max_length=300, help_text=_l("通知里会原样写上。"))

    def __init__(self, *args: Any, round_: Round, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["apply_until"].initial = round_.apply_until and timezone.localtime(round_.apply_until)
        self.fields["closes"].initial = round_.closes
        if round_.apply_until is None:
            del self.fields["apply_until"]


class EndForm(forms.Form):
    """Why a round is cancelled or closed."""

    reason = forms.CharField(
        label=_l("理由"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_l("通知里会原样写上，批次页面上也看得到。"),
    )


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
