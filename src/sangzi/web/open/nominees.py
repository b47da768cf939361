"""The page behind a nominee's link: what was said for them, and whether they agree. Needs no account."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from http import HTTPStatus
from typing import Any

from django import forms
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from sangzi.kernel.audience import audience
from sangzi.kernel.errors import BadInput, Conflict
from sangzi.kernel.fields import Field, answered
from sangzi.kernel.masking import mask_name
from sangzi.programmes.actions import GuardianTold, answer_nomination
from sangzi.programmes.definitions import frozen
from sangzi.programmes.models import Application, ApplicationState
from sangzi.programmes.nominees import asks_birth, fields_of, nomination_of
from sangzi.web.conditions import asked_of, conditions_of, consent_of, days_of
from sangzi.web.desk.day_forms import DayInput
from sangzi.web.links import show_next, shown_now
from sangzi.web.me.asked_form import AskedForm
from sangzi.web.me.guardian_form import GuardianForm

IN_HAND = (ApplicationState.DRAFT, ApplicationState.RETURNED)
GUARDIAN = "guardian"


class NomineeForm(AskedForm):
    """Who answers, and what only they know."""

    name = forms.CharField(
        label=_l("您的姓名（本人）"), max_length=100, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )

    def __init__(
        self, *args: Any, asked: Sequence[Field], birth: bool, guardian: bool, agrees: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, draft=not agrees, **kwargs)
        must = agrees or not self.is_bound
        if birth:
            self.fields["born"] = forms.DateField(
                label=_("出生日期"), widget=DayInput(), required=must, help_text=_("用来核对年龄。")
            )
        for name, field in GuardianForm().fields.items() if guardian else ():
            field.required = must
            self.fields[name] = field
        self.ask(asked)

    @property
    def guardian(self) -> GuardianTold | None:
        """Whom a minor names; None where nobody was asked for."""
        given = self.cleaned_data
        if not given.get("guardian_name"):
            return None
        return GuardianTold(given["guardian_name"], given["guardian_phone"], given["guardian_relation"])


@audience("anyone")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def nominee(request: Any, token: str) -> HttpResponse:
    """Agree, and it is handed in; or not, and it ends."""
    application = nomination_of(token)
    agrees = request.POST.get("act") == "agree"
    definition = frozen(application.round.definition)
    birth = application.person is not None and asks_birth(definition, application.person)
    asked = "guardian_name" in request.POST
    filled = partial(NomineeForm, asked=fields_of(definition, nominee=True), birth=birth, agrees=agrees)
    form = filled(request.POST or None, guardian=asked)
    if request.method == "POST" and form.is_valid():
        wrong = _answered(request, application, form, agrees=agrees)
        if wrong is None:
            return HttpResponseRedirect(reverse("open:nominee", args=[token]))
        if wrong == GUARDIAN and not asked:  # a minor: only now it is known that somebody else must agree as well
            form = filled(request.POST, guardian=True)
    return _page(request, application, form)


def _answered(request: Any, application: Application, form: NomineeForm, *, agrees: bool) -> str | None:
    """Carry out what was answered: None, or the field that a refusal is about, which is said on the form."""
    answers = form.given({}) if agrees else {}
    if form.errors:
        return "answers"
    try:
        if agrees:
            _refuse_unread(request)
        done = answer_nomination(
            application=application,
            agreed=agrees,
            name=form.cleaned_data["name"],
            born=form.cleaned_data.get("born"),
            guardian=form.guardian,
            answers=answers,
            now=timezone.now(),
            by=request.user if request.user.is_authenticated else None,
        )
    except (BadInput, Conflict) as refused:
        return form.refuse(refused)
    if done.guardian_token:
        show_next(request, f"guardian:{application.pk}", "open:guardian", done.guardian_token)
    return None


def _refuse_unread(request: Any) -> None:
    if "read" not in request.POST:
        raise BadInput(_("请先阅读，并勾选同意。"))


def _page(request: Any, application: Application, form: NomineeForm) -> HttpResponse:
    round_, definition = application.round, frozen(application.round.definition)
    step = definition.applications
    told = answered(step.fields, application.answers) if step else []
    context = {
        "application": application,
        "round": round_,
        "programme": definition,
        "nominee": mask_name(application.person.name) if application.person else "",
        "said": [(field, text) for field, text in told if field.kind != "file" and not field.personal],
        "days": days_of(round_),
        "conditions": conditions_of(round_),
        "asked_for": asked_of(definition),
        "consent_text": consent_of(definition),
        "open": application.state in IN_HAND,
        "refused": application.state == ApplicationState.WITHDRAWN,
        "form": form,
        "guardian_link": shown_now(request, f"guardian:{application.pk}"),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "open/nominee.html", context, status=status)


urlpatterns = [path("nominated/<str:token>/", nominee, name="nominee")]
