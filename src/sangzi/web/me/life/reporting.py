"""Reports that are asked of me, with their files."""

from __future__ import annotations

import json
from http import HTTPStatus
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
from sangzi.kernel.fields import Answer, canonical
from sangzi.kernel.wording import title_of
from sangzi.programmes import actions
from sangzi.programmes.access.life import own_life
from sangzi.programmes.actions.reports import wanted_report
from sangzi.programmes.models import Placement, Report
from sangzi.programmes.steps.service import Report as Wanted
from sangzi.web.answer_forms import ReportForm
from sangzi.web.me.uploads import carried, keep_sent, papers_named
from sangzi.web.refused_forms import OWN, complain


@audience("signed-in")
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: Any, pk: int, key: str) -> HttpResponse:
    """A report that is asked of me; filled in with what I handed in before."""
    found = own_life(request.user, pk)
    wanted = wanted_report(found, key)
    filed = Report.objects.filter(placement=found, report=key).first()
    before: dict[str, Answer] = json.loads(filed.answers) if filed else {}
    files = _files(wanted, before) | carried(request, wanted.fields)
    form = ReportForm(request.POST or None, request.FILES or None, asked=wanted.fields, there=canonical(before | files))
    if request.method == "POST":
        sound = form.is_valid()
        files |= keep_sent(request, form, timezone.now(), prefix=OWN)
        if sound and form.is_valid() and _handed_in(request, found, wanted, form, files):
            messages.success(request, _("已交。"))
            return HttpResponseRedirect(reverse("me:life-show", args=[found.pk]))
    context = {
        "form": form,
        "heading": title_of(wanted),
        "placement": found,
        "back": reverse("me:life-show", args=[found.pk]),
        "remark": filed.remark if filed else "",
        "papers": papers_named(files, OWN),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "me/life/report.html", context, status=status)


def _handed_in(request: Any, found: Placement, wanted: Wanted, form: ReportForm, files: dict[str, Answer]) -> bool:
    """Hand it in, or put the refusal beside its field."""
    try:
        answers = form.given_with(files)
        actions.file_report(placement=found, report=wanted.key, answers=answers, now=timezone.now(), by=request.user)
    except (BadInput, Conflict) as refused:
        complain(form, refused)
        return False
    return True


def _files(wanted: Wanted, before: dict[str, Answer]) -> dict[str, Answer]:
    """The files that were handed in before, by field."""
    asked = [one.key for one in wanted.fields if one.kind == "file"]
    return {key: before[key] for key in asked if before.get(key)}


urlpatterns = [path("life/<int:pk>/reports/<slug:key>/", report, name="life-report")]
