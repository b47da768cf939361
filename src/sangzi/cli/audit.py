"""`sangzi audit`: prove the audit chains whole, and anchor them outside the database."""

from __future__ import annotations

from pathlib import Path

import click
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from sangzi.cli.bars import Bars
from sangzi.kernel import anchors, audit, loose
from sangzi.kernel.models import AuditLine

FILE = click.Path(path_type=Path, dir_okay=False)


@click.group()
def command() -> None:
    """Prove the audit chains whole, and anchor them outside the database."""


@command.command()
@click.option("--anchors", "path", type=FILE, help="Also compare with this file of anchors.")
def verify(path: Path | None) -> None:
    """Find edited, removed, reordered and inserted lines; exit 1 if there are any."""
    whole = AuditLine.objects.count()
    with Bars() as bars:
        breaches = [*audit.verify(lambda done: bars(done, whole, _("核对审计链"))), *loose.breaches()]
    path = path or (_own_file() if _own_file().exists() else None)
    if path is not None:
        breaches += anchors.verify(path)
    for breach in breaches:
        click.echo(_("链 %(chain)s 第 %(seq)s 行：%(what)s") % vars(breach), err=True)
    if breaches:
        raise SystemExit(1)
    told = {"lines": AuditLine.objects.count(), "digest": audit.head_digest()}
    click.echo(_("审计链完整：%(lines)s 行，链首摘要 %(digest)s") % told)
    click.echo(_("已与锚文件 %(file)s 核对。") % {"file": path} if path else _("没有锚文件可核对。"))


@command.command()
@click.option("--to", "path", type=FILE, help="The file to add to; best on another machine.")
def anchor(path: Path | None) -> None:
    """Write down where every chain ends now."""
    path = path or _own_file()
    dropped = anchors.drop(path, timezone.now())
    told = {"file": path, "count": len(dropped.heads), "digest": dropped.digest}
    click.echo(_("已写入 %(file)s：%(count)s 条链有新记录，摘要 %(digest)s") % told)
    click.echo(_("请把这个文件另存到别的机器，或把摘要打印存档。"))


def _own_file() -> Path:
    home: Path = settings.SANGZI_HOME
    return home / "anchors.jsonl"
