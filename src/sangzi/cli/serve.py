"""`sangzi serve`: the pages, and beside them a worker for the jobs."""

from __future__ import annotations

import errno
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import click
from django.core.management import call_command
from django.db import connection, connections
from django.utils.translation import gettext as _
from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from sangzi.cli.breakdowns import waiting_migrations
from sangzi.cli.check import refuse_complaints
from sangzi.kernel.early import port as port_set
from sangzi.kernel.errors import Conflict
from sangzi.scoreboard.renewal import renew_if_stale

ADDRESS = "127.0.0.1"
# SQLite has one writer. With PostgreSQL those who wait at the same moment are answered together, so many may wait.
THREADS = {"sqlite": 4, "postgresql": 64}
JOBS = [sys.executable, "-c", "from sangzi.cli.beside import jobs; jobs()"]
PATIENCE = 10  # seconds in which the job at hand may end


@click.command()
@click.option("--port", type=click.IntRange(1, 65535), help="Port; PORT or 8000 when left out.")
@click.option("--address", default=ADDRESS, show_default=True, help="Address to listen on.")
def command(port: int | None, address: str) -> None:
    """Serve the pages at http://127.0.0.1:8000 and do jobs until Ctrl-C."""
    port = port or port_set()
    refuse_taken(address, port)
    refuse_unready()
    call_command("migrate", interactive=False, verbosity=0)
    collect_static()
    click.echo(_("桑梓已在 http://%(address)s:%(port)s 运行，按 Ctrl-C 停止。") % {"address": address, "port": port})
    serve(address, port)


def refuse_taken(address: str, port: int) -> None:
    """Raise `Conflict` where another program listens already."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as door:
        door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            door.bind((address, port))
        except OSError as error:
            sentence = _("%(address)s:%(port)s 打不开（%(reason)s）；请换端口，例如 PORT=%(other)s make demo。")
            reason = _("已被别的程序占用") if error.errno == errno.EADDRINUSE else error.strerror
            told = {"address": address, "port": port, "reason": reason, "other": port % 65535 + 1}
            raise Conflict(sentence % told, port=port) from error


def refuse_unready() -> None:
    """Refuse with sentences what `sangzi check` complains of, and tables that are not those of this version."""
    refuse_complaints()
    sentence = waiting_migrations()
    if sentence is not None:
        raise Conflict(sentence)


def collect_static() -> None:
    """Put stylesheets, scripts and icons where the server finds them."""
    call_command("collectstatic", interactive=False, verbosity=0)


def serve(address: str, port: int) -> None:
    """Serve until interrupted. One process for the pages, as SQLite has one writer; one for the jobs."""
    renew_if_stale()
    connections.close_all()  # the server forks
    with job_worker():
        Granian(
            target="sangzi.cli.beside:pages",
            factory=True,
            address=address,
            port=port,
            interface=Interfaces.WSGI,
            workers=1,
            blocking_threads=THREADS[connection.vendor],
            websockets=False,
            log_level=LogLevels.warning,
            respawn_failed_workers=True,
        ).serve()


@contextmanager
def job_worker() -> Iterator[None]:
    """A process that does jobs, for as long as this one lives."""
    worker = subprocess.Popen([*JOBS, str(os.getpid())])  # noqa: S603  (our own program)
    try:
        yield
    finally:
        worker.terminate()
        try:
            worker.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            worker.kill()
