"""Anchors: what the heads of the audit chains were, kept in a file outside the database.

A chain proves that no line in its middle was touched; whoever can write to the database could still cut
the end off together with the head, or rewrite a whole chain with the installation's secret. An anchor on
another machine (or printed) shows that. Each anchor holds only the heads that moved since the one before,
and a digest of the file so far, so that the file itself cannot be shortened in the middle or edited.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import or_
from pathlib import Path
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from .audit import Breach
from .errors import BadInput
from .models import AuditHead, AuditLine

BATCH = 200


@dataclass(frozen=True)
class Anchor:
    """One line of the file: when, which heads had moved (chain -> (seq, hash)), and the digest up to here."""

    at: str
    heads: dict[int, tuple[int, str]]
    digest: str


def drop(path: Path, now: datetime) -> Anchor:
    """Add an anchor of the present heads to the file at `path`, made if there is none."""
    kept = list(read(path)) if path.exists() else []
    known = _latest(kept)
    present = {chain: (seq, value) for chain, seq, value in AuditHead.objects.values_list("chain", "seq", "hash")}
    heads = {chain: head for chain, head in present.items() if known.get(chain) != head}
    at = now.isoformat(timespec="seconds")
    anchor = Anchor(at, heads, _digest(kept[-1].digest if kept else "", at, heads))
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a", encoding="utf-8") as file:
        file.write(json.dumps({"at": at, "heads": heads, "digest": anchor.digest}, sort_keys=True) + "\n")
    return anchor


def read(path: Path) -> Iterator[Anchor]:
    """The anchors in the file, oldest first. Raises `BadInput` at a line that was edited or is not one."""
    previous = ""
    with path.open(encoding="utf-8") as file:
        for number, text in enumerate(file, 1):
            anchor = _parse(text)
            if anchor is None or anchor.digest != _digest(previous, anchor.at, anchor.heads):
                raise BadInput(
                    _("锚文件 %(file)s 第 %(line)s 行不完整或被改动过。请用另一份备份的锚文件。")
                    % {"file": path.name, "line": number},
                    line=number,
                )
            previous = anchor.digest
            yield anchor


def verify(path: Path) -> Iterator[Breach]:
    """Every anchored line that is no longer there, or no longer the same."""
    anchored = [(chain, *head) for anchor in read(path) for chain, head in sorted(anchor.heads.items())]
    for start in range(0, len(anchored), BATCH):
        batch = anchored[start : start + BATCH]
        present = _hashes(batch)
        for chain, seq, value in batch:
            if present.get((chain, seq)) != value:
                yield Breach(chain, seq, _("锚文件记下的这一行已经不在或不同"))


def _hashes(batch: list[tuple[int, int, str]]) -> dict[tuple[int, int], str]:
    anchored = reduce(or_, (Q(chain=chain, seq=seq) for chain, seq, _hash in batch))
    lines = AuditLine.objects.filter(anchored)
    return {(chain, seq): value for chain, seq, value in lines.values_list("chain", "seq", "hash")}


def _latest(anchors: list[Anchor]) -> dict[int, tuple[int, str]]:
    known: dict[int, tuple[int, str]] = {}
    for anchor in anchors:
        known.update(anchor.heads)
    return known


def _parse(text: str) -> Anchor | None:
    try:
        row: dict[str, Any] = json.loads(text)
        heads = {int(chain): (int(seq), str(value)) for chain, (seq, value) in row["heads"].items()}
        return Anchor(row["at"], heads, row["digest"])
    except (ValueError, KeyError, TypeError, AttributeError):
        return None  # the caller says which line it is


def _digest(previous: str, at: str, heads: dict[int, tuple[int, str]]) -> str:
    told = json.dumps([previous, at, sorted(heads.items())])
    return hashlib.sha256(told.encode()).hexdigest()
