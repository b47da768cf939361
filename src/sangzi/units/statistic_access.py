"""Who may bring statistics: the lead of a unit, for it and everything below. Whoever sees a unit sees its numbers."""

from __future__ import annotations

from django.utils.translation import gettext as _

from sangzi.kernel.errors import NotPermitted

from .access import Scope
from .models import Assignment, Unit

LEADS = frozenset({Assignment.Role.LEAD})


def may_bring_statistics(scope: Scope, unit: Unit) -> bool:
    """Whether the scope leads the unit, from there or from above."""
    return bool(scope.roles_at(unit) & LEADS)


def scope_to_bring(scope: Scope, unit: Unit) -> Scope:
    """The units whose numbers may be brought. Raises `NotPermitted` unless the unit at hand is one of them."""
    if not may_bring_statistics(scope, unit):
        raise NotPermitted(
            _("只有“%(unit)s”或上级单位的负责人可以导入统计数据；您可以查看。") % {"unit": unit.short}, unit=unit.pk
        )
    return scope.within(LEADS)
