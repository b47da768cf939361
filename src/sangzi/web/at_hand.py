"""The unit at hand: named by the address, else the one worked in last, else the account's own."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from sangzi.kernel.errors import NotVisible
from sangzi.units.access import Scope
from sangzi.units.models import Unit
from sangzi.units.paths import keys
from sangzi.units.queries import unit_by_slug

from .addresses import slug_of

REMEMBERED = "unit"


def unit_at_hand(request: Any, asked: str) -> Unit | None:
    """The unit the request is about, always inside the visitor's scope; None when they work nowhere.

    Raises `NotVisible` when the address names a unit outside it.
    """
    if not asked:
        return _remembered(request) or _home(request.scope)
    unit = unit_in(request.scope, asked)
    if request.session.get(REMEMBERED) != slug_of(unit):
        request.session[REMEMBERED] = slug_of(unit)
    return unit


def unit_of(request: Any) -> Unit | None:
    """The unit at hand of any request, looked for when it is first asked; None for who is not signed in."""
    if not hasattr(request, "unit"):
        scope = getattr(request, "scope", None)
        request.unit = None if scope is None else unit_at_hand(request, "")
    unit: Unit | None = request.unit
    return unit


def unit_in(scope: Scope, slug: str) -> Unit:
    """The unit of this slug, if it lies in the scope. Raises `NotVisible`."""
    unit = unit_by_slug(slug)
    if not scope.covers(unit):
        raise NotVisible(_("没有找到这个单位；请检查地址。"), unit=slug)
    return unit


def leads(scope: Scope, unit: Unit) -> bool:
    """Whether the visitor leads the unit, from there or from above."""
    return "lead" in scope.roles_at(unit)


def audits(scope: Scope, unit: Unit) -> bool:
    """Whether the visitor may read the audit chain of the unit."""
    return "auditor" in scope.roles_at(unit)


def _remembered(request: Any) -> Unit | None:
    """The unit of the last page, unless the visitor no longer works above it."""
    slug = request.session.get(REMEMBERED)
    if not slug:
        return None
    try:
        return unit_in(request.scope, slug)
    except NotVisible:
        return None


def _home(scope: Scope) -> Unit | None:
    """The highest of the units the visitor works for."""
    if not scope.grants:
        return None
    highest = min(scope.grants, key=lambda grant: (len(grant.path), grant.path))
    return unit_by_slug(f"u{keys(highest.path)[-1]}")
