"""Who may see rounds and what is offered, and who may write.

Rounds are also seen from below: a township records in the round that its province has opened.
"""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from sangzi.kernel.errors import NotPermitted
from sangzi.people.access import one_of
from sangzi.units.access import Scope
from sangzi.units.models import Unit
from sangzi.units.paths import keys

from ..models import Opening, Round


def visible_rounds(scope: Scope) -> QuerySet[Round]:
    """Rounds of units in the scope, and of those above them."""
    rounds = Round.objects.all()
    if scope.whole:
        return rounds
    if not scope.grants:
        return rounds.none()
    above = {key for prefix in scope.prefixes for key in keys(prefix)}
    return rounds.filter(scope.condition() | Q(unit__in=above))


def visible_openings(scope: Scope) -> QuerySet[Opening]:
    """Openings of units in the scope."""
    return scope.filter(Opening.objects.all())


def get_round_for(scope: Scope, key: int) -> Round:
    """A visible round, unit along. Raises `NotVisible`."""
    return one_of(visible_rounds(scope).select_related("unit"), key, _("没有找到这个批次；请回到项目页面重新选择。"))


def get_opening_for(scope: Scope, key: int) -> Opening:
    """A visible opening, unit and round along. Raises `NotVisible`."""
    rows = visible_openings(scope).select_related("unit", "round__unit")
    return one_of(rows, key, _("没有找到这个名额；请回到批次页面重新选择。"))


def require_may_write(scope: Scope, unit: Unit) -> None:
    """Raise `NotPermitted` unless the account may change things at the unit."""
    if not scope.writable.covers(unit):
        raise NotPermitted(
            _("您在%(unit)s的职责不能登记或修改；请由该单位办理业务的人登记。") % {"unit": unit.short}, unit=unit.pk
        )
