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
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

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
    AuditHead.objects.get_or_create(chain=chain)
    head = AuditHead.objects.select_for_update().get(chain=chain)
    line = AuditLine(
        chain=chain,
        seq=head.seq + 1,
        at=timezone.now(),
        by=by,
        act=act,
        about=about,
        detail=_canonical(detail or {}),
        previous=head.hash,
    )
    line.hash = _line_hash(line)
    line.save(force_insert=True)
    AuditHead.objects.filter(chain=chain).update(seq=line.seq, hash=line.hash)
    return line


def verify() -> Iterator[Breach]:
    """Every breach in every chain; nothing when all chains are whole. Reads the lines once, in order."""
    heads = {head.chain: head for head in AuditHead.objects.all()}
    chain, seq, previous = -1, 0, ""
    ends: dict[int, tuple[int, str]] = {}
    for line in AuditLine.objects.order_by("chain", "seq").iterator(chunk_size=5000):
        if line.chain != chain:
            chain, seq, previous = line.chain, 0, ""
        yield from _line_breaches(line, seq + 1, previous)
        seq, previous = line.seq, line.hash
        ends[chain] = (seq, previous)
    yield from _head_breaches(heads, ends)


def head_digest() -> str:
    """One hash over the heads of all chains: what an anchor outside the database keeps."""
    digest = hashlib.sha256()
    for chain, seq, value in AuditHead.objects.order_by("chain").values_list("chain", "seq", "hash"):
        digest.update(f"{chain}:{seq}:{value}\n".encode())
    return digest.hexdigest()


def _line_breaches(line: AuditLine, seq: int, previous: str) -> Iterator[Breach]:
    if line.seq != seq:
        yield Breach(line.chain, line.seq, "a line is missing before this one")
    elif line.previous != previous:
        yield Breach(line.chain, line.seq, "the line before this one is not the one it was written after")
    if not hmac.compare_digest(line.hash, _line_hash(line)):
        yield Breach(line.chain, line.seq, "the line was changed after it was written")


def _head_breaches(heads: dict[int, AuditHead], ends: dict[int, tuple[int, str]]) -> Iterator[Breach]:
    for chain in sorted(heads.keys() | ends.keys()):
        head = heads.get(chain)
        kept = (head.seq, head.hash) if head else (0, "")
        if kept != ends.get(chain, (0, "")):
            yield Breach(chain, kept[0], "the end of the chain is missing or was replaced")


def _line_hash(line: AuditLine) -> str:
    at = line.at.astimezone(UTC) if isinstance(line.at, datetime) else line.at
    told = (line.chain, line.seq, at.isoformat(), line.by_id, line.act, line.about, line.detail, line.previous)
    return hmac.new(_key(), _canonical(told).encode(), hashlib.sha256).hexdigest()


def _key() -> bytes:
    return hashlib.sha256(b"audit:" + settings.SECRET_KEY.encode()).digest()


def _canonical(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)
