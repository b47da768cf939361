"""A cascade solved again, or a target given another value: first who changes by how much, then the act."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from sangzi.kernel.audience import audience
from sangzi.kernel.errors import BadInput, Conflict
from sangzi.kernel.models import Job
from sangzi.plans import actions
from sangzi.plans.access import get_target_for, get_target_to_change, get_target_to_share
from sangzi.plans.models import Target
from sangzi.plans.queries import ResolvePreview, live_successor, preview_change, preview_resolve, resolving_job
from sangzi.plans.wording import plain, wording
from sangzi.web.addresses import to_desk
from sangzi.web.confirming import is_confirmed
from sangzi.web.desk.resolve_forms import ChangeForm, ResolveForm
from sangzi.web.doors import Visit
from sangzi.web.refused_forms import complain

LARGE = 3000  # so many units changing are more than a page should wait for
SHOWN = 100  # lines of a preview; of more than these it says how many there are


@audience("staff")
@require_http_methods(["GET", "HEAD", "POST"])
def resolve(request: Visit, target: int) -> HttpResponse:
    """Solve a target's cascade again by its stored rules."""
    found = get_target_to_share(request.scope, target)
    if found.withdrawn is not None:
        return _to_successor(request, found)
    released = [int(unit) for unit in request.POST.getlist("release") if unit.isdecimal()]
    preview = preview_resolve(found, release=released)
    held = preview_resolve(found) if released else preview
    form = ResolveForm(request.POST or None, obstacles=held.obstacles)
    if is_confirmed(request) and form.is_valid():
        try:
            return _resolved(request, found, preview, form)
        except (BadInput, Conflict) as refused:
            complain(form, refused)
            preview = preview_resolve(found, release=released)
    wrong = is_confirmed(request) and bool(form.errors)
    page = _page(found, preview, form) | {"released": released}
    return render(request, "desk/targets/resolve.html", page, status=422 if wrong else 200)


@audience("staff")
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: Visit, target: int) -> HttpResponse:
    """Give the target of a plan's own unit another value; sent once it says what follows, confirmed it happens."""
    found = get_target_to_change(request.scope, target)
    if found.withdrawn is not None:
        return _to_successor(request, found)
    released = [int(unit) for unit in request.POST.getlist("release") if unit.isdecimal()]
    form = ChangeForm(request.POST or None, initial={"value": plain(found.value)})
    if request.method != "POST" or not form.is_valid():
        return render(request, "desk/targets/change.html", _page(found, None, form), status=422 if form.errors else 200)
    value = form.cleaned_data["value"]
    try:
        preview = preview_change(found, value, release=released)
        if is_confirmed(request):
            return _changed(request, found, preview, form)
    except (BadInput, Conflict) as refused:
        complain(form, refused)
        preview = preview_change(found, value, release=released)
    kept = form.errors
    held = preview_change(found, value) if released else preview
    form = ChangeForm(request.POST, obstacles=held.obstacles)
    page = _page(found, preview, form) | {"errors": [one for lines in kept.values() for one in lines], "new": value}
    return render(request, "desk/targets/change.html", page, status=422 if kept else 200)


@audience("staff")
@require_safe
def progress(request: Visit, target: int) -> HttpResponse:
    """How far solving again is: a part of the page; once it is over, the page itself."""
    found = get_target_for(request.scope, target)
    job = resolving_job(found)
    answer = render(request, "desk/targets/progress.html", {"target": found, "job": job})
    if job is None or job.state not in (Job.State.WAITING, Job.State.RUNNING):
        answer["HX-Refresh"] = "true"
    return answer


def _resolved(request: Visit, target: Target, preview: ResolvePreview, form: ResolveForm) -> HttpResponse:
    given: dict[str, Any] = {"target": target, "reason": form.cleaned_data["reason"], "by": request.user}
    given |= {name: form.cleaned_data[name] for name in ("release", "mark")}
    if len(preview.lines) > LARGE:
        return _later(request, given)
    done = actions.resolve(**given)
    sentence = _("已重新计算：%(changed)s 个单位的数变了，%(came)s 个新增，%(left)s 个不再承接。")
    messages.success(request, sentence % done._asdict())
    return to_desk(request, "desk:target", target.pk)


def _changed(request: Visit, target: Target, preview: ResolvePreview, form: ChangeForm) -> HttpResponse:
    given: dict[str, Any] = {"target": target, "by": request.user}
    given |= {name: form.cleaned_data[name] for name in ("value", "reason", "misread", "release", "mark")}
    if len(preview.lines) > LARGE:
        return _later(request, given)
    made = actions.change_target(**given)
    told = {"was": plain(target.value), "now": plain(made.value)}
    messages.success(request, _("目标已由 %(was)s 改为 %(now)s，下级按原来的办法重新计算。") % told)
    return to_desk(request, "desk:target", made.pk)


def _later(request: Visit, given: dict[str, Any]) -> HttpResponse:
    """Leave it to a job."""
    actions.resolve_later(**given)
    messages.info(request, _("单位很多，已开始在后台重新计算；可以离开这一页，算完这里会更新。"))
    return to_desk(request, "desk:target", given["target"].pk)


def _to_successor(request: Visit, target: Target) -> HttpResponse:
    """A target that is no more leads to the one that took its place."""
    now = live_successor(target)
    messages.warning(request, _("这个目标已经改过；下面是现在的。") if now else _("这个目标已经撤回。"))
    return to_desk(request, "desk:target", (now or target).pk)


def _page(target: Target, preview: ResolvePreview | None, form: ResolveForm) -> dict[str, Any]:
    said = wording(target.commitment, target.value, target.unit.level)
    lines = preview.lines if preview else ()
    return {
        "target": target,
        "commitment": target.commitment,
        "said": said,
        "preview": preview,
        "lines": sorted(lines, key=lambda line: (line.level, line.giver))[:SHOWN],
        "more": max(len(lines) - SHOWN, 0),
        "form": form,
    }


urlpatterns = [
    path("targets/<int:target>/resolve/", resolve, name="target-resolve"),
    path("targets/<int:target>/change/", change, name="target-change"),
    path("targets/<int:target>/progress/", progress, name="target-progress"),
]
