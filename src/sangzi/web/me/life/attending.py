"""Being there: the code on the wall opens a page with one button. Nobody is located or photographed."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from sangzi.kernel.audience import audience
from sangzi.kernel.errors import BadInput, Conflict
from sangzi.people.access import own_person
from sangzi.programmes import actions
from sangzi.programmes.access.life import own_record, session_of_code
from sangzi.programmes.attendances import Attendee, marked, token_of
from sangzi.programmes.models import Placement
from sangzi.web.desk.life.forms import ReasonForm
from sangzi.web.refused_forms import complain

EDITS = ["GET", "HEAD", "POST"]


@audience("signed-in")
@require_http_methods(EDITS)
def attend(request: Any, code: str) -> HttpResponse:
    """One button: I am here. Pressed twice it counts once."""
    session, person = session_of_code(code), own_person(request.user)
    if person is None:
        raise BadInput(_("您的账号还没有个人资料；请先报名，或请现场工作人员登记。"))
    refused = ""
    if request.method == "POST":
        try:
            actions.attend(session=session, person=person, now=timezone.now(), by=request.user)
            return HttpResponseRedirect(request.path)
        except (BadInput, Conflict) as error:
            refused = error.sentence
    key = Attendee(Placement(), person).key
    context = {
        "session": session,
        "there": token_of(session, key) in marked(session),
        "refused": refused,
        "today": session.on == timezone.localdate(),
    }
    return render(request, "me/life/attend.html", context, status=422 if refused else 200)


@audience("signed-in")
@require_http_methods(EDITS)
def object_to(request: Any, pk: int) -> HttpResponse:
    """A record that names me is wrong."""
    record = own_record(request.user, pk)
    form = ReasonForm(request.POST or None)
    form.fields["reason"].label = _("哪里不对")
    form.fields["reason"].help_text = _("会告诉%(unit)s的工作人员，由他们核对、更正。") % {"unit": record.unit.short}
    if request.method == "POST" and form.is_valid():
        try:
            actions.object_to_record(record=record, now=timezone.now(), by=request.user, **form.cleaned_data)
            messages.success(request, _("已告诉工作人员，核对以后会更正。"))
            return HttpResponseRedirect(reverse("me:life"))
        except (BadInput, Conflict) as error:
            complain(form, error)
    context = {
        "form": form,
        "heading": _("这条不对"),
        "verb": _("提出异议"),
        "back": reverse("me:life"),
        "record": record,
    }
    return render(request, "me/life/verb.html", context, status=422 if form.errors else 200)


urlpatterns = [
    path("attend/<str:code>/", attend, name="attend"),
    path("records/<int:pk>/object/", object_to, name="record-object"),
]
