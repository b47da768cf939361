"""What can be asked about accounts and about the audit chains."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from .errors import NotVisible
from .models import Account, AuditLine, SheetImport
from .paging import Page, page_of


def sample_account(username: str) -> Account | None:
    """The sample account of this name; never a real one."""
    return Account.objects.filter(sample=True, is_active=True, username=username).first()


SYSTEM = 0
"""Whom `Asked` names where nobody acted: what the house does by itself."""


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


def audit_lines(
    *, chains: Iterable[int], asked: Asked = Asked(), after: str | None = None, size: int = 50
) -> Page[AuditLine]:
    """Lines of the given chains (a query of keys will do), newest first. A page costs the same at any depth."""
    rows = _asked_for(AuditLine.objects.filter(chain__in=chains), asked)
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


def acts_in(chains: Iterable[int]) -> list[str]:
    """The acts that occur in some chains, each once. One query over an index."""
    rows = AuditLine.objects.filter(chain__in=chains).order_by("act")
    return list(rows.values_list("act", flat=True).distinct())


def actors_in(chains: Iterable[int], *, named: str = "", size: int = 100) -> list[Account]:
    """Who acted in some chains, by name; only those whose name or user name has `named` in it. One query."""
    acted = AuditLine.objects.filter(chain__in=chains).order_by()
    found = Account.objects.filter(pk__in=acted.values("by"))
    if named:
        found = found.filter(Q(name__icontains=named) | Q(username__icontains=named))
    return list(found.order_by("name", "username")[:size])


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
