"""Who may see which units: the one condition that stands under every query.

An account works for units; it sees these and everything below them, and nothing else. What may not be seen
is answered as if it were not there.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from django.db.models import Exists, Model, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from sangzi.kernel.errors import NotPermitted, NotVisible
from sangzi.kernel.models import Account

from .models import Assignment, Unit, UnitEvent, UnitEventLine
from .paths import WIDTH
from .queries import predecessors, unit_by_slug

M = TypeVar("M", bound=Model)
Role = Assignment.Role

WRITING = frozenset({Role.LEAD, Role.OFFICER})
READING = WRITING | {Role.AUDITOR}
"""Who deals with what people hand in, and who looks whether that was done rightly; nobody else needs to know."""


@dataclass(frozen=True)
class Grant:
    """A role in one unit and everything below it."""

    path: str
    role: str


@dataclass(frozen=True)
class Scope:
    """What an account may see: the subtrees of its units, each with the role it has there."""

    grants: tuple[Grant, ...] = ()

    @property
    def prefixes(self) -> tuple[str, ...]:
        """The paths of the subtrees, none inside another."""
        found: list[str] = []
        for path in sorted({grant.path for grant in self.grants}):
            if not found or not path.startswith(found[-1]):
                found.append(path)
        return tuple(found)

    @property
    def roles(self) -> frozenset[str]:
        return frozenset(grant.role for grant in self.grants)

    @property
    def can_write(self) -> bool:
        """Whether there is any unit where the account may change something."""
        return bool(self.roles & WRITING)

    @property
    def whole(self) -> bool:
        """Whether the root is among the units, so that no condition is needed."""
        return any(len(grant.path) == WIDTH for grant in self.grants)

    def within(self, roles: Iterable[str]) -> Scope:
        """The part of the scope held in one of these roles."""
        wanted = frozenset(roles)
        return Scope(tuple(grant for grant in self.grants if grant.role in wanted))

    @property
    def writable(self) -> Scope:
        """The part of the scope where the account may change things."""
        return self.within(WRITING)

    @property
    def readable(self) -> Scope:
        """The part of the scope where the account may know who asked for what, and who got it."""
        return self.within(READING)

    def covers(self, unit: Unit) -> bool:
        return any(unit.path.startswith(grant.path) for grant in self.grants)

    def roles_at(self, unit: Unit) -> frozenset[str]:
        """The roles that the account has at a unit, from there or from above."""
        return frozenset(grant.role for grant in self.grants if unit.path.startswith(grant.path))

    def filter(self, rows: QuerySet[M], field: str = "unit") -> QuerySet[M]:
        """Only the rows whose unit is in scope; `field` leads to the unit, "" where the rows are units."""
        if self.whole:
            return rows
        condition = self.condition(field)
        return rows.filter(condition) if condition else rows.none()

    def condition(self, field: str = "unit") -> Q:
        """The scope as a condition on the path; empty for an account that works nowhere."""
        name = f"{field}__path__within" if field else "path__within"
        condition = Q()
        for prefix in self.prefixes:
            condition |= Q(**{name: prefix})
        return condition


def scope_of(account: Account, on: date) -> Scope:
    """What an account may see on a day. One query, and two more where one of its units took others in.

    Such a unit sees what they left: their subtrees belong to the scope as well.
    """
    if not account.is_active:
        return Scope()
    current = Assignment.objects.filter(Q(until=None) | Q(until__gt=on), account=account.pk, since__lte=on)
    merged = UnitEventLine.objects.filter(
        unit=OuterRef("unit"), role=UnitEventLine.Role.AFTER, event__kind=UnitEvent.Kind.MERGE
    )
    held = list(current.values_list("unit_id", "unit__path", "role", Exists(merged)))
    grants = [Grant(path, role) for _unit, path, role, _took_in in held]
    grants += [Grant(path, role) for unit, _path, role, took_in in held if took_in for path in _merged_into(unit)]
    return Scope(tuple(grants))


def _merged_into(unit: int) -> list[str]:
    return list(Unit.objects.filter(pk__in=predecessors([unit])).values_list("path", flat=True))


def unit_for(account: Account, named: str | int, on: date) -> Unit:
    """The unit that an address or a form names, if the account may see it. Raises `NotVisible`.

    `named` is a code, a key behind a `u`, or (as a number) a key.
    """
    unit = unit_by_slug(f"u{named}" if isinstance(named, int) else named)
    if not scope_of(account, on).covers(unit):
        raise NotVisible(_("没有找到这个单位；请检查地址。"), unit=str(named))
    return unit


def writable_unit_for(account: Account, named: str | int, on: date, roles: Iterable[str] = WRITING) -> Unit:
    """Like `unit_for`, for changing something there. Raises `NotVisible`, or `NotPermitted` where it may be seen."""
    unit = unit_for(account, named, on)
    if not scope_of(account, on).roles_at(unit) & frozenset(roles):
        raise NotPermitted(_("您可以查看“%(unit)s”，但您在这里的职责不能修改它。") % {"unit": unit.short}, unit=unit.pk)
    return unit
