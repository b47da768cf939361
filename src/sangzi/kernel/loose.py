"""Loose audit lines: for acts that hundreds do in the same second, where a chain's head would be a queue.

`note_all` writes lines without a number, each sealed by its own HMAC, in the transaction of the change. `tie` gives
waiting lines their numbers and hashes, oldest first, many in one transaction; a worker does so every second. Until then
an edited line is found by its seal; a removed one is not, which is why they wait no longer than that.
"""

from __future__ import annotations

import hmac
from collections.abc import Iterable, Iterator
from datetime import datetime
from hashlib import sha256
from itertools import groupby
from operator import attrgetter
from typing import Any, NamedTuple

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from . import audit
from .claiming import claimed
from .models import Account, AuditLine, LooseLine
from .round_trips import Change, inserting, write

LINES_A_TURN = 2000


class Said(NamedTuple):
    """The columns of a loose line, in the order in which a statement of several tables writes them."""

    chain: int
    at: datetime
    by_id: int | None
    act: str
    about: str
    detail: str
    seal: str


def said(
    *, chain: int, act: str, about: str, by: Account | None, at: datetime, detail: dict[str, Any] | None = None
) -> Said:
    """What a loose line holds, sealed."""
    told = audit.canonical(detail or {})
    by_id = by.pk if by else None
    return Said(chain, at, by_id, act, about, told, _seal(chain, at, by_id, act, about, told))


def noting(lines: Iterable[Said]) -> Change:
    """Loose lines, to be written in the transaction of the changes that they tell of."""
    return inserting(LooseLine, Said._fields, lines)


def note_all(lines: Iterable[Said]) -> None:
    """Write loose lines. Runs in the transaction of the changes that they tell of."""
    write([noting(lines)])


def note(
    *, chain: int, act: str, about: str, by: Account | None, at: datetime, detail: dict[str, Any] | None = None
) -> None:
    """Write one loose line."""
    note_all([said(chain=chain, act=act, about=about, by=by, at=at, detail=detail)])


@transaction.atomic
def tie(limit: int = LINES_A_TURN) -> int:
    """Tie up to `limit` waiting lines into their chains, in the order in which they came. How many there were.

    Lines whose seal is broken stay where they are: `audit.verify` tells of them.
    """
    waiting = [line for line in claimed(LooseLine.objects.order_by("pk"), limit) if _holds(line)]
    for chain, lines in groupby(sorted(waiting, key=attrgetter("chain", "pk")), key=attrgetter("chain")):
        audit.extend(chain, [_numberless(line) for line in lines])
    LooseLine.objects.filter(pk__in=[line.pk for line in waiting]).delete()
    return len(waiting)


def breaches() -> Iterator[audit.Breach]:
    """Waiting lines that were changed since they were written."""
    for line in LooseLine.objects.order_by("pk").iterator():
        if not _holds(line):
            yield audit.Breach(line.chain, 0, _("待编入链的一行写入之后被改动过"))


def waiting() -> QuerySet[LooseLine]:
    """The lines that are not tied yet."""
    return LooseLine.objects.order_by("pk")


def _numberless(line: LooseLine) -> AuditLine:
    return AuditLine(chain=line.chain, at=line.at, by_id=line.by_id, act=line.act, about=line.about, detail=line.detail)


def _holds(line: LooseLine) -> bool:
    told = (line.chain, line.at, line.by_id, line.act, line.about, line.detail)
    return hmac.compare_digest(line.seal, _seal(*told))


def _seal(chain: int, at: datetime, by_id: int | None, act: str, about: str, detail: str) -> str:
    told = audit.canonical((chain, audit.moment(at), by_id, act, about, detail))
    return hmac.new(audit.key(), b"loose:" + told.encode(), sha256).hexdigest()
