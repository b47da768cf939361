"""Papers: files that people hand in with what they ask for, kept sealed until their day of deletion.

Who may open a paper is for the app to say that asked for it; here every opening by anybody but the owner is audited.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import BinaryIO

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from . import audit, loose, sealing
from .errors import BadInput, NotVisible
from .models import Account, Paper
from .paper_kinds import ALL, Kind, harmless, safe_name

FOLDER = "papers"
MOST_BYTES = 10 * 2**20
UNCLAIMED = timedelta(days=7)
"""How long a paper lies that nobody put into an application."""
ORPHANED = timedelta(days=1)
MOST_UNCLAIMED = 50
"""Papers of one account that belong to nothing yet."""


@transaction.atomic
def keep_paper(
    *,
    file: BinaryIO,
    name: str,
    field: str,
    now: datetime,
    by: Account,
    kinds: tuple[Kind, ...] = ALL,
    most_bytes: int = MOST_BYTES,
) -> Paper:
    """Keep a file for `by`, who owns it; until it is claimed for something it is kept for a week.

    The same file for the same field, not yet claimed, is the same paper. Raises `BadInput` for what is empty, too
    large or of another kind.
    """
    content = _content(file, most_bytes)
    digest = sealing.digest_of(content, by.pk, field)
    again = Paper.objects.filter(owner=by, digest=digest, about="", purged=None).first()
    if again is not None:
        return again
    if Paper.objects.filter(owner=by, about="", purged=None).count() >= MOST_UNCLAIMED:
        raise BadInput(_("还没有提交的附件太多（%(most)s份）；请先提交或删去一些。") % {"most": MOST_UNCLAIMED})
    kept = harmless(content, kinds)
    paper = Paper.objects.create(
        owner=by,
        field=field,
        name=safe_name(name, kept.kind),
        kind=kept.kind,
        size=len(kept.content),
        digest=digest,
        stored=sealing.keep(FOLDER, [kept.content]),
        key_id=sealing.key_id(),
        kept=now,
        purge_on=_day(now + UNCLAIMED),
    )
    _note("papers.keep", paper, by)
    return paper


@transaction.atomic
def claim_paper(*, paper_id: int, about: str, field: str, purge_on: date, by: Account) -> Paper:
    """Put a paper of one's own into something (`application:12`), once. Raises `NotVisible` for any other paper."""
    paper = Paper.objects.select_for_update().filter(pk=paper_id, owner=by, field=field, purged=None).first()
    if paper is None or paper.about not in ("", about):
        raise NotVisible(_("没有收到这份附件；请重新上传。"), paper=paper_id)
    paper.about, paper.purge_on = about, purge_on
    paper.save(update_fields=["about", "purge_on"])
    _note("papers.claim", paper, by)
    return paper


def open_paper(*, paper: Paper, by: Account) -> Iterator[bytes]:
    """The bytes of a paper, piece by piece. An opening by anybody but the owner leaves a line before that."""
    if paper.purged is not None:
        raise BadInput(_("这份附件已按期删除。"), paper=paper.pk)
    pieces = sealing.opened(FOLDER, paper.stored)
    first = next(pieces)
    if by.pk != paper.owner_id:
        with transaction.atomic():
            _note("papers.open", paper, by)
    return _from(first, pieces)


@transaction.atomic
def keep_papers_until(*, about: str, purge_on: date, by: Account | None) -> int:
    """Set the day on which all papers of something go; how many there are."""
    count = Paper.objects.filter(about=about, purged=None).update(purge_on=purge_on)
    _note_about("papers.keep-until", about, by, {"count": count, "until": purge_on.isoformat()})
    return count


@transaction.atomic
def remove_paper(*, paper: Paper, now: datetime, by: Account) -> None:
    """Take a paper of one's own back before it was handed in."""
    if paper.owner_id != by.pk or paper.about:
        raise NotVisible(_("没有这份附件，或已随申请提交。"), paper=paper.pk)
    _purge(paper, now)
    _note("papers.remove", paper, by)


def purge_papers(*, now: datetime, by: Account | None = None) -> int:
    """Delete the files whose day has come, and files that no row knows; how many papers went."""
    due = Paper.objects.filter(purged=None, purge_on__lte=_day(now))
    count = 0
    for key in list(due.values_list("pk", flat=True)):
        with transaction.atomic():
            paper = due.select_for_update().filter(pk=key).first()  # its day may have been put off meanwhile
            if paper is not None:
                _purge(paper, now)
                _note("papers.purge", paper, by)
                count += 1
    drop_orphans(FOLDER, set(Paper.objects.filter(purged=None).values_list("stored", flat=True)), now)
    return count


def drop_orphans(folder: str, known: set[str], now: datetime) -> None:
    """Remove files older than a day that belong to no row: what was written before a change that was rolled back."""
    for name in sealing.names(folder, now - ORPHANED):
        if name not in known:
            sealing.drop(folder, name)


def _purge(paper: Paper, now: datetime) -> None:
    """The row first: a file without a row is found again, a row without its file would be a broken promise."""
    stored = paper.stored
    paper.purged, paper.name, paper.digest, paper.stored = now, "", "", ""
    paper.save(update_fields=["purged", "name", "digest", "stored"])
    transaction.on_commit(lambda: sealing.drop(FOLDER, stored))


def _content(file: BinaryIO, most_bytes: int) -> bytes:
    content = file.read(most_bytes + 1)
    if not content:
        raise BadInput(_("文件是空的；请重新选择。"))
    if len(content) > most_bytes:
        raise BadInput(_("文件超过%(most)s MB；请缩小后再传。") % {"most": most_bytes // 2**20})
    return content


def _from(first: bytes, pieces: Iterator[bytes]) -> Iterator[bytes]:
    yield first
    yield from pieces


def _day(moment: datetime) -> date:
    return timezone.localdate(moment)


def _note(act: str, paper: Paper, by: Account | None) -> None:
    _note_about(act, f"paper:{paper.pk}", by, {"of": paper.about} if paper.about else {})


def _note_about(act: str, about: str, by: Account | None, detail: dict[str, object]) -> None:
    # Loose: on the last day before a deadline hundreds hand in at once.
    loose.note(chain=audit.INSTALLATION, act=act, about=about, by=by, at=timezone.now(), detail=detail)
