"""The form of an application, built from the definition of its round alone."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from sangzi.kernel.fields import Answer
from sangzi.programmes.answering import answers_of
from sangzi.programmes.definitions import ProgrammeType, frozen
from sangzi.programmes.models import Applicant, Application
from sangzi.units.models import Unit
from sangzi.web.desk.day_forms import DayInput

from .asked_form import PREFIX, AskedForm


class ApplyForm(AskedForm):
    """Everything a definition asks of who applies.

    Wishes, files that are there already and the revision are not fields of it: the page carries them.
    """

    def __init__(self, *args: Any, programme: ProgrammeType, kind: str, units: list[Unit], fresh: bool, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if fresh:
            self._ask_for_whom(kind, units)
        if kind == Applicant.TEAM:
            self.fields["name"] = forms.CharField(label=_("团队名称"), max_length=200)
        if programme.openings and programme.openings.dated:
            self._ask_for_days(programme.openings.longest)
        self.ask(programme.applications.fields if programme.applications else ())

    def _ask_for_whom(self, kind: str, units: list[Unit]) -> None:
        if kind == Applicant.PARTNER:
            self.fields["partner_name"] = forms.CharField(label=_("单位全称"), max_length=200)
            self.fields["partner_code"] = forms.CharField(
                label=_("统一社会信用代码"), max_length=18, help_text=_("营业执照或登记证书上的18位代码")
            )
        if kind in (Applicant.UNIT, Applicant.VILLAGE):
            self.fields["unit"] = forms.ChoiceField(
                label=_("代表哪个单位"), choices=[(str(unit.pk), unit.name) for unit in units]
            )

    def _ask_for_days(self, longest: int) -> None:
        self.fields["since"] = forms.DateField(label=_("入住日期"), widget=DayInput())
        self.fields["until"] = forms.DateField(
            label=_("离开日期"), widget=DayInput(), help_text=_("最多%(longest)d晚") % {"longest": longest}
        )


def initial_of(application: Application | None) -> dict[str, Any]:
    """What an application says already, as the form shows it."""
    if application is None:
        return {}
    answers = {PREFIX + key: answer for key, answer in answers_of(application).items()}
    return answers | {"name": application.name, "since": application.since, "until": application.until}


def files_there(application: Application | None) -> dict[str, Answer]:
    """The files that an application has, by field."""
    if application is None:
        return {}
    step = frozen(application.round.definition).applications
    asked = {field.key for field in step.fields if field.kind == "file"} if step else set()
    return {key: answer for key, answer in answers_of(application).items() if key in asked}
