"""One application: what was asked for and answered, how far it is, and what staff decide about it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sangzi.kernel.audience import audience
from sangzi.kernel.errors import BadInput, Conflict
from sangzi.kernel.papers import open_paper
from sangzi.kernel.wording import title_of
from sangzi.programmes import actions
from sangzi.programmes.access import (
    get_application_for,
    get_opening_for,
    require_may_write,
    visible_applications,
)
from sangzi.programmes.actions.revealing import reveal_answer
from sangzi.programmes.going_on import complaints_of
from sangzi.programmes.models import Application, ApplicationState
from sangzi.programmes.queries import definition_of
from sangzi.programmes.queries.application_sheets import AnswerLine, application_sheet, next_to_decide, paper_in
from sangzi.programmes.queries.why import why_of
from sangzi.web.addresses import desk_url, to_desk
from sangzi.web.desk.application_forms import USUAL_REASONS, AnswerForm, PlaceForm, ReasonForm
from sangzi.web.doors import Visit
from sangzi.web.downloads import paper_download
from sangzi.web.milestones import line_of_time
from sangzi.web.refused_forms import complain

EDITS = ["GET", "HEAD", "POST"]
TO_PLACE = (ApplicationState.ADMITTED, ApplicationState.WAITING, ApplicationState.UNPLACED)
TO_DECIDE = (ApplicationState.SUBMITTED,)


@audience("staff")
@require_safe
def show(request: Visit, pk: int) -> HttpResponse:
    return _page(request, get_application_for(request.scope, pk))


@audience("staff")
@require_POST
def admit(request: Visit, pk: int) -> HttpResponse:
    """Let it through; then to the next one that waits."""
    found = _writable(request, pk)
    actions.admit(application=found, now=timezone.now(), by=request.user)  # type: ignore[arg-type]  # the doors let no stranger in
    messages.success(request, _("已通过。"))
    return _onward(request, found)


@audience("staff")
@require_http_methods(EDITS)
def refuse(request: Visit, pk: int) -> HttpResponse:
    """Say no, and why."""
    return _with_reason(request, pk, actions.refuse, _("不通过这份申请"), _("已定为不通过，申请人会看到理由。"))


@audience("staff")
@require_http_methods(EDITS)
def give_back(request: Visit, pk: int) -> HttpResponse:
    """Give it back to be mended, and say what is missing."""
    return _with_reason(request, pk, actions.return_for_mending, _("退回修改"), _("已退回，申请人改好后会再交上来。"))


@audience("staff")
@require_http_methods(EDITS)
def place(request: Visit, pk: int) -> HttpResponse:
    """Give somebody one of the openings they asked for, by hand."""
    found = _writable(request, pk)
    wishes = application_sheet(found).line.wishes
    choices = [(str(one.opening), f"{one.rank}. {one.title}（{one.unit}）") for one in wishes]
    form = PlaceForm(request.POST or None, choices=choices)
    if request.method == "POST" and form.is_valid():
        opening = get_opening_for(request.scope, int(form.cleaned_data["opening"]))
        try:
            actions.place(application=found, opening=opening, now=timezone.now(), by=request.user)  # type: ignore[arg-type]  # as above
            messages.success(request, _("已安排到“%(title)s”。") % {"title": opening.title})
            return to_desk(request, "desk:application", pk)
        except (BadInput, Conflict) as refused:
            complain(form, refused)
    context = {"application": found, "form": form, "sheet": application_sheet(found)}
    return render(request, "desk/applications/place.html", context, status=422 if form.errors else 200)


@audience("staff")
@require_POST
def reveal(request: Visit, pk: int) -> HttpResponse:
    """Show one whole answer, this once; who looked and why is written down."""
    found = _writable(request, pk)
    form = AnswerForm(request.POST, choices=_hidden(application_sheet(found).answers))
    shown = None
    if form.is_valid():
        told: Any = form.cleaned_data
        try:
            value = reveal_answer(application=found, by=request.user, **told)  # type: ignore[arg-type]  # the doors let no stranger in
            titles = dict(_hidden(application_sheet(found).answers))
            shown = (titles[told["field"]], value or _("没有登记"))
        except BadInput as refused:
            complain(form, refused)
    return _page(request, found, form=form, revealed=shown)


@audience("staff")
@require_safe
def paper(request: Visit, pk: int, number: int) -> StreamingHttpResponse:
    """A file that was handed in; who opened it is written down."""
    found = paper_in(_writable(request, pk), number)
    account: Any = request.user
    return paper_download(found, open_paper(paper=found, by=account))


def _page(
    request: Visit, found: Application, form: AnswerForm | None = None, revealed: tuple[str, str] | None = None
) -> HttpResponse:
    sheet, programme = application_sheet(found), definition_of(found.round)
    writes = request.scope.writable.covers(found.unit)
    hidden, why = _hidden(sheet.answers), why_of(found)
    context = {
        "application": found,
        "round": found.round,
        "why": why,
        "wishes": {one.wish.opening_id: one for one in why.wishes},
        "programme": programme,
        "sheet": sheet,
        "complaints": complaints_of(found, timezone.localdate()) if found.state in TO_DECIDE else [],
        "milestones": line_of_time(sheet.milestones),
        "writes": writes,
        "decides": writes and found.state in TO_DECIDE,
        "places": writes and found.state in TO_PLACE and programme.openings is not None,
        "form": (form or AnswerForm(choices=hidden)) if writes and hidden else None,
        "revealed": revealed,
        "kept": request.GET.get("state", ""),
    }
    return render(request, "desk/applications/application.html", context, status=422 if form and form.errors else 200)


def _with_reason(request: Visit, pk: int, verb: Any, heading: str, said: str) -> HttpResponse:
    found = _writable(request, pk)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            verb(application=found, now=timezone.now(), by=request.user, **form.cleaned_data)
            messages.success(request, said)
            return _onward(request, found)
        except (BadInput, Conflict) as refused:
            complain(form, refused)
    context = {"application": found, "form": form, "heading": heading, "usual": USUAL_REASONS}
    context["sheet"] = application_sheet(found)
    return render(request, "desk/applications/reason.html", context, status=422 if form.errors else 200)


def _writable(request: Visit, pk: int) -> Application:
    found = get_application_for(request.scope, pk)
    require_may_write(request.scope, found.unit)
    return found


def _onward(request: Visit, found: Application) -> HttpResponse:
    """To the next one that waits for a decision, where one works through these; else back to this one."""
    if request.GET.get("state") != ApplicationState.SUBMITTED:
        return to_desk(request, "desk:application", found.pk)
    following = next_to_decide(visible_applications(request.scope), found.round, found.pk)
    if following is None:
        messages.info(request, _("等审核的都处理完了。"))
        return to_desk(request, "desk:applications", found.round_id)
    answer = to_desk(request, "desk:application", following)
    answer["Location"] = f"{desk_url(request, 'desk:application', following)}&state={ApplicationState.SUBMITTED}"
    return answer


def _hidden(answers: list[AnswerLine]) -> list[tuple[str, str]]:
    return [(one.field.key, title_of(one.field)) for one in answers if one.hidden and not one.file]


urlpatterns = [
    path("applications/<int:pk>/", show, name="application"),
    path("applications/<int:pk>/admit/", admit, name="application-admit"),
    path("applications/<int:pk>/refuse/", refuse, name="application-refuse"),
    path("applications/<int:pk>/return/", give_back, name="application-return"),
    path("applications/<int:pk>/place/", place, name="application-place"),
    path("applications/<int:pk>/papers/<int:number>/", paper, name="application-paper"),
    path("applications/<int:pk>/reveal/", reveal, name="application-reveal"),
]
