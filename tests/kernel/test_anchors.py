"""Anchors show what a chain alone cannot: a cut or rewritten history."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from sangzi.kernel import anchors, audit
from sangzi.kernel.errors import BadInput
from sangzi.kernel.models import AuditHead

from .test_audit import tamper, write

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.fixture
def file(tmp_path):
    """Two anchors: the second holds only the chain that moved."""
    write(1, 5)
    write(2, 2)
    path = tmp_path / "kept" / "anchors.jsonl"
    anchors.drop(path, NOON)
    write(2, 1)
    anchors.drop(path, NOON)
    return path


def test_an_anchor_holds_the_heads_that_moved(file):
    assert [set(anchor.heads) for anchor in anchors.read(file)] == [{1, 2}, {2}]


def test_untouched_chains_agree_with_their_anchors(file):
    write(1, 3)
    assert list(anchors.verify(file)) == []


def test_an_end_cut_off_with_its_head_is_found(file):
    tamper("DELETE FROM kernel_auditline WHERE chain = 1 AND seq > 2")
    kept = audit.AuditLine.objects.get(chain=1, seq=2)
    AuditHead.objects.filter(chain=1).update(seq=2, hash=kept.hash)
    assert list(audit.verify()) == []
    assert [(breach.chain, breach.seq) for breach in anchors.verify(file)] == [(1, 5)]


def test_a_chain_rewritten_with_the_secret_is_found(file):
    tamper("DELETE FROM kernel_auditline WHERE chain = 2")
    AuditHead.objects.filter(chain=2).delete()
    write(2, 3)
    assert list(audit.verify()) == []
    assert [(breach.chain, breach.seq) for breach in anchors.verify(file)] == [(2, 2), (2, 3)]


def test_a_chain_that_vanished_is_found(file):
    tamper("DELETE FROM kernel_auditline WHERE chain = 1")
    AuditHead.objects.filter(chain=1).delete()
    assert [(breach.chain, breach.seq) for breach in anchors.verify(file)] == [(1, 5)]


@pytest.mark.parametrize(
    "edit", [lambda text: text.replace(": [5,", ": [4,"), lambda text: text[:40], lambda _: "[]\n"]
)
def test_an_edited_anchor_is_refused_with_its_line(file, edit):
    first, second = file.read_text("utf-8").splitlines(keepends=True)
    file.write_text(edit(first) + second, "utf-8")
    with pytest.raises(BadInput, match="第 1 行"):
        list(anchors.verify(file))


def test_a_removed_anchor_is_refused(file):
    file.write_text(file.read_text("utf-8").splitlines(keepends=True)[1], "utf-8")
    with pytest.raises(BadInput):
        list(anchors.read(file))
