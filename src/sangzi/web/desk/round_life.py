"""A round is changed, extended, cancelled and closed; whoever is concerned is told, and one sees before how many."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from sangzi.kernel.audience import audience
from sangzi.kernel.errors import BadInput, Conflict
from sangzi.programmes import actions
from sangzi.programmes.access import (
    get_round_for,
    require_may_write,
    visible_applications,
    visible_openings,
    visible_placements,
)
from sangzi.programmes.models import Round
from sangzi.programmes.queries import RoundNumbers, round_numbers
from sangzi.web.addresses import desk_url, to_desk
from sangzi.web.desk.round_forms import AboutRoundForm, EndForm, ExtendForm
from sangzi.web.doors import Visit
from sangzi.web.refused_forms import complain

EDITS = ["GET", "HEAD", "POST"]


@audience("staff")
@require_http_methods(EDITS)
def change(request: Visit, pk: int) -> HttpResponse:
    """What the round says of itself."""
    found = _own(request, pk)
    now = {name: getattr(found, name) for name in ("title", "summary", "contact", "public")}
    form = AboutRoundForm(request.POST or None, initial=now)

    def act(by: Any) -> str:
        actions.change_round(round=found, by=by, **form.cleaned_data)
        return _("已保存。")

    return _answer(request, found, form, act, {"heading": _("修改批次"), "verb": _("保存")})


@audience("staff")
@require_POST
def begin(request: Visit, pk: int) -> HttpResponse:
    """What was in preparation is open now."""
    found, account = _own(request, pk), request.user
    by: Any = account
    actions.begin_round(round=found, now=timezone.now(), by=by)
    messages.success(request, _("“%(round)s”已开放。") % {"round": found.title})
    return to_desk(request, "desk:round", pk)


@audience("staff")
@require_http_methods(EDITS)
def extend(request: Visit, pk: int) -> HttpResponse:
    """Later ends, told to everyone concerned."""
    found = _own(request, pk)
    form = ExtendForm(request.POST or None, round_=found)

    def act(by: Any) -> str:
        actions.extend_round(round=found, now=timezone.now(), by=by, **form.cleaned_data)
        return _("已延期，有关的人都会收到通知。")

    effects = [_told(_numbers(request, found)), _("截止前的提醒会按新的时间再发。")]
    return _answer(request, found, form, act, {"heading": _("延期"), "verb": _("延期"), "effects": effects})


@audience("staff")
@require_http_methods(EDITS)
def cancel(request: Visit, pk: int) -> HttpResponse:
    """The round does not take place."""
    found = _own(request, pk)
    form = EndForm(request.POST or None)

    def act(by: Any) -> str:
        actions.cancel_round(round=found, now=timezone.now(), by=by, **form.cleaned_data)
        return _("批次已取消，有关的人都会收到通知。")

    numbers = _numbers(request, found)
    effects = [
        _told(numbers),
        _("没有办完的申请全部关闭，已经安排的名额全部收回；有人在岗时不能取消。"),
        _("已经写下的纪实不变。取消以后不能恢复。"),
    ]
    page = {"heading": _("取消批次"), "verb": _("取消批次"), "effects": effects, "dangerous": True}
    return _answer(request, found, form, act, page)


@audience("staff")
@require_http_methods(EDITS)
def close(request: Visit, pk: int) -> HttpResponse:
    """The round has run its course."""
    found = _own(request, pk)
    form = EndForm(request.POST or None, initial={"reason": _("活动已全部完成。")})

    def act(by: Any) -> str:
        actions.close_round(round=found, now=timezone.now(), by=by, **form.cleaned_data)
        return _("批次已结束。")

    numbers = _numbers(request, found)
    left = numbers.alive - numbers.applications.get("placed", 0)
    effects = [_told(numbers), _("以后不能再报名、发布名额。")]
    if left:
        effects.append(_("还有%(count)s份申请没有结果，会按“未录取”关闭。") % {"count": left})
    return _answer(request, found, form, act, {"heading": _("结束批次"), "verb": _("结束批次"), "effects": effects})


def _own(request: Visit, pk: int) -> Round:
    """The round, for whoever may change things where it belongs."""
    found = get_round_for(request.scope, pk)
    require_may_write(request.scope, found.unit)
    return found


def _numbers(request: Visit, found: Round) -> RoundNumbers:
    scope = request.scope
    return round_numbers(visible_openings(scope), visible_applications(scope), visible_placements(scope), found)


def _told(numbers: RoundNumbers) -> str:
    """How many will be told."""
    count = numbers.alive
    return ngettext("会通知%(count)s名申请人。", "会通知%(count)s名申请人。", count) % {"count": count}


def _answer(request: Visit, found: Round, form: Any, act: Callable[[Any], str], page: dict[str, Any]) -> HttpResponse:
    """Carry out what a valid form asks; else the form, with what is wrong beside its field."""
    if request.method == "POST" and form.is_valid():
        try:
            messages.success(request, act(request.user))
            return to_desk(request, "desk:round", found.pk)
        except (BadInput, Conflict) as refused:
            complain(form, refused)
    page = {"round": found, "form": form, "back": desk_url(request, "desk:round", found.pk)} | page
    return render(request, "desk/rounds/verb.html", page, status=422 if form.errors else 200)


urlpatterns = [
    path("rounds/<int:pk>/change/", change, name="round-change"),
    path("rounds/<int:pk>/begin/", begin, name="round-begin"),
    path("rounds/<int:pk>/extend/", extend, name="round-extend"),
    path("rounds/<int:pk>/cancel/", cancel, name="round-cancel"),
    path("rounds/<int:pk>/close/", close, name="round-close"),
]
