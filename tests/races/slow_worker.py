"""A worker to be killed: `python -m tests.races.slow_worker lease|careless|heartless|command`.

`careless` claims as many queues do, without a lease: only what waits. The negative control.
`heartless` holds a lease and never renews it: another negative control.
`command` is `sangzi work` itself.
"""

from __future__ import annotations

import sys
import threading
import time
from contextlib import nullcontext
from datetime import timedelta

from tests.races.processes import join_the_test_database

if __name__ == "__main__":
    join_the_test_database()

from sangzi.kernel import audit, jobs
from sangzi.kernel.models import Job

KIND = "test.slow"
CHAIN = 77
LEASE = timedelta(seconds=1)
STEPS, STEP = 5, 0.05


@jobs.task(KIND, attempts=1000)
def slow(job, arguments, progress):
    """Half a second, half of it in the middle of the change; longer with `steps`."""
    steps = arguments.get("steps", STEPS)
    for step in range(steps):
        time.sleep(STEP)
        progress(step, steps)

    def change():
        audit.append(chain=CHAIN, act=KIND, about=f"job:{job.pk}", by=None)
        time.sleep(STEPS * STEP)
        return {"done": 1}

    return change


def careless_free(_now):
    return Job.objects.filter(state=Job.State.WAITING)


if __name__ == "__main__":
    if sys.argv[1] == "command":
        from sangzi.cli.work import command

        sys.exit(command.main([], standalone_mode=False))
    if sys.argv[1] == "careless":
        jobs._free = careless_free
    if sys.argv[1] == "heartless":
        jobs.beating = lambda *_args: nullcontext()
    jobs.work(threading.Event(), lease=LEASE, idle=0.05)
