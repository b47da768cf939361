"""What can be asked about accounts and about the audit chains."""

from __future__ import annotations

import json
from collections.abc import Iterable

from django.utils.translation import gettext as _

from .errors import NotVisible
from .models import Account, AuditLine, SheetImport
from .paging import Page, page_of


def sample_account(username: str) -> Account | None:
    """The sample account of this name; never a real one."""
    return Account.objects.filter(sample=True, is_active=True, username=username).first()


def audit_lines(*, chains: Iterable[int], after: str | None = None, size: int = 50) -> Page[AuditLine]:
    """Lines of the given chains (a query of keys will do), newest first. A page costs the same at any depth."""
    return page_of(AuditLine.objects.filter(chain__in=chains).select_related("by"), after=after, size=size)


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
