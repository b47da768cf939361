"""Who works where."""

from __future__ import annotations

from datetime import date

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from sangzi.kernel import audit
from sangzi.kernel.errors import BadInput, Conflict
from sangzi.kernel.models import Account
from sangzi.kernel.wording import day_of
from sangzi.units.models import Assignment, Unit

from .change import refuse_closed


def assign(*, account: Account, unit: Unit, role: str, since: date, by: Account | None) -> Assignment:
    """Let an account work for a unit, in a role, from a day on."""
    refuse_closed(unit)
    if role not in Assignment.Role.values:
        raise BadInput(_("没有“%(role)s”这个职责。") % {"role": role}, role=role)
    if unit.founded and since < unit.founded:
        raise BadInput(
            _("“%(unit)s”%(day)s才成立，日期不能早于这一天。") % {"unit": unit.name, "day": day_of(unit.founded)},
            unit=unit.pk,
        )
    try:
        with transaction.atomic():
            made = Assignment.objects.create(account=account, unit=unit, role=role, since=since)
            _log("units.assign", made, by)
    except IntegrityError as error:
        raise Conflict(_("这个账号在“%(unit)s”已经担任这个职责。") % {"unit": unit.name}, unit=unit.pk) from error
    return made


def end_assignment(*, assignment: Assignment, until: date, by: Account | None) -> Assignment:
    """End an assignment: `until` is the first day it no longer holds."""
    if until < assignment.since:
        raise BadInput(_("结束日期不能早于开始日期%(day)s。") % {"day": day_of(assignment.since)})
    with transaction.atomic():
        if not Assignment.objects.filter(pk=assignment.pk, until=None).update(until=until):
            raise Conflict(_("这个职责已经结束。"))
        assignment.until = until
        _log("units.end_assignment", assignment, by)
    return assignment


def _log(act: str, made: Assignment, by: Account | None) -> None:
    detail = {"role": made.role, "since": made.since.isoformat(), "until": made.until and made.until.isoformat()}
    audit.append(chain=made.unit_id, act=act, about=f"account:{made.account_id}", by=by, detail=detail)
