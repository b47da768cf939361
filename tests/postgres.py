"""Runs the tests once more on PostgreSQL: `python -m tests.postgres [pytest arguments]`.

Makes a throw-away cluster from Debian's package in a temporary folder, listening on a socket in that
folder alone, and removes it afterwards. Left out is what PostgreSQL can say nothing about: the
browser (but for a crowd's), the engines and the house know no database.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

PACKAGE = "postgresql"
WHAT_POSTGRESQL_CAN_SAY = ["-m", "(crowd or not browser) and not engine and not house"]
# initdb refuses root, and nobody owns nothing.
AS_NOBODY = ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups"]
# A test's database may be lost with the power; waiting for the disk would only slow the tests.
SETTINGS = {"listen_addresses": "", "fsync": "off", "synchronous_commit": "off", "max_connections": "250"}


def main(arguments: list[str]) -> int:
    binaries = find_binaries()
    if binaries is None:
        print(f"PostgreSQL is not here: install the Debian package {PACKAGE} to run the tests on it.")
        return 1 if os.environ.get("SANGZI_NO_SKIPS") == "1" else 0
    signal.signal(signal.SIGTERM, lambda *_args: sys.exit(143))  # so that the cluster is stopped
    with cluster(binaries) as url:
        command = [sys.executable, "-m", "pytest", *WHAT_POSTGRESQL_CAN_SAY, *arguments]
        return subprocess.run(command, env={**os.environ, "SANGZI_DATABASE": url}, check=False).returncode


def find_binaries() -> Path | None:
    """The folder of the newest `initdb`, Debian's or one on the path."""
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    found = debian[-1] if debian else shutil.which("initdb")
    return Path(found).parent if found else None


@contextmanager
def cluster(binaries: Path, settings: Mapping[str, str] = SETTINGS) -> Iterator[str]:
    """The address of a running cluster of its own."""
    folder = Path(tempfile.mkdtemp(prefix="sangzi-pg-"))
    try:
        server = _start(binaries, folder, settings)
        try:
            yield f"postgresql://sangzi@/sangzi?host={folder}"
        finally:
            _stop(binaries, folder, server)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _start(binaries: Path, folder: Path, settings: Mapping[str, str]) -> list[str]:
    user = AS_NOBODY if os.geteuid() == 0 else []
    if user:
        shutil.chown(folder, "nobody", "nogroup")
    data = str(folder / "data")
    options = " ".join(f"-c {name}={value!r}" for name, value in settings.items())
    options += f" -c unix_socket_directories={folder}"
    _quietly([*user, binaries / "initdb", "-D", data, "-U", "sangzi", "-A", "trust", "-E", "UTF8", "--no-sync",
              "--locale=C.UTF-8"], folder)  # fmt: skip
    _quietly([*user, binaries / "pg_ctl", "-D", data, "-w", "-l", folder / "log", "-o", options, "start"], folder)
    _quietly([*user, binaries / "createdb", "-h", folder, "-U", "sangzi", "sangzi"], folder)
    return user


def _stop(binaries: Path, folder: Path, user: list[str]) -> None:
    _quietly([*user, binaries / "pg_ctl", "-D", folder / "data", "-m", "immediate", "stop"], folder)


def _quietly(command: list[str | Path], folder: Path) -> None:
    # Into a file, not a pipe: the server inherits it and would keep a pipe open for ever.
    with (folder / "said").open("a+") as said:
        done = subprocess.run(
            command, cwd=folder, stdout=said, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, check=False
        )
        if done.returncode:
            said.seek(0)
            raise SystemExit(f"{Path(command[-1]).name}: {command}\n{said.read()}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
