"""Processes and threads that meet at one test database."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

from django.db import connection

PATIENCE = 60.0  # seconds; the machine may be busy


@contextmanager
def process(module: str, *arguments: object):
    """A Python process at the same test database; killed without warning at the end."""
    environment = {**os.environ, "SANGZI_TEST_NAME": str(connection.settings_dict["NAME"])}
    command = [sys.executable, "-m", module, *map(str, arguments)]
    child = subprocess.Popen(command, env=environment, stdin=subprocess.DEVNULL)
    try:
        yield child
    finally:
        child.kill()  # SIGKILL: no handler runs, no transaction is ended politely
        child.wait()


def join_the_test_database() -> None:
    """Called first in such a process: the settings of the parent, and its test database."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "sangzi.settings"
    import django
    from django.conf import settings

    settings.DATABASES["default"]["NAME"] = os.environ["SANGZI_TEST_NAME"]
    django.setup()


def wait_until(what: Callable[[], object], patience: float = PATIENCE) -> None:
    """Until `what()` is true; fails the test when that takes too long."""
    end = time.monotonic() + patience
    while not what():
        assert time.monotonic() < end, "waited too long"
        time.sleep(0.02)


def all_at_once(times: int, what: Callable[[int], object]) -> list[object]:
    """The outcomes (values or exceptions) of `what(0)`, `what(1)` … begun at the same moment in threads."""
    ready = threading.Barrier(times)

    def one(number: int) -> object:
        try:
            connection.ensure_connection()
            ready.wait(PATIENCE)
            return what(number)
        except Exception as error:  # noqa: BLE001  (the test looks at what each one met)
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(one, range(times)))
