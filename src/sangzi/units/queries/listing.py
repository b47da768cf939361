"""What pages list: children a page at a time, who works where, the chains of a subtree."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from sangzi.kernel.errors import BadInput
from sangzi.kernel.models import Account
from sangzi.kernel.paging import SIZE, Page
from sangzi.units.models import Assignment, Unit

from .finding import children

Kind = Unit.Kind


def children_page(unit: Unit, *, kind: str, after: str | None = None, size: int = SIZE) -> Page[Unit]:
    """The live children of one kind in their official order, a page at a time. One query."""
    rows = children(unit).filter(kind=kind)
    if after:
        order, pk = _place(after)
        rows = rows.filter(Q(order__gt=order) | Q(order=order, pk__gt=pk))
    lines = list(rows[: size + 1])
    last = lines[size - 1] if len(lines) > size else None
    return Page(lines[:size], f"{last.order}_{last.pk}" if last else None)


def count_children(units: Iterable[Unit]) -> dict[int, int]:
    """How many live children each unit has, by its key; units without any are left out. One query."""
    rows = Unit.objects.filter(parent__in=[unit.pk for unit in units], closed=None)
    return dict(rows.order_by().values_list("parent_id").annotate(count=Count("pk")))


def count_kinds(unit: Unit) -> dict[str, int]:
    """How many live children there are of each kind. One query."""
    return dict(children(unit).order_by().values_list("kind").annotate(count=Count("pk")))


def chains_below(unit: Unit) -> QuerySet[Unit, int]:
    """The keys of the unit and everything below it, closed units too: the audit chains of the subtree."""
    return Unit.objects.filter(path__within=unit.path).values_list("pk", flat=True)


def units_by_key(keys: Iterable[int]) -> dict[int, Unit]:
    """Units by key. One query."""
    return Unit.objects.in_bulk(set(keys))


def assignments_of(account: Account, on: date) -> list[Assignment]:
    """Where an account works on a day, higher units first. One query."""
    return list(_current(on).filter(account=account).order_by("unit__level", "unit", "role"))


def sample_workers(on: date) -> list[Assignment]:
    """The sample accounts and where they work, higher units first; none where no sample was loaded. One query."""
    rows = _current(on).filter(account__sample=True, account__is_active=True)
    return list(rows.order_by("unit__level", "unit__order", "account"))


def sample_others(on: date) -> list[Account]:
    """The sample accounts that work nowhere: people who came for themselves. One query."""
    busy = _current(on).filter(account=OuterRef("pk"))
    return list(Account.objects.filter(~Exists(busy), sample=True, is_active=True).order_by("pk"))


def _current(on: date) -> QuerySet[Assignment]:
    held = Assignment.objects.filter(Q(until=None) | Q(until__gt=on), since__lte=on)
    return held.select_related("unit", "account")


def _place(after: str) -> tuple[int, int]:
    order, _underscore, pk = after.partition("_")
    if not (order.lstrip("-").isdecimal() and pk.isdecimal()):
        raise BadInput(_("翻页位置“%(after)s”无法识别；请回到列表第一页。") % {"after": after[:40]})
    return int(order), int(pk)
