"""The processes under `sangzi serve`: pages and jobs. They end with it, even when it was killed."""

from __future__ import annotations

import gc
import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.core.handlers.wsgi import WSGIHandler

LOOK_EVERY = 1.0  # seconds
GARBAGE = 20_000  # new objects between two looks: one request makes some thousands, most of them gone with it


def pages() -> WSGIHandler:
    """The pages, in the process that the server has forked for them."""
    from sangzi.wsgi import application

    end_with(os.getppid(), lambda: os.kill(os.getpid(), signal.SIGTERM))
    gc.freeze()  # what is loaded by now stays: no need to look through it again and again
    gc.set_threshold(GARBAGE)
    return application


def jobs() -> None:
    """Do jobs until told to stop, or until the process named on the command line is gone."""
    from sangzi.cli import start_django

    start_django()
    from django.conf import settings
    from django.utils import timezone, translation

    from sangzi.kernel import clock, sweeping
    from sangzi.kernel.jobs import work

    translation.activate(settings.LANGUAGE_CODE)  # what jobs write down is read by others than who started this
    stop = threading.Event()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches every process here; the server decides
    signal.signal(signal.SIGTERM, lambda *_args: stop.set())
    end_with(int(sys.argv[1]), stop.set)
    clock.arm(timezone.now())
    sweeper = sweeping.begin(stop)
    work(stop)
    sweeper.join()


def end_with(parent: int, end: Callable[[], None]) -> None:
    """Have `end` called once `parent` is no longer the parent of this process."""

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(LOOK_EVERY)
        end()

    threading.Thread(target=watch, daemon=True, name="end with the server").start()
