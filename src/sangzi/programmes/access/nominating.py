"""Who may enter somebody else: whoever works for a unit in the reach of the round, for people of that unit."""

from __future__ import annotations

from django.db.models import QuerySet

from sangzi.kernel.models import Account
from sangzi.units.access import Scope
from sangzi.units.models import Unit
from sangzi.units.paths import keys
from sangzi.units.queries.listing import units_by_key

from ..definitions import frozen
from ..models import Applicant, Application, Round


def takes_nominees(round_: Round) -> bool:
    """Whether others enter persons in a round."""
    step = frozen(round_.definition).applications
    return step is not None and step.nominated and Applicant.PERSON in step.by


def units_nominating(scope: Scope, round_: Round) -> list[Unit]:
    """The units for which a visitor may nominate in a round, in the order of the tree. At most one query."""
    if not takes_nominees(round_):
        return []
    units = units_by_key(keys(path)[-1] for path in scope.writable.prefixes)
    inside = [unit for unit in units.values() if unit.path.startswith(round_.unit.path)]
    return sorted(inside, key=lambda unit: unit.path)


def nominated_by(account: Account, round_: Round) -> QuerySet[Application]:
    """Those whom an account has entered in a round, the person along."""
    entered = Application.objects.filter(round=round_, by=account, kind=Applicant.PERSON)
    return entered.exclude(person__account=account).select_related("person").order_by("-pk")
