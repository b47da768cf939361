"""What can be asked about accounts and about the audit chains."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from django.db import connection
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from .errors import NotVisible
from .models import Account, AuditHead, AuditLine, SheetImport
from .paging import Page, page_of


def sample_account(username: str) -> Account | None:
    """The sample account of this name; never a real one."""
    return Account.objects.filter(sample=True, is_active=True, username=username).first()


SYSTEM = 0
"""Whom `Asked` names where nobody acted: what the house does by itself."""


FEW = 200
"""So many chains are looked into one by one; of more, all lines are walked through, newest first."""
_EVERY_ACT = """
WITH RECURSIVE met(act) AS (
    SELECT MIN(act) FROM kernel_auditline
    UNION ALL SELECT (SELECT MIN(act) FROM kernel_auditline WHERE act > met.act) FROM met WHERE met.act IS NOT NULL
) SELECT act FROM met WHERE act IS NOT NULL
"""


class Chains(NamedTuple):
    """Some chains: `every` as given (a query of keys will do), `few` those that have lines unless they are many."""

    every: Iterable[int]
    few: list[int] | None


@dataclass(frozen=True)
class Asked:
    """Which lines are asked for; empty asks for all. `since` and `until` are days of local time, both included."""

    by: int | None = None
    act: str = ""
    about: str = ""
    since: date | None = None
    until: date | None = None

    @property
    def is_narrow(self) -> bool:
        return self != Asked()


def chains_of(every: Iterable[int]) -> Chains:
    """Some chains, to be asked about. One query."""
    heads = AuditHead.objects.filter(chain__in=every)
    own = list(heads.values_list("chain", flat=True)[: FEW + 1])
    return Chains(every, own if len(own) <= FEW else None)


def audit_lines(*, chains: Chains, asked: Asked = Asked(), after: str | None = None, size: int = 50) -> Page[AuditLine]:
    """Lines of some chains, newest first. One query; a page costs the same at any depth."""
    rows = _asked_for(
        _in_order(chains) if chains.few is None else AuditLine.objects.filter(chain__in=chains.few), asked
    )
    return page_of(rows.select_related("by"), after=after, size=size)


def _asked_for(rows: QuerySet[AuditLine], asked: Asked) -> QuerySet[AuditLine]:
    if asked.by is not None:
        rows = rows.filter(by=asked.by) if asked.by != SYSTEM else rows.filter(by=None)
    if asked.act:
        rows = rows.filter(act=asked.act)
    if asked.about:
        rows = rows.filter(about=asked.about)
    if asked.since:
        rows = rows.filter(at__gte=_midnight(asked.since))
    if asked.until:
        rows = rows.filter(at__lt=_midnight(asked.until + timedelta(days=1)))
    return rows


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))


def acts_in(chains: Chains) -> list[str]:
    """The acts that occur in some chains, each once; where the chains are many, those that occur in any. One query.

    Nearly every act occurs in many chains, and looking through all their lines would take seconds.
    """
    if chains.few is not None:
        rows = AuditLine.objects.filter(chain__in=chains.few).order_by("act")
        return list(rows.values_list("act", flat=True).distinct())
    with connection.cursor() as cursor:
        cursor.execute(_EVERY_ACT)
        return [act for (act,) in cursor.fetchall()]


def actors_in(chains: Chains, *, named: str = "", size: int = 100) -> list[Account]:
    """Who acted in some chains, by name; only those whose name or user name has `named` in it. One query."""
    if chains.few is not None:
        acted = AuditLine.objects.filter(chain__in=chains.few).order_by()
        found = Account.objects.filter(pk__in=acted.values("by"))
    else:
        found = Account.objects.filter(Exists(_in_order(chains).filter(by=OuterRef("pk"))))
    if named:
        found = found.filter(Q(name__icontains=named) | Q(username__icontains=named))
    return list(found.order_by("name", "username")[:size])


def _in_order(chains: Chains) -> QuerySet[AuditLine]:
    """The lines of many chains, so asked that no database gathers them chain by chain to sort them afterwards."""
    return AuditLine.objects.alias(of=F("chain") + 0).filter(of__in=chains.every)


def account_named(key: int) -> Account | None:
    """The account of a key, to say whose lines are shown."""
    return Account.objects.filter(pk=key).first()


def own_lines(account: Account, *, size: int = 10) -> list[AuditLine]:
    """The latest lines that tell of what an account did."""
    return list(AuditLine.objects.filter(by=account).order_by("-pk")[:size])


def lines_about(about: str, act: str, *, size: int = 20) -> list[AuditLine]:
    """The latest lines of one act about one thing, with who did it. One query."""
    lines = AuditLine.objects.filter(about=about, act=act).select_related("by")
    return list(lines.order_by("-pk")[:size])


def refused_rows(sheet: SheetImport, *, size: int = 20) -> list[tuple[int, list[str]]]:
    """The first rows of a sheet that were refused: number and reasons. One query."""
    rows = sheet.refused.order_by("number").values_list("number", "reasons")[:size]
    return [(number, json.loads(reasons)) for number, reasons in rows]


def sheet_brought(account: Account, key: int) -> SheetImport:
    """A sheet that the account itself brought. Raises `NotVisible` for any other."""
    sheet = SheetImport.objects.filter(pk=key, by=account).select_related("by", "job").first()
    if sheet is None:
        raise NotVisible(_("没有找到这次导入；请回到原来的页面重新上传。"), sheet=key)
    return sheet
