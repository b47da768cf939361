"""The audit chain: one line for every change, in the transaction of that change.

Each chain is a sequence of lines whose hash covers the line before (HMAC-SHA-256 under a key
derived from the installation's secret). `verify` finds edited, removed, reordered and inserted
lines; a truncated end is found because the head is kept apart, and a head truncated with it by
the anchors that are written outside the database.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from .models import Account, AuditHead, AuditLine

INSTALLATION = 0  # the chain of what concerns no unit


@dataclass(frozen=True)
class Breach:
    """Where a chain does not hold, and how."""

    chain: int
    seq: int
    what: str


def append(*, chain: int, act: str, about: str, by: Account | None, detail: dict[str, Any] | None = None) -> AuditLine:
    """Write the next line of `chain`. Must run inside the transaction of the change it tells of."""
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("an audit line is written inside the transaction of its change")
    told = canonical(detail or {})
    line = AuditLine(chain=chain, at=timezone.now(), by=by, act=act, about=about, detail=told)
    return extend(chain, [line])[0]


def extend(chain: int, lines: list[AuditLine]) -> list[AuditLine]:
    """Number, hash and write lines at the end of their chain, in their order."""
    head = _locked_head(chain)
    _chain_up(head, lines)
    written = AuditLine.objects.bulk_create(lines)
    AuditHead.objects.filter(chain=chain).update(seq=head.seq, hash=head.hash)
    return written


def extend_all(lines: Mapping[int, Sequence[AuditLine]]) -> None:
    """The same for many chains at once, in three statements. Their heads are held in the order of their keys."""
    locked = AuditHead.objects.select_for_update().filter(chain__in=list(lines)).order_by("chain")
    heads = {head.chain: head for head in locked}
    for chain in sorted(lines.keys() - heads.keys()):
        heads[chain] = _locked_head(chain)
    for chain, own in lines.items():
        _chain_up(heads[chain], own)
    AuditLine.objects.bulk_create(line for own in lines.values() for line in own)
    AuditHead.objects.bulk_update(heads.values(), ["seq", "hash"])


def _chain_up(head: AuditHead, lines: Iterable[AuditLine]) -> None:
    """Number and hash lines behind a head, in memory, and move it on."""
    for line in lines:
        head.seq += 1
        line.seq, line.previous = head.seq, head.hash
        line.hash = head.hash = _line_hash(line)


def verify(progress: Callable[[int], None] = lambda _lines: None) -> Iterator[Breach]:
    """Every breach in every chain; nothing when all chains are whole. Reads the lines once, in order.

    May run while others write: a chain must hold at least what its head said before the reading, and at
    most what its head says after it.
    """
    before = _heads()
    chain, seq, previous = -1, 0, ""
    ends: dict[int, int] = {}
    met: dict[int, str] = {}
    for number, line in enumerate(AuditLine.objects.order_by("chain", "seq").iterator(chunk_size=5000), 1):
        if line.chain != chain:
            chain, seq, previous = line.chain, 0, ""
        yield from _line_breaches(line, seq + 1, previous)
        seq, previous = line.seq, line.hash
        ends[chain] = seq
        if seq == before.get(chain, (0, ""))[0]:
            met[chain] = line.hash
        progress(number)
    yield from _end_breaches(before, met, ends, _heads())


def head_digest() -> str:
    """One hash over the heads of all chains, to be printed and compared by eye."""
    digest = hashlib.sha256()
    for chain, (seq, value) in sorted(_heads().items()):
        digest.update(f"{chain}:{seq}:{value}\n".encode())
    return digest.hexdigest()


def _locked_head(chain: int) -> AuditHead:
    locked = AuditHead.objects.select_for_update()
    head = locked.filter(chain=chain).first()
    if head is None:
        AuditHead.objects.get_or_create(chain=chain)  # two first writers: one creates, both lock
        head = locked.get(chain=chain)
    return head


def _heads() -> dict[int, tuple[int, str]]:
    return {chain: (seq, value) for chain, seq, value in AuditHead.objects.values_list("chain", "seq", "hash")}


def _line_breaches(line: AuditLine, seq: int, previous: str) -> Iterator[Breach]:
    if line.seq != seq:
        yield Breach(line.chain, line.seq, _("这一行之前少了记录"))
    elif line.previous != previous:
        yield Breach(line.chain, line.seq, _("前一行不是写入时的那一行"))
    if not hmac.compare_digest(line.hash, _line_hash(line)):
        yield Breach(line.chain, line.seq, _("这一行写入之后被改动过"))


def _end_breaches(
    before: dict[int, tuple[int, str]], met: dict[int, str], ends: dict[int, int], after: dict[int, tuple[int, str]]
) -> Iterator[Breach]:
    for chain in sorted(before.keys() | ends.keys()):
        seq, value = before.get(chain, (0, ""))
        if met.get(chain, "") != value:
            yield Breach(chain, seq, _("链的末尾缺失或被替换"))
        if ends.get(chain, 0) > after.get(chain, (0, ""))[0]:
            yield Breach(chain, ends[chain], _("链的末尾之后多出了记录"))


def _line_hash(line: AuditLine) -> str:
    told = (line.chain, line.seq, moment(line.at), line.by_id, line.act, line.about, line.detail, line.previous)
    return hmac.new(key(), canonical(told).encode(), hashlib.sha256).hexdigest()


def key() -> bytes:
    """The key of the chains' hashes, derived from the installation's secret."""
    return hashlib.sha256(b"audit:" + settings.SECRET_KEY.encode()).digest()


def moment(at: datetime) -> str:
    """A moment as it is hashed, whatever time zone it was read in."""
    return at.astimezone(UTC).isoformat()


def canonical(value: object) -> str:
    """The one way in which a value is written before it is hashed."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)
