"""Who may read a brief: whoever sees its unit. Who may issue one: whoever works there or above."""

from __future__ import annotations

from django.utils.translation import gettext as _

from sangzi.kernel.errors import NotPermitted, NotVisible
from sangzi.units.access import Scope
from sangzi.units.models import Unit

from .models import Brief


def get_brief_for(scope: Scope, key: int) -> Brief:
    """The brief, if its unit lies in the scope. Raises `NotVisible`."""
    brief = scope.filter(Brief.objects.select_related("unit", "by")).filter(pk=key).first()
    if brief is None:
        raise NotVisible(_("没有找到这期简报；请检查地址。"), brief=key)
    return brief


def may_issue(scope: Scope, unit: Unit) -> bool:
    """Whether the scope may write in the unit's name."""
    return scope.writable.covers(unit)


def require_may_issue(scope: Scope, unit: Unit) -> None:
    """Raise `NotPermitted` unless the scope may write in the unit's name."""
    if not may_issue(scope, unit):
        raise NotPermitted(
            _("您可以查看%(unit)s的简报，但您的职责不能编印；请由该单位办理业务的人编印。") % {"unit": unit.short},
            unit=unit.pk,
        )
