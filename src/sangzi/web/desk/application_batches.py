"""Many applications at once: look at how many it is, decide, see what could not be decided, take it back."""

from __future__ import annotations

import json
import re
import secrets
from datetime import datetime
from typing import Any, Literal

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from sangzi.kernel.audience import audience
from sangzi.kernel.errors import BadInput, NotVisible
from sangzi.kernel.models import Account, Job
from sangzi.programmes import batches
from sangzi.programmes.access import require_may_write
from sangzi.programmes.actions.reconsidering import reconsider_batch
from sangzi.programmes.models import Round
from sangzi.programmes.queries import applications_list, counts_by_state
from sangzi.web.addresses import desk_url, to_desk
from sangzi.web.confirming import is_confirmed
from sangzi.web.desk.application_forms import USUAL_REASONS, ReasonForm
from sangzi.web.desk.applications import applied_for, narrowed_rows, narrowing_of
from sangzi.web.doors import Visit

_KEY = re.compile(r"[0-9a-f]{16}")
MOST_CHOSEN = 500
SHOWN = 12


@audience("staff")
@require_POST
def decide(request: Visit, pk: int) -> HttpResponse:
    """Sent once it says how many it is; sent again confirmed it decides."""
    found = applied_for(request, pk)
    require_may_write(request.scope, request.unit)
    verb: Literal["admit", "refuse"] = "refuse" if request.POST.get("verb") == "refuse" else "admit"
    form = ReasonForm(request.POST if is_confirmed(request) else None) if verb == "refuse" else None
    if is_confirmed(request) and (form is None or form.is_valid()):
        return _decided(request, found, _batch(request, found, verb, form.cleaned_data["reason"] if form else ""))
    return _preview(request, found, verb, form)


@audience("staff")
@require_safe
def progress(request: Visit, pk: int, key: str) -> HttpResponse:
    """How far a large batch is, and what came of it."""
    found = applied_for(request, pk)
    job = batches.job_of(found, key)
    account = _account(request)
    if job is None or job.by_id != account.pk:
        raise NotVisible(_("没有找到这一批；请回到报名列表。"))
    page: dict[str, Any] = {"round": found, "job": job, "key": key, "failed": job.state == Job.State.FAILED}
    if job.state == Job.State.DONE:
        if request.headers.get("HX-Request"):
            return HttpResponse(headers={"HX-Redirect": desk_url(request, "desk:applications-batch", pk, key)})
        told = json.loads(job.result)
        at = datetime.fromisoformat(told["at"])
        return _outcome(request, found, batches.decided_at(found, at, account), told["refused"], at)
    part = bool(request.headers.get("HX-Request"))
    return render(request, "desk/applications/progress.html" if part else "desk/applications/batch.html", page)


@audience("staff")
@require_POST
def undo(request: Visit, pk: int) -> HttpResponse:
    """Take back what one decided in one go."""
    found = applied_for(request, pk)
    require_may_write(request.scope, request.unit)
    at = parse_datetime(request.POST.get("at", ""))
    if at is None:
        raise BadInput(_("没有说明要撤销哪一批；请回到报名列表再试。"))
    outcome = reconsider_batch(round=found, at=at, now=timezone.now(), by=_account(request))
    messages.success(request, _("已撤销%(count)s份，恢复为待审核。") % {"count": outcome.done})
    if outcome.refused:
        messages.warning(request, _("有%(count)s份已经往下办了，没有撤销。") % {"count": len(outcome.refused)})
    return to_desk(request, "desk:applications", pk)


def _batch(request: Visit, found: Round, verb: Literal["admit", "refuse"], reason: str) -> batches.Batch:
    """What the form names: what is chosen, or everything that the list is narrowed to."""
    if request.POST.get("every") == "yes":
        asked = narrowing_of(request, found, request.POST)
        if asked.text:
            raise BadInput(_("按姓名查找时只能处理选中的；请勾选，或清除查找。"), field="every")
        return batches.batch_of(found, verb, reason, asked, _newest(request, found))
    keys = tuple(int(one) for one in request.POST.getlist("a") if one.isdecimal())[:MOST_CHOSEN]
    if not keys:
        raise BadInput(_("还没有选中申请；请勾选，或选“符合上面条件的全部”。"), field="a")
    return batches.Batch(found.pk, verb, reason, keys)


def _newest(request: Visit, found: Round) -> int:
    """The newest application that was there when the visitor looked."""
    sent = request.POST.get("newest", "")
    if sent.isdecimal() and len(sent) < 19:
        return int(sent)
    rows = narrowed_rows(request, found, narrowing_of(request, found, request.POST))
    return rows.order_by("-pk").values_list("pk", flat=True).first() or 0


def _preview(request: Visit, found: Round, verb: Literal["admit", "refuse"], form: ReasonForm | None) -> HttpResponse:
    batch = _batch(request, found, verb, "")
    rows = batches.applications_in(batch, _account(request), timezone.now())
    chosen = len(batch.keys) or sum(
        counts_by_state(narrowed_rows(request, found, narrowing_of(request, found, request.POST))).values()
    )
    count = rows.count()
    sent = [(name, value) for name, values in request.POST.lists() if name not in _OUR_OWN for value in values]
    page = {
        "round": found,
        "verb": verb,
        "count": count,
        "passed_over": max(chosen - count, 0),
        "sent": [*sent, ("newest", batch.newest), ("key", secrets.token_hex(8))],
        "form": form or (ReasonForm() if verb == "refuse" else None),
        "usual": USUAL_REASONS,
        "lines": applications_list(rows, size=SHOWN).lines,
        "later": count > batches.AT_ONCE,
        "back": desk_url(request, "desk:applications", found.pk),
    }
    return render(request, "desk/applications/preview.html", page, status=422 if form and form.errors else 200)


def _decided(request: Visit, found: Round, batch: batches.Batch) -> HttpResponse:
    now, account = timezone.now(), _account(request)
    key = request.POST.get("key", "")
    key = key if _KEY.fullmatch(key) else secrets.token_hex(8)
    if batches.applications_in(batch, account, now).count() > batches.AT_ONCE:
        batches.decide_later(batch, key=key, now=now, by=account, unit=request.unit)
        return to_desk(request, "desk:applications-batch", found.pk, key)
    outcome = batches.decide_batch(batch, now=now, by=account)
    refused = [(application.pk, sentence) for application, sentence in outcome.refused]
    return _outcome(request, found, outcome.done, refused, now)


def _outcome(request: Visit, found: Round, done: int, refused: list[Any], at: datetime) -> HttpResponse:
    page = {"round": found, "done": done, "refused": refused, "at": at.isoformat(), "outcome": True}
    return render(request, "desk/applications/batch.html", page)


def _account(request: Visit) -> Account:
    return request.user  # type: ignore[return-value]  # the doors let no stranger in


_OUR_OWN = ("csrfmiddlewaretoken", "confirmed", "newest", "key", "reason")

urlpatterns = [
    path("rounds/<int:pk>/applications/decide/", decide, name="applications-decide"),
    path("rounds/<int:pk>/applications/undo/", undo, name="applications-undo"),
    path("rounds/<int:pk>/applications/batch/<slug:key>/", progress, name="applications-batch"),
]
