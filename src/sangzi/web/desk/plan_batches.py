"""Many commitments decided about at once, and taken back as one."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sangzi.kernel.audience import audience
from sangzi.kernel.errors import BadInput, Conflict
from sangzi.kernel.models import AuditLine
from sangzi.plans import actions
from sangzi.plans.access import get_plan_to_decide
from sangzi.plans.actions.batches import size_of
from sangzi.plans.models import Plan
from sangzi.web.addresses import to_desk
from sangzi.web.doors import Visit


@audience("staff")
@require_POST
def confirm_sure(request: Visit, plan: int) -> HttpResponse:
    """Confirm what the reader was sure of, from the share that was chosen."""
    found = get_plan_to_decide(request.scope, plan)
    try:
        at_least = float(request.POST.get("at_least", ""))
    except ValueError as error:
        raise BadInput(_("还没有选把握程度；请选一个。"), field="at_least") from error
    line = actions.confirm_sure(plan=found, at_least=at_least, by=request.user)  # type: ignore[arg-type]  # the doors let no stranger in
    return _told(request, found, line, _("已确认 %(count)s 条。要反悔，点“撤销这一批”。"))


@audience("staff")
@require_POST
def dismiss_results(request: Visit, plan: int) -> HttpResponse:
    """Dismiss what tells of things done: it asks nothing of anybody."""
    found = get_plan_to_decide(request.scope, plan)
    line = actions.dismiss_results(plan=found, by=request.user)  # type: ignore[arg-type]  # as above
    return _told(request, found, line, _("已排除 %(count)s 条成效。要反悔，点“撤销这一批”。"))


@audience("staff")
@require_POST
def undo(request: Visit, plan: int) -> HttpResponse:
    """Take the batch back that a line of the chain tells of."""
    found, line = get_plan_to_decide(request.scope, plan), request.POST.get("line", "")
    if not line.isdecimal():
        raise BadInput(_("没有说明要撤销哪一批；请回到规划页再试。"))
    try:
        back = actions.restore_many(plan=found, line=int(line), by=request.user)  # type: ignore[arg-type]  # as above
    except Conflict as refused:
        messages.info(request, refused.sentence)
        return to_desk(request, "desk:plan", found.pk)
    return _told(request, found, back, _("已撤销，%(count)s 条恢复为待确认。"))


def _told(request: Visit, plan: Plan, line: AuditLine, sentence: str) -> HttpResponse:
    messages.success(request, sentence % {"count": size_of(line)})
    return to_desk(request, "desk:plan", plan.pk)


urlpatterns = [
    path("plans/<int:plan>/confirm-sure/", confirm_sure, name="plan-confirm-sure"),
    path("plans/<int:plan>/dismiss-results/", dismiss_results, name="plan-dismiss-results"),
    path("plans/<int:plan>/undo/", undo, name="plan-undo"),
]
