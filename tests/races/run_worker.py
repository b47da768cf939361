"""A worker that is slow at runs, to be killed: `python -m tests.races.run_worker computing|telling|at-once`."""

from __future__ import annotations

import sys
import threading
import time
from datetime import timedelta

from tests.races.processes import join_the_test_database

if __name__ == "__main__":
    join_the_test_database()

from sangzi.kernel import jobs
from sangzi.programmes import giving, running

LEASE = timedelta(seconds=1)
SLOW = 30.0  # seconds, long enough to be killed meanwhile


def slowly(act):
    """The act, and then a long rest."""

    def acted(*given, **told):
        done = act(*given, **told)
        time.sleep(SLOW)
        return done

    return acted


if __name__ == "__main__":
    if sys.argv[1] == "computing":
        running.attempted = slowly(running.attempted)
    if sys.argv[1] == "telling":  # the last that publishing does
        giving.tell_outcome = slowly(giving.tell_outcome)
    jobs.work(threading.Event(), lease=LEASE, idle=0.05)
