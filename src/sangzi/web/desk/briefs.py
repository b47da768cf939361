"""Briefs: the issues of a unit, issuing one, and one of them with every number linked to its receipt."""

from __future__ import annotations

import re
import secrets
from typing import Any

from django.http import FileResponse, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from sangzi.briefs import actions
from sangzi.briefs.access import get_brief_for, may_issue, require_may_issue
from sangzi.briefs.models import Brief
from sangzi.briefs.queries import BriefCheck, Checked, briefs_of, check_brief, file_of, issued_by, request_of
from sangzi.kernel.audience import audience
from sangzi.kernel.errors import BadInput, Conflict, NotVisible
from sangzi.kernel.models import Job
from sangzi.kernel.paging import page_of
from sangzi.kernel.wording import title_of
from sangzi.scoreboard.indicators import every_indicator
from sangzi.scoreboard.months import label, last_day, month_of
from sangzi.scoreboard.receipts import figure_as_told
from sangzi.scoreboard.shown import shown
from sangzi.web.addresses import desk_url, to_desk
from sangzi.web.brief_sheets import brief_sheet
from sangzi.web.doors import Visit

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
MONTHS = 12  # that one may choose from
_MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])")
_KEY = re.compile(r"[0-9a-f]{16}")


@audience("staff")
@require_safe
def briefs(request: Visit) -> HttpResponse:
    now = month_of(timezone.localdate())
    page = {
        "page": page_of(briefs_of(request.unit), after=request.GET.get("after")),
        "may_issue": may_issue(request.scope, request.unit),
        "this_month": label(now),
        "others": [(label(month), last_day(month)) for month in range(now - 1, now - MONTHS, -1)],
        "key": secrets.token_hex(8),
    }
    return render(request, "desk/briefs/briefs.html", page)


@audience("staff")
@require_POST
def issue(request: Visit) -> HttpResponse:
    """Ask for a brief; the form's own key makes a second click the same request."""
    require_may_issue(request.scope, request.unit)
    month = _month(request)
    key = _key(request, month)
    actions.issue_later(
        unit=request.unit,
        month=month,
        today=timezone.localdate(),
        key=key,
        by=request.user,  # type: ignore[arg-type]  # the doors let no stranger in
    )
    return to_desk(request, "desk:brief-request", key)


@audience("staff")
@require_safe
def waiting(request: Visit, key: str) -> HttpResponse:
    """How far a request is; its brief, once there is one."""
    job = request_of(request.unit, key)
    if job is None:
        raise NotVisible(_("没有找到这次编印；请回到简报列表。"))
    brief = issued_by(job)
    part = bool(request.headers.get("HX-Request"))
    if brief is not None:
        return _arrived(request, brief, part=part)
    page = {"job": job, "key": key, "failed": job.state == Job.State.FAILED}
    return render(request, "desk/briefs/progress.html" if part else "desk/briefs/waiting.html", page)


@audience("staff")
@require_safe
def brief(request: Visit, brief: int) -> HttpResponse:
    found = get_brief_for(request.scope, brief)
    return render(request, "desk/briefs/brief.html", {"brief": found, "sheet": brief_sheet(found)})


@audience("staff")
@require_safe
def document(request: Visit, brief: int) -> FileResponse:
    """The file as it was issued."""
    found = get_brief_for(request.scope, brief)
    try:
        content = file_of(found).open("rb")
    except FileNotFoundError as error:
        raise Conflict(_("这期简报的文件已不在服务器上；内容还在这一页，需要文件请重新编印一期。")) from error
    return FileResponse(content, as_attachment=True, filename=_file_name(found), content_type=DOCX)


@audience("staff")
@require_POST
def check(request: Visit, brief: int) -> HttpResponse:
    """Compute every receipt of a brief again and say which come out otherwise."""
    found = get_brief_for(request.scope, brief)
    checked = check_brief(found)
    different = frozenset(one.receipt.pk for one in checked.different)
    page = {"brief": found, "sheet": brief_sheet(found, different), **_outcome(checked)}
    return render(request, "desk/briefs/brief.html", page)


def _arrived(request: Visit, brief: int, *, part: bool) -> HttpResponse:
    """To the brief: a part of a page asks the whole page to go there."""
    if part:
        return HttpResponse(headers={"HX-Redirect": desk_url(request, "desk:brief", brief)})
    return to_desk(request, "desk:brief", brief)


def _key(request: Visit, month: int) -> str:
    """The same form for another month is another request."""
    sent = request.POST.get("key", "")
    return f"{sent if _KEY.fullmatch(sent) else secrets.token_hex(8)}-{label(month)}"


def _month(request: Visit) -> int:
    asked = request.POST.get("month", "").strip()
    found = _MONTH.fullmatch(asked)
    if not found:
        raise BadInput(_("“%(asked)s”不是月份；请写成 2025-03 这样。") % {"asked": asked[:20]}, field="month")
    return int(found[1]) * 12 + int(found[2]) - 1


def _file_name(brief: Brief) -> str:
    """A name that says what it is wherever it is saved."""
    return f"{brief.title}（第{brief.number}期）.docx"


def _outcome(checked: BriefCheck) -> dict[str, Any]:
    return {"checked": len(checked.checked), "different": [_difference(one) for one in checked.different]}


def _difference(one: Checked) -> dict[str, Any]:
    indicator = every_indicator()[one.receipt.indicator]
    return {
        "receipt": one.receipt,
        "title": title_of(indicator),
        "then": shown(indicator, figure_as_told(one.receipt)),
        "now": shown(indicator, one.check.again),
        "check": one.check,
    }


urlpatterns = [
    path("briefs/", briefs, name="briefs"),
    path("briefs/issue/", issue, name="brief-issue"),
    path("briefs/requests/<slug:key>/", waiting, name="brief-request"),
    path("briefs/<int:brief>/", brief, name="brief"),
    path("briefs/<int:brief>/file/", document, name="brief-file"),
    path("briefs/<int:brief>/check/", check, name="brief-check"),
]
