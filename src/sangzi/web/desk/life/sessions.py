"""Sessions of a round: set, moved, called off; attendance by a list or by the code on the wall."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sangzi.kernel import qr
from sangzi.kernel.audience import audience
from sangzi.programmes import actions
from sangzi.programmes.access import require_may_write, visible_openings
from sangzi.programmes.access.life import get_session_for, visible_sessions
from sangzi.programmes.attendances import kind_counted, session_called
from sangzi.programmes.models import OpeningState, Session
from sangzi.programmes.queries import definition_of
from sangzi.programmes.queries.life import presences, sessions_list
from sangzi.web.addresses import desk_url
from sangzi.web.desk.life.forms import ReasonForm, SessionForm
from sangzi.web.desk.life.verbs import EDITS, answer, at_once, round_at, round_page
from sangzi.web.doors import Visit


@audience("staff")
@require_safe
def listed(request: Visit, pk: int) -> HttpResponse:
    found = round_at(request, pk)
    page = sessions_list(
        visible_sessions(request.scope), round_=found, unit=request.unit, after=request.GET.get("after")
    )
    context = round_page(request, found, "sessions") | {"page": page, "today": timezone.localdate()}
    return render(request, "desk/life/sessions.html", context)


@audience("staff")
@require_http_methods(EDITS)
def add(request: Visit, pk: int) -> HttpResponse:
    """A new session of something offered at the unit at hand or below it."""
    found = round_at(request, pk)
    require_may_write(request.scope, request.unit)
    openings = visible_openings(request.scope.writable).filter(
        round=found, state=OpeningState.OFFERED, unit__path__within=request.unit.path
    )
    first = session_called(definition_of(found), 1)
    form = SessionForm(
        request.POST or None, scope=request.scope, unit=request.unit, first=first, openings=openings.order_by("pk")
    )

    def act(by: Any) -> str:
        actions.hold_session(now=timezone.now(), by=by, **form.cleaned_data)
        return _("已安排，有名额的人都会收到通知。")

    page = {"round": found, "heading": _("安排场次"), "verb": _("安排")}
    return answer(request, form, act, back=desk_url(request, "desk:sessions", pk), page=page)


@audience("staff")
@require_safe
def show(request: Visit, pk: int) -> HttpResponse:
    """One session: who is expected, who was there."""
    found = get_session_for(request.scope, pk)
    lines = presences(found)
    round_ = found.opening.round
    context = round_page(request, round_, "sessions") | {
        "session": found,
        "lines": lines,
        "there": sum(line.record is not None for line in lines),
        "counted": kind_counted(definition_of(round_)),
        "may": request.scope.writable.covers(found.opening.unit) and not found.cancelled,
        "over": found.on <= timezone.localdate(),
    }
    return render(request, "desk/life/session.html", context)


@audience("staff")
@require_http_methods(EDITS)
def change(request: Visit, pk: int) -> HttpResponse:
    found = _own(request, pk)
    first = session_called(definition_of(found.opening.round), 1)
    form = SessionForm(request.POST or None, scope=request.scope, unit=found.opening.unit, first=first, session=found)

    def act(by: Any) -> str:
        actions.change_session(session=found, now=timezone.now(), by=by, **form.cleaned_data)
        return _("已更改，有名额的人都会收到通知。")

    page = {"round": found.opening.round, "opening": found.opening, "heading": _("更改场次"), "verb": _("更改")}
    return answer(request, form, act, back=desk_url(request, "desk:session", pk), page=page)


@audience("staff")
@require_http_methods(EDITS)
def cancel(request: Visit, pk: int) -> HttpResponse:
    found = _own(request, pk)
    form = ReasonForm(request.POST or None)

    def act(by: Any) -> str:
        actions.cancel_session(session=found, now=timezone.now(), by=by, **form.cleaned_data)
        return _("已取消，有名额的人都会收到通知。")

    page = {"round": found.opening.round, "opening": found.opening, "heading": _("取消这一场"), "verb": _("取消这一场")}
    return answer(request, form, act, back=desk_url(request, "desk:session", pk), page=page | {"dangerous": True})


@audience("staff")
@require_POST
def tick(request: Visit, pk: int) -> HttpResponse:
    """Those who were ticked were there."""
    found = _own(request, pk)

    def act(by: Any) -> str:
        who = request.POST.getlist("who")
        count = actions.attend_many(session=found, who=who, today=timezone.localdate(), by=by)
        return ngettext("登记了%(count)d人到场。", "登记了%(count)d人到场。", count) % {"count": count}

    return at_once(request, act, desk_url(request, "desk:session", pk))


@audience("staff")
@require_http_methods(EDITS)
def untick(request: Visit, pk: int) -> HttpResponse:
    """An attendance that was wrong is taken back, with the reason."""
    found, who = _own(request, pk), request.GET.get("who", "")
    form = ReasonForm(request.POST or None)

    def act(by: Any) -> str:
        actions.take_back(session=found, who=who, by=by, **form.cleaned_data)
        return _("已撤回，需要时可以重新登记。")

    page = {"round": found.opening.round, "opening": found.opening, "heading": _("撤回签到"), "verb": _("撤回")}
    return answer(request, form, act, back=desk_url(request, "desk:session", pk), page=page)


@audience("staff")
@require_safe
def poster(request: Visit, pk: int) -> HttpResponse:
    """The code to print and hang up."""
    found = get_session_for(request.scope, pk)
    require_may_write(request.scope, found.opening.unit)
    address = settings.SANGZI_ADDRESS + reverse("me:attend", args=[found.code])
    context = {"session": found, "code": qr.svg(address, title=_("签到二维码")), "address": address}
    return render(request, "desk/life/poster.html", context)


def _own(request: Visit, pk: int) -> Session:
    """A session, for whoever may change things where it is held."""
    found = get_session_for(request.scope, pk)
    require_may_write(request.scope, found.opening.unit)
    return found


urlpatterns = [
    path("rounds/<int:pk>/sessions/", listed, name="sessions"),
    path("rounds/<int:pk>/sessions/add/", add, name="session-add"),
    path("sessions/<int:pk>/", show, name="session"),
    path("sessions/<int:pk>/change/", change, name="session-change"),
    path("sessions/<int:pk>/cancel/", cancel, name="session-cancel"),
    path("sessions/<int:pk>/tick/", tick, name="session-tick"),
    path("sessions/<int:pk>/untick/", untick, name="session-untick"),
    path("sessions/<int:pk>/poster/", poster, name="session-poster"),
]
