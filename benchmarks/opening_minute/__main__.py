"""`python -m benchmarks.opening_minute`: the opening minute on PostgreSQL and the shipped server, on this machine."""

from __future__ import annotations

import argparse
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.clock import machine
from tests import postgres

SETTINGS = {"listen_addresses": "", "max_connections": "100"}  # as Debian ships it: every commit reaches the disk
START = 60.0  # seconds in which the server must answer


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--applicants", type=int, default=6000)
    parser.add_argument("--connections", type=int, default=500)
    parser.add_argument("--seats", type=int, default=1000)
    options = parser.parse_args()
    binaries = postgres.find_binaries()
    if binaries is None:
        sys.exit("PostgreSQL is not here: install the Debian package postgresql.")
    print(machine())
    with tempfile.TemporaryDirectory(prefix="sangzi-opening-") as home, postgres.cluster(binaries, SETTINGS) as url:
        os.environ.update(
            SANGZI_HOME=home,
            SANGZI_DATABASE=url,
            DJANGO_SETTINGS_MODULE="benchmarks.opening_minute.settings",
            PYTHONPATH=str(Path.cwd()),
        )
        _measure(options)


def _measure(options: argparse.Namespace) -> None:
    import django

    django.setup()
    from benchmarks.opening_minute import runs

    stage = runs.prepare(options.applicants, options.seats)
    with served() as port:
        runs.warm(port, stage)
        runs.compare(port, stage, options.connections)
    runs.prove(stage)


@contextmanager
def served() -> Iterator[int]:
    """The shipped server, in processes of its own."""
    port = _free_port()
    log = Path(os.environ["SANGZI_HOME"]) / "server.log"
    with log.open("w") as said:
        server = subprocess.Popen(
            [Path(sys.executable).with_name("sangzi"), "serve", "--port", str(port)], stdout=said, stderr=said
        )
    try:
        _wait_for(port, log)
        yield port
    finally:
        server.terminate()
        server.wait(30)


def _wait_for(port: int, log: Path) -> None:
    until = time.monotonic() + START
    while time.monotonic() < until:
        with socket.socket() as door:
            if door.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.2)
    sys.exit(f"The server does not answer: {log.read_text()[-2000:]}")


def _free_port() -> int:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return int(door.getsockname()[1])


if __name__ == "__main__":
    main()
