"""Departments of a unit: named, merged where plans write them in several ways, parted again, given members."""

from __future__ import annotations

import json

from django.db import transaction
from django.utils.translation import gettext as _

from sangzi.kernel import audit
from sangzi.kernel.errors import BadInput, Conflict
from sangzi.kernel.models import Account
from sangzi.plans.duties import departments_by_name, keep_duties
from sangzi.plans.models import Commitment, Department
from sangzi.plans.owners import tidy
from sangzi.units.models import Assignment, Unit


@transaction.atomic
def add_department(*, unit: Unit, name: str, by: Account | None) -> Department:
    """A department that no plan names yet."""
    plain = tidy(name)
    if not plain:
        raise BadInput(_("部门名称不能为空。"), field="name")
    if plain in departments_by_name(unit.pk):
        raise Conflict(_("已经有部门“%(name)s”。") % {"name": plain}, field="name")
    made, new = Department.objects.get_or_create(unit=unit, name=plain, defaults={"names": _written([plain])})
    if not new:  # merged into one that was renamed since
        made.names = _written([plain])
        made.save(update_fields=["names"])
    _note(made, "add-department", by)
    return made


@transaction.atomic
def merge_departments(*, kept: Department, gone: Department, by: Account | None) -> Department:
    """Say that two names are one office. The second keeps its row without names, so that it can be parted again."""
    kept, gone = _locked(kept), _locked(gone)
    if kept.pk == gone.pk or kept.unit_id != gone.unit_id:
        raise Conflict(_("只能合并同一个单位的两个部门。"), department=kept.pk)
    if not names_of(gone) or not names_of(kept):
        raise Conflict(_("“%(name)s”已经并入别的部门；请刷新页面再看。") % {"name": gone.name}, department=gone.pk)
    kept.names = _written([*names_of(kept), *names_of(gone)])
    gone.names = _written([])
    _save(kept, gone)
    _note(kept, "merge-departments", by, {"gone": gone.pk})
    return kept


@transaction.atomic
def part_department(*, department: Department, name: str, by: Account | None) -> Department:
    """Let one of several names be an office of its own again, with the members it had."""
    whole = _locked(department)
    if name not in names_of(whole) or name == whole.name:
        told = {"name": name[:40], "whole": whole.name}
        raise Conflict(_("“%(name)s”不是并入“%(whole)s”的名称；请刷新页面再看。") % told, department=whole.pk)
    parted, _new = Department.objects.select_for_update().get_or_create(unit_id=whole.unit_id, name=name)
    whole.names = _written([one for one in names_of(whole) if one != name])
    parted.names = _written([name])
    _save(whole, parted)
    _note(whole, "part-department", by, {"parted": parted.pk})
    return parted


@transaction.atomic
def join_department(*, department: Department, account: Account, by: Account | None) -> None:
    """Make somebody who works for the unit a member."""
    if not Assignment.objects.filter(unit=department.unit_id, account=account, until=None).exists():
        raise BadInput(_("“%(name)s”不在这个单位任职；请先安排任职。") % {"name": str(account)}, field="account")
    department.members.add(account)
    _note(department, "join-department", by, {"account": account.pk})


@transaction.atomic
def leave_department(*, department: Department, account: Account, by: Account | None) -> None:
    """Take somebody out of a department, and out of those that were merged into it."""
    same = Department.objects.filter(unit=department.unit_id, name__in=names_of(department))
    for one in same:
        one.members.remove(account)
    _note(department, "leave-department", by, {"account": account.pk})


def names_of(department: Department) -> list[str]:
    """All ways a department is written; none where it was merged into another."""
    names: list[str] = json.loads(department.names)
    return names


def _locked(department: Department) -> Department:
    return Department.objects.select_for_update().get(pk=department.pk)


def _save(*departments: Department) -> None:
    """Write the names, and let the duties follow: those of all that the unit's plans name."""
    for one in departments:
        one.save(update_fields=["names"])
    unit = departments[0].unit_id
    rows = Commitment.objects.filter(plan__unit=unit, duties__department__in=departments).distinct()
    keep_duties(unit, list(rows.only("pk", "owners", "because", "plan_id")))


def _written(names: list[str]) -> str:
    return json.dumps(list(dict.fromkeys(names)), ensure_ascii=False)


def _note(department: Department, act: str, by: Account | None, detail: dict[str, int] | None = None) -> None:
    audit.append(
        chain=department.unit_id, act=f"plans.{act}", about=f"department:{department.pk}", by=by, detail=detail
    )
