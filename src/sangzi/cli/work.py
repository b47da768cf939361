"""`sangzi work`: do the jobs that wait."""

from __future__ import annotations

import signal
import threading

import click
from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from sangzi.kernel import clock, jobs, sweeping


@click.command()
@click.option("--once", is_flag=True, help="End when no job is free, instead of waiting for more.")
def command(*, once: bool) -> None:
    """Do the jobs that wait, until told to stop (the one at hand is ended first)."""
    worker = jobs.new_worker()
    clock.arm(timezone.now())
    if once:
        done = 0
        with translation.override(settings.LANGUAGE_CODE):  # what jobs write down is read by others
            while jobs.work_once(worker):
                done += 1
            while sweeping.sweep():
                pass
        click.echo(_("做完了 %(done)s 项任务。") % {"done": done})
        return
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_args: stop.set())
    click.echo(_("任务进程 %(worker)s 已启动，按 Ctrl-C 停止。") % {"worker": worker})
    sweeper = sweeping.begin(stop)
    with translation.override(settings.LANGUAGE_CODE):
        jobs.work(stop, worker=worker)
    sweeper.join()
    click.echo(_("任务进程已停止。"))
