"""Departments of the unit: as its plans write them, merged by a person, with their members."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from sangzi.kernel.audience import audience
from sangzi.kernel.errors import BadInput, NotVisible
from sangzi.kernel.models import Account
from sangzi.plans import actions
from sangzi.plans.access import demand_planner, may_plan
from sangzi.plans.models import Department
from sangzi.plans.queries.departments import colleagues, departments_of, same_offices
from sangzi.web.addresses import to_desk
from sangzi.web.doors import Visit


@audience("staff")
@require_safe
def show(request: Visit) -> HttpResponse:
    cards = departments_of(request.unit)
    may = may_plan(request.scope, request.unit)
    page = {
        "cards": cards,
        "same": same_offices(cards) if may else [],
        "colleagues": colleagues(request.unit) if may else [],
        "may_plan": may,
    }
    return render(request, "desk/departments/list.html", page)


@audience("staff")
@require_POST
def add(request: Visit) -> HttpResponse:
    demand_planner(request.scope, request.unit)
    made = actions.add_department(unit=request.unit, name=request.POST.get("name", ""), by=_by(request))
    messages.success(request, _("已添加“%(name)s”。") % {"name": made.name})
    return to_desk(request, "desk:departments")


@audience("staff")
@require_POST
def change(request: Visit, department: int, verb: str) -> HttpResponse:
    """Merge another one into it, part a name from it, let somebody join or leave."""
    demand_planner(request.scope, request.unit)
    messages.success(request, _VERBS[verb](request, _of_unit(request, department)))
    return to_desk(request, "desk:departments")


def _merge(request: Visit, department: Department) -> str:
    gone = _of_unit(request, _number(request, "gone"))
    actions.merge_departments(kept=department, gone=gone, by=_by(request))
    return _("“%(gone)s”已并入“%(kept)s”；点名称旁边的“拆开”可以还原。") % {"gone": gone.name, "kept": department.name}


def _part(request: Visit, department: Department) -> str:
    parted = actions.part_department(department=department, name=request.POST.get("name", ""), by=_by(request))
    return _("“%(name)s”又是单独的部门了。") % {"name": parted.name}


def _join(request: Visit, department: Department) -> str:
    account = _colleague(request)
    actions.join_department(department=department, account=account, by=_by(request))
    return _("%(name)s已加入“%(department)s”。") % {"name": account, "department": department.name}


def _leave(request: Visit, department: Department) -> str:
    account = _colleague(request)
    actions.leave_department(department=department, account=account, by=_by(request))
    return _("%(name)s已移出“%(department)s”。") % {"name": account, "department": department.name}


_VERBS: dict[str, Callable[[Visit, Department], str]] = {
    "merge": _merge,
    "part": _part,
    "join": _join,
    "leave": _leave,
}


def _of_unit(request: Visit, key: int) -> Department:
    found = Department.objects.filter(unit=request.unit, pk=key).first()
    if found is None:
        raise NotVisible(_("没有这个部门；请从列出的部门里选。"), department=key)
    return found


def _colleague(request: Visit) -> Account:
    """Somebody who works for the unit, or who is still in one of its departments."""
    key = _number(request, "account")
    cards = departments_of(request.unit)
    known = {one.pk: one for one in colleagues(request.unit)} | {one.pk: one for card in cards for one in card.members}
    if key not in known:
        raise NotVisible(_("没有这个人；请从列出的人里选。"), account=key)
    return known[key]


def _number(request: Visit, name: str) -> int:
    given = request.POST.get(name, "")
    if not given.isdecimal():
        raise BadInput(_("还没有选；请选一个再提交。"), field=name)
    return int(given)


def _by(request: Visit) -> Any:
    return request.user


urlpatterns = [
    path("departments/", show, name="departments"),
    path("departments/add/", add, name="department-add"),
    *(
        path(f"departments/<int:department>/{verb}/", change, {"verb": verb}, name=f"department-{verb}")
        for verb in _VERBS
    ),
]
