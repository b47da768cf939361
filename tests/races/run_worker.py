"""A worker that is slow at runs, to be killed: `python -m tests.races.run_worker SLOW`, or `at-once`.

SLOW: `computing`, or of publishing `preparing` after the first lot, `giving` before everything is committed, `telling`
after the first lot.
"""

from __future__ import annotations

import sys
import threading
import time
from datetime import timedelta

from tests.races.processes import join_the_test_database

if __name__ == "__main__":
    join_the_test_database()

from sangzi.kernel import jobs
from sangzi.programmes import preparing, running, telling_results

LEASE = timedelta(seconds=1)
LOT = 5  # applications
SLOW = 30.0  # seconds, long enough to be killed meanwhile


def slowly(act):
    """The act, and then a long rest."""

    def acted(*given, **told):
        done = act(*given, **told)
        time.sleep(SLOW)
        return done

    return acted


if __name__ == "__main__":
    preparing.LOT, telling_results.LOT = LOT, LOT
    slow = {
        "computing": (running, "attempted"),
        "preparing": (running, "prepare"),
        "giving": (running, "tell_later"),
        "telling": (telling_results, "tell_lot"),
    }
    if sys.argv[1] in slow:
        module, name = slow[sys.argv[1]]
        setattr(module, name, slowly(getattr(module, name)))
    jobs.work(threading.Event(), lease=LEASE, idle=0.05)
