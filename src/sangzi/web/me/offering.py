"""Offering something from outside: a person or a partner offers in a round, and staff look at it first."""

from __future__ import annotations

from http import HTTPStatus
from secrets import token_urlsafe
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from sangzi.kernel.audience import audience
from sangzi.kernel.errors import BadInput, NotPermitted
from sangzi.people.models import Person
from sangzi.programmes.access.public import get_public_round
from sangzi.programmes.actions import offer
from sangzi.programmes.definitions import ProgrammeType, frozen
from sangzi.programmes.models import Applicant, Round, RoundState
from sangzi.programmes.steps import Openings
from sangzi.units.models import Unit
from sangzi.web.at_hand import unit_of
from sangzi.web.desk.day_forms import DayInput

from .asked_form import AskedForm
from .for_whom import bidder_of, person_of
from .uploads import keep_sent

OUTSIDE = (Applicant.PERSON, Applicant.PARTNER)


class OfferForm(AskedForm):
    """What is offered: its name, how much of it, when, and what the definition asks."""

    def __init__(self, *args: Any, step: Openings, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if kind == Applicant.PARTNER:
            self.fields["partner_name"] = forms.CharField(label=_("单位全称"), max_length=200)
            self.fields["partner_code"] = forms.CharField(label=_("统一社会信用代码"), max_length=18)
        self.fields["title"] = forms.CharField(label=_("标题"), max_length=200, help_text=_("一句话说清楚"))
        self.fields["summary"] = forms.CharField(
            label=_("说明"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 4})
        )
        self.fields["on"] = forms.DateField(label=_("从哪一天起"), widget=DayInput())
        self.fields["until"] = forms.DateField(label=_("到哪一天止"), widget=DayInput(), required=False)
        if step.most > 1:
            self.fields["capacity"] = forms.IntegerField(
                label=_("最多接多少"), min_value=1, max_value=step.most, initial=1
            )
        if step.money:
            self.fields["amount"] = forms.DecimalField(label=_("金额（元）"), min_value=0, required=False)
        self.ask(step.fields)


def may_offer(round_: Round) -> list[str]:
    """As what somebody from outside may offer in a round: only where it is looked at first, and while it runs."""
    step = frozen(round_.definition).openings
    if step is None or not step.review or round_.state != RoundState.OPEN:
        return []
    return [kind for kind in OUTSIDE if kind in step.by]


@audience("signed-in")
@require_http_methods(["GET", "HEAD", "POST"])
def make_offer(request: Any, key: int) -> HttpResponse:
    round_ = get_public_round(key)
    kinds, person = may_offer(round_), person_of(request)
    if not kinds:
        raise NotPermitted(_("批次“%(round)s”不由个人和合作方提供；请联系主办单位。") % {"round": round_.title})
    kind = request.POST.get("kind") or request.GET.get("kind") or (kinds[0] if len(kinds) == 1 else "")
    if kind not in kinds or person is None:
        return render(request, "me/offer/before.html", _before(request, round_, kinds, person))
    programme = frozen(round_.definition)
    assert programme.openings is not None
    form = OfferForm(request.POST or None, request.FILES or None, step=programme.openings, kind=kind)
    if request.method == "POST" and form.is_valid() and _offered(request, round_, kind, person, form):
        return HttpResponseRedirect(reverse("me:applications"))
    return _shown(request, round_, programme, kind, form)


def _before(request: Any, round_: Round, kinds: list[str], person: Person | None) -> dict[str, Any]:
    titles = [(kind, Applicant(kind).label) for kind in kinds]
    told = {"round": round_, "programme": frozen(round_.definition), "kinds": titles, "person": person}
    return told | {"works": _works_below(request, round_)}


def _works_below(request: Any, round_: Round) -> Unit | None:
    """The unit at hand, where its staff may offer in the round; they do it at their desk."""
    unit = unit_of(request)
    below = unit is not None and unit.path.startswith(round_.unit.path)
    return unit if below and request.scope.writable.covers(unit) else None


def _offered(request: Any, round_: Round, kind: str, person: Person, form: OfferForm) -> bool:
    """Offer it, or put the refusal beside its field."""
    given, now = form.cleaned_data, timezone.now()
    answers = form.given(keep_sent(request, form, now))
    if form.errors:
        return False
    try:
        bidder = bidder_of(request, kind, given)
        offer(
            round=round_,
            unit=_where(round_, person),
            title=given["title"],
            on=given["on"],
            until=given["until"],
            capacity=given.get("capacity") or 1,
            amount=given.get("amount"),
            summary=given["summary"],
            answers=answers,
            offered_by=person if kind == Applicant.PERSON else None,
            partner=bidder.partner,
            key=request.POST.get("key") or token_urlsafe(16),
            outside=True,
            by=request.user,
        )
    except BadInput as refused:
        form.refuse(refused, {"credit_code": "partner_code"})
        return False
    messages.success(request, _("已提交。工作人员看过之后会公开，并通知您。"))
    return True


def _where(round_: Round, person: Person) -> Unit:
    """The home of who offers, where the round reaches so far; else the round's unit."""
    return person.home if person.home.path.startswith(round_.unit.path) else round_.unit


def _shown(request: Any, round_: Round, programme: ProgrammeType, kind: str, form: OfferForm) -> HttpResponse:
    context = {
        "round": round_,
        "programme": programme,
        "kind": kind,
        "form": form,
        "key": request.POST.get("key") or token_urlsafe(16),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "me/offer/form.html", context, status=status)


urlpatterns = [path("offer/<int:key>/", make_offer, name="offer")]
