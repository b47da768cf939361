"""The sweeper: a thread beside the jobs that ties loose audit lines and counts loose movements every second."""

from __future__ import annotations

import logging
import threading

from django.db import OperationalError, close_old_connections, connection

from . import loose, movements

EVERY = 1.0  # seconds

log = logging.getLogger(__name__)


def begin(stop: threading.Event) -> threading.Thread:
    """Sweep in a thread of its own until `stop` is set, and once more then."""
    sweeper = threading.Thread(target=_sweep_until, args=(stop,), name="sweeper", daemon=True)
    sweeper.start()
    return sweeper


def sweep() -> int:
    """Tie and count what waits now. How much there was."""
    return loose.tie() + movements.settle()


def _sweep_until(stop: threading.Event) -> None:
    try:
        while not stop.is_set():
            if not _swept():
                stop.wait(EVERY)
        _swept()
    finally:
        connection.close()


def _swept() -> int:
    close_old_connections()
    try:
        return sweep()
    except OperationalError:
        log.warning("sweeper: the database did not answer; trying again")
        return 0
