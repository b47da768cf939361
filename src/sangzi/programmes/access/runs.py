"""Who may see the runs of an allotment: staff of the round's unit and above, auditors among them."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from sangzi.kernel.errors import NotVisible
from sangzi.units.access import Scope

from ..models import Run


def visible_runs(scope: Scope) -> QuerySet[Run]:
    """Runs of rounds of units in the scope, without their arrays."""
    return scope.filter(Run.objects.all(), "round__unit").defer("input", "output")


def get_run_for(scope: Scope, round_key: int, number: int) -> Run:
    """A visible run by its number, the round and its unit along. Raises `NotVisible`."""
    rows = visible_runs(scope).select_related("round__unit", "by", "published_by")
    found = rows.filter(round=round_key, number=number).first()
    if found is None:
        raise NotVisible(_("没有找到这次试算；请回到批次的分配页面。"), round=round_key, number=number)
    return found
