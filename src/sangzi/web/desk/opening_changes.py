"""Offering something in a round, changing it, deciding about what others offered, and taking it back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from sangzi.kernel.audience import audience
from sangzi.kernel.errors import NotVisible
from sangzi.programmes import actions
from sangzi.programmes.access import get_opening_for, get_round_for, require_may_write
from sangzi.programmes.models import Opening
from sangzi.programmes.queries import definition_of, demand_for
from sangzi.web.addresses import desk_url, to_desk
from sangzi.web.desk.opening_forms import ChangeOpeningForm, NightsForm, OfferForm, ReviewForm, WithdrawForm
from sangzi.web.doors import Visit
from sangzi.web.moves import Watch
from sangzi.web.refused_forms import answered

EDITS = ["GET", "HEAD", "POST"]
FED = ("programmes.posts", "programmes.posts-local")


@audience("staff")
@require_http_methods(EDITS)
def offer(request: Visit, pk: int) -> HttpResponse:
    found = get_round_for(request.scope, pk)
    require_may_write(request.scope, request.unit)
    programme, today = definition_of(found), timezone.localdate()
    form = OfferForm(
        request.POST or None, programme=programme, round_=found, scope=request.scope, unit=request.unit, today=today
    )

    def act(by: Any) -> HttpResponse:
        watch = Watch.begin(request.unit, today, [(fact, found.programme) for fact in FED])
        opening = actions.offer(round=found, by=by, **form.told())
        told = {"title": opening.title, "capacity": opening.capacity}
        watch.tell(request, _("已发布“%(title)s”，%(capacity)d个名额。") % told)
        return to_desk(request, "desk:opening", opening.pk)

    page = {"round": found, "programme": programme, "back": desk_url(request, "desk:round", pk)}
    return answered(request, form, act, "desk/rounds/offer.html", page)


@audience("staff")
@require_http_methods(EDITS)
def change(request: Visit, pk: int) -> HttpResponse:
    """Say it better, or offer more or fewer; never fewer than are taken."""
    opening = _writable(request, pk)
    form = ChangeOpeningForm(request.POST or None, programme=definition_of(opening.round), opening=opening)

    def act(by: Any) -> HttpResponse:
        watch = Watch.begin(opening.unit, timezone.localdate(), [(fact, opening.round.programme) for fact in FED])
        actions.change_opening(opening=opening, by=by, now=timezone.now(), **form.told())
        watch.tell(request, _("已保存。"))
        return to_desk(request, "desk:opening", pk)

    return _verb(request, opening, form, act, {"heading": _("修改名额"), "verb": _("保存")})


@audience("staff")
@require_http_methods(EDITS)
def review(request: Visit, pk: int) -> HttpResponse:
    """Publish what a person or a partner offered, or say why not."""
    opening = _writable(request, pk)
    form = ReviewForm(request.POST or None)

    def act(by: Any) -> HttpResponse:
        accept = form.cleaned_data["accept"] == "yes"
        reason = form.cleaned_data["reason"]
        actions.review_opening(opening=opening, accept=accept, reason=reason, now=timezone.now(), by=by)
        messages.success(request, _("已发布。") if accept else _("已告知提供的人：不发布。"))
        return to_desk(request, "desk:opening", pk)

    return _verb(request, opening, form, act, {"heading": _("审核名额"), "verb": _("确定")})


@audience("staff")
@require_http_methods(EDITS)
def withdraw(request: Visit, pk: int) -> HttpResponse:
    """Offer it no more; whoever asked for it is told."""
    opening = _writable(request, pk)
    form = WithdrawForm(request.POST or None)
    wanted = demand_for([opening]).get(opening.pk)

    def act(by: Any) -> HttpResponse:
        actions.withdraw_opening(opening=opening, reason=form.cleaned_data["reason"], now=timezone.now(), by=by)
        messages.success(request, _("已撤下。"))
        return to_desk(request, "desk:opening", pk)

    effects = [_("不再出现在公开页面上，也不能再报。")]
    if wanted:
        effects.append(_("报了这一条的%(count)s人会收到通知。") % {"count": wanted.all})
    if opening.taken:
        effects.append(
            _("已经安排、还没有开始的%(count)s人会收到通知，名额收回；有人在岗时不能撤下。") % {"count": opening.taken}
        )
    page = {"heading": _("撤下名额"), "verb": _("撤下"), "effects": effects, "dangerous": True}
    return _verb(request, opening, form, act, page)


@audience("staff")
@require_http_methods(EDITS)
def nights(request: Visit, pk: int) -> HttpResponse:
    """How many there are on each of some days."""
    opening = _writable(request, pk)
    step = definition_of(opening.round).openings
    if step is None or not step.dated:
        raise NotVisible(_("这条名额不按日期预订；请回到名额页面。"), key=pk)
    form = NightsForm(request.POST or None, opening=opening)

    def act(by: Any) -> HttpResponse:
        actions.set_slots(opening=opening, capacities=form.days(), now=timezone.now(), by=by)
        messages.success(request, _("已保存%(count)s天。") % {"count": len(form.days())})
        return to_desk(request, "desk:opening", pk)

    return _verb(request, opening, form, act, {"heading": _("每天的名额"), "verb": _("保存")})


def _writable(request: Visit, pk: int) -> Opening:
    opening = get_opening_for(request.scope, pk)
    require_may_write(request.scope, opening.unit)
    return opening


def _verb(
    request: Visit, opening: Opening, form: Any, act: Callable[[Any], HttpResponse], page: dict[str, Any]
) -> HttpResponse:
    of = {"opening": opening, "round": opening.round, "back": desk_url(request, "desk:opening", opening.pk)}
    return answered(request, form, act, "desk/rounds/verb.html", of | page)


urlpatterns = [
    path("rounds/<int:pk>/offer/", offer, name="round-offer"),
    path("openings/<int:pk>/change/", change, name="opening-change"),
    path("openings/<int:pk>/days/", nights, name="opening-days"),
    path("openings/<int:pk>/review/", review, name="opening-review"),
    path("openings/<int:pk>/withdraw/", withdraw, name="opening-withdraw"),
]
