"""`sangzi demo`: a running Sangzi with a sample organisation."""

from __future__ import annotations

import fcntl
import gc
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

import click
from django.conf import settings
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sangzi.cli.bars import Bars, padded
from sangzi.cli.check import refuse_complaints
from sangzi.cli.serve import ADDRESS, collect_static, refuse_taken, serve
from sangzi.cli.usage import Day
from sangzi.kernel.early import port as port_set
from sangzi.kernel.errors import Conflict
from sangzi.sample import PASSWORD, POSTS, is_loaded, load_sample
from sangzi.units.actions import load_bundle
from sangzi.units.models import Assignment, Unit

SEED = 2022


@click.command()
@click.option("--port", type=click.IntRange(1, 65535), help="Port; PORT or 8000 when left out.")
@click.option("--no-serve", is_flag=True, help="Only load the sample.")
@click.option("--seed", type=click.IntRange(min=0), default=SEED, show_default=True, help="Another seed, other people.")
@click.option("--until", type=Day(), help="The sample's last day; today when left out.")
@click.option("--scale", type=click.FloatRange(0.01, 1), default=1.0, help="How much of life's size; 1 is all of it.")
def command(*, port: int | None, no_serve: bool, seed: int, until: date | None, scale: float) -> None:
    """Load the sample organisation once, then serve it. What was entered since is kept."""
    port = port or port_set()
    if not no_serve:
        refuse_taken(ADDRESS, port)
    with alone():
        prepare(until or timezone.localdate(), seed, scale)
    click.echo("\n".join(account_lines()))
    if not no_serve:
        click.echo(
            _("\n请在浏览器中打开 http://%(address)s:%(port)s ，按 Ctrl-C 停止。") % {"address": ADDRESS, "port": port}
        )
        serve(ADDRESS, port)


def prepare(until: date, seed: int, scale: float) -> None:
    """Tables, pages and, where it is not there yet, the sample: all of it or, when interrupted, nothing."""
    refuse_complaints()
    call_command("migrate", interactive=False, verbosity=0)
    collect_static()
    if is_loaded():
        click.echo(_("示例组织已经载入，之后录入的内容都保留着。"))
        return
    if Unit.objects.exists():
        raise Conflict(
            _("%(home)s 里已有一个组织的数据，示例不能混进去；请用 SANGZI_HOME 指定一个空的文件夹。")
            % {"home": settings.SANGZI_HOME}
        )
    click.echo(_("首次运行：载入全国单位和示例组织，约需一两分钟。"))
    with Bars() as bars, no_garbage(), transaction.atomic():
        load_bundle(progress=bars)
        load_sample(until=until, seed=seed, scale=scale, progress=bars)


def account_lines() -> list[str]:
    """The sample accounts as a table: user name, who that is, where they work."""
    units = dict(Assignment.objects.filter(account__sample=True).values_list("account__username", "unit__short"))
    rows = [(_("账号"), _("身份"), _("姓名"), _("单位"))]
    rows += [(post.username, str(post.does), post.name, units.get(post.username, "—")) for post in POSTS]
    title = _("示例账号（密码都是 %(password)s，数据均为虚构）：") % {"password": PASSWORD}
    return ["", title, *("  " + "  ".join(map(padded, row, (12, 20, 10, 12))) for row in rows)]


@contextmanager
def alone() -> Iterator[None]:
    """Only one demo prepares a folder at a time."""
    with (settings.SANGZI_HOME / "demo.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise Conflict(_("另一个 sangzi demo 正在准备同一个文件夹；请等它完成后再试。")) from error
        yield


@contextmanager
def no_garbage() -> Iterator[None]:
    """Without the search for cycles: a million rows are made and no cycle, and it would take a third of the time."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
