"""Which applications staff may see: those dealt with at their units and below."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from sangzi.people.access import one_of
from sangzi.units.access import Scope

from ..models import Application, ApplicationState


def visible_applications(scope: Scope) -> QuerySet[Application]:
    """Applications at units in the scope of those who deal with them; a draft is its applicant's own till handed in."""
    return scope.readable.filter(Application.objects.exclude(state=ApplicationState.DRAFT))


def get_application_for(scope: Scope, key: int) -> Application:
    """A visible application; round, unit and applicant along. Raises `NotVisible`."""
    along = ("round__unit", "unit", "person__home", "partner", "for_unit", "by")
    rows = visible_applications(scope).select_related(*along)
    return one_of(rows, key, _("没有找到这份申请；请回到报名列表重新选择。"))
