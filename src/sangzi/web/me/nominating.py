"""Nominating somebody else from a phone: name and phone, what is said for them, and the link that they answer by."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from secrets import token_urlsafe
from typing import Any

from django import forms
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from sangzi.kernel.audience import audience
from sangzi.kernel.errors import BadInput, Conflict, NotPermitted
from sangzi.kernel.masking import mask_name
from sangzi.programmes.access.nominating import nominated_by, units_nominating
from sangzi.programmes.access.public import get_public_round, public_openings
from sangzi.programmes.actions import nominate
from sangzi.programmes.definitions import frozen
from sangzi.programmes.models import Application, ApplicationState, Opening, Round
from sangzi.programmes.nominees import fields_of, token_of
from sangzi.units.models import Unit

from .asked_form import AskedForm
from .telling import look_of
from .uploads import keep_sent

SHOWN = 50
MOST_CHOICES = 200


class NominateForm(AskedForm):
    """Who is nominated, for what, and what the definition asks to be said for them."""

    name = forms.CharField(max_length=100, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    phone = forms.CharField(
        max_length=20, widget=forms.TextInput(attrs={"type": "tel", "inputmode": "tel", "autocomplete": "off"})
    )

    def __init__(self, *args: Any, round_: Round, units: list[Unit], openings: list[Opening], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.units, self.openings = units, openings
        self.fields["name"].label, self.fields["phone"].label = _("被推荐人姓名"), _("被推荐人手机号")
        if len(units) > 1:
            self._choose("unit", _("是哪里的人"), [(unit.pk, unit.name) for unit in units])
        if len(openings) > 1:
            self._choose("opening", _("推荐到哪一项"), [(one.pk, f"{one.title} {one.unit.short}") for one in openings])
        self.ask(fields_of(frozen(round_.definition), nominee=False))

    def _choose(self, name: str, label: str, choices: list[tuple[int, str]]) -> None:
        self.fields[name] = forms.ChoiceField(label=label, choices=choices)

    @property
    def unit(self) -> Unit:
        chosen = self.cleaned_data.get("unit", str(self.units[0].pk))
        return next(unit for unit in self.units if str(unit.pk) == chosen)

    @property
    def wishes(self) -> list[Opening]:
        chosen = self.cleaned_data.get("opening")
        return [one for one in self.openings if chosen is None or str(one.pk) == chosen]


@dataclass(frozen=True)
class Entered:
    """Somebody whom the visitor has entered: masked, how it stands, and the link while they have not answered."""

    key: int
    name: str
    state: str
    look: str
    link: str


@audience("signed-in")
@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: Any, key: int) -> HttpResponse:
    """Enter somebody of a unit that one works for; they answer by a link."""
    round_ = get_public_round(key)
    units = units_nominating(request.scope, round_)
    if not units:
        raise NotPermitted(_("批次“%(round)s”由当地的工作人员推荐人选；请联系您所在的单位。") % {"round": round_.title})
    offered = public_openings().filter(round=round_).select_related("unit").order_by("unit__path", "pk")
    form = NominateForm(
        request.POST or None,
        request.FILES or None,
        round_=round_,
        units=units,
        openings=list(offered[:MOST_CHOICES]),
    )
    if request.method == "POST" and form.is_valid() and _nominated(request, round_, form):
        return HttpResponseRedirect(reverse("me:nominate", args=[key]) + "?sent#entered")
    return _shown(request, round_, form)


def _nominated(request: Any, round_: Round, form: NominateForm) -> bool:
    """Enter whom the form names, or put the refusal beside its field."""
    now = timezone.now()
    answers = form.given(keep_sent(request, form, now))
    if form.errors:
        return False
    try:
        nominate(
            round=round_,
            unit=form.unit,
            name=form.cleaned_data["name"],
            phone=form.cleaned_data["phone"],
            answers=answers,
            wishes=form.wishes,
            key=request.POST.get("key") or token_urlsafe(16),
            now=now,
            by=request.user,
        )
    except (BadInput, Conflict) as refused:
        form.refuse(refused)
        return False
    return True


def _shown(request: Any, round_: Round, form: NominateForm) -> HttpResponse:
    context = {
        "round": round_,
        "programme": frozen(round_.definition),
        "form": form,
        "unit": form.units[0] if len(form.units) == 1 else None,
        "key": request.POST.get("key") or token_urlsafe(16),
        "sent": "sent" in request.GET,
        "entered": [_entered(request, one) for one in nominated_by(request.user, round_)[:SHOWN]],
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "me/nominate/form.html", context, status=status)


def _entered(request: Any, application: Application) -> Entered:
    waits = application.state == ApplicationState.DRAFT
    address = reverse("open:nominee", args=[token_of(application)])
    return Entered(
        key=application.pk,
        name=mask_name(application.person.name) if application.person else "",
        state=_("等本人答复") if waits else application.get_state_display(),
        look=look_of(application),
        link=request.build_absolute_uri(address) if waits else "",
    )


urlpatterns = [path("nominate/<int:key>/", enter, name="nominate")]
