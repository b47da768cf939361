"""The crowd's allotment as a steward does it: tried, published and checked again, and how long others wait meanwhile.

`python -m benchmarks.crowd_runs [--students N] [--posts N]` on SQLite, `--postgres` on a throw-away PostgreSQL. Every
step is done by a process of its own, so that its memory can be told, while another one writes a line every tenth of a
second and says how long it had to wait at most.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from benchmarks.crowd import AFTER, COUNTIES, POSTS, STUDENTS

METHOD = {"method": "optimal", "fit": {"placed": 100, "wishes": [60, 40, 20], "near": [40, 25, 10]}}
COUNTY = {"kind": "per-unit", "of": "placements", "level": "county", "least": 20, "most": 300}
PAUSE = 0.1
STEPS = ("fill", "try", "publish", "tell", "check")


def fill(students: int, posts: int) -> None:
    """The crowd of `benchmarks.crowd`, admitted and with lots, in a round that looks at everybody at once."""
    from benchmarks import crowd
    from sangzi.programmes.actions import draw_lots
    from sangzi.programmes.definitions import ProgrammeType
    from sangzi.programmes.models import Application, Round

    round_ = crowd.fill(students, posts, COUNTIES)
    told = json.loads(round_.definition)
    step = next(step for step in told["steps"] if step["kind"] == "allotment")
    step |= METHOD
    told["rules"].append(COUNTY)
    definition = ProgrammeType.model_validate(told).model_dump_json()
    Round.objects.filter(pk=round_.pk).update(definition=definition)
    Application.objects.filter(round=round_, state="submitted").update(state="admitted", revision=1)
    draw_lots(round=round_, seed="20260701", now=AFTER, by=None)
    crowd.officer_of(round_)


def step(name: str) -> dict[str, Any]:
    """One step, as a worker or a request does it."""
    from sangzi.kernel import jobs
    from sangzi.kernel.models import Account
    from sangzi.programmes.actions import check_run, publish_run, try_allotment
    from sangzi.programmes.models import Round, Run

    by = Account.objects.get(username="crowd-officer")
    if name == "try":
        try_allotment(round=Round.objects.get(), now=AFTER, by=by)
        assert jobs.work_once("crowd")
    elif name == "publish":
        publish_run(run=Run.objects.get(), now=AFTER, by=by)
        assert jobs.work_once("crowd")
    elif name == "tell":
        assert jobs.work_once("crowd")
    else:
        assert check_run(run=Run.objects.get(), now=AFTER, by=by).holds
    run = Run.objects.values("state", "refused", "input", "output", "proof").get()
    proof = json.loads(run["proof"])
    return {
        "state": run["state"] + run["refused"], "kept, KiB": (len(run["input"]) + len(run["output"])) // 1024,
        **{key: proof[key] for key in ("placed", "left_over", "objective", "bound")},
    }  # fmt: skip


def write_on_and_on() -> None:
    """A line every tenth of a second until told to stop, then the longest and the usual wait in seconds."""
    from django.db import OperationalError, transaction

    from sangzi.kernel import audit

    print("ready", flush=True)
    waits, refused, stop = [], 0, Path(os.environ["SANGZI_STOP"])
    while True:
        begun = time.perf_counter()
        try:
            with transaction.atomic():
                audit.append(chain=audit.INSTALLATION, act="accounts.sign-in", about="nobody", by=None)
        except OperationalError:  # waited as long as the settings allow
            refused += 1
        waits.append(time.perf_counter() - begun)
        if stop.exists():
            break
        time.sleep(PAUSE)
    waits.sort()
    told = {"lines": len(waits), "usual": waits[len(waits) // 2], "longest": waits[-1], "refused": refused}
    print(json.dumps(told), flush=True)


@contextmanager
def somebody_writes() -> Iterator[dict[str, Any]]:
    """Another process that writes meanwhile; what it waited stands in the answer afterwards."""
    told: dict[str, Any] = {}
    stop = Path(tempfile.mkdtemp(prefix="crowd-")) / "stop"
    environment = {**os.environ, "SANGZI_STOP": str(stop)}
    command = [sys.executable, "-m", "benchmarks.crowd_runs", "--step", "write"]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        child.stdout.readline()
        yield told
        stop.touch()
        told.update(json.loads(child.stdout.readline()))
    shutil.rmtree(stop.parent)


def measure(students: int, posts: int, *, filled: bool) -> None:
    from benchmarks import clock

    print(clock.machine(), flush=True)
    sizes = ["--students", str(students), "--posts", str(posts)]
    for name in STEPS:
        command = [sys.executable, "-m", "benchmarks.crowd_runs", *sizes, "--step", name]
        if name == "fill":
            if not filled:
                subprocess.run(command, check=True)
            continue
        with somebody_writes() as waited:
            done = subprocess.run(command, check=True, capture_output=True, text=True)
        print(name, done.stdout.strip(), flush=True)
        print("   others wrote", {key: round(value, 3) for key, value in waited.items()}, flush=True)


def _alone(name: str, students: int, posts: int) -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "sangzi.settings"
    import django

    django.setup()
    if name == "write":
        write_on_and_on()
    elif name == "fill":
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        fill(students, posts)
    else:
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        begun, cpu = time.perf_counter(), time.process_time()
        told = step(name)
        seconds, spent = time.perf_counter() - begun, time.process_time() - cpu
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        print(f"{seconds:.1f} s, {spent:.1f} s of CPU, memory {before} MiB before and {peak} MiB at most", told)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--students", type=int, default=STUDENTS)
    parser.add_argument("--posts", type=int, default=POSTS)
    parser.add_argument("--postgres", action="store_true")
    parser.add_argument("--filled", action="store_true", help="the home folder holds the crowd already")
    parser.add_argument("--step", choices=[*STEPS, "write"])
    asked = parser.parse_args()
    if asked.step:
        _alone(asked.step, asked.students, asked.posts)
        return
    with tempfile.TemporaryDirectory() as home:
        os.environ.setdefault("SANGZI_HOME", home)
        if not asked.postgres:
            measure(asked.students, asked.posts, filled=asked.filled)
            return
        from tests.postgres import cluster, find_binaries

        binaries = find_binaries()
        if binaries is None:
            sys.exit("PostgreSQL is not here.")
        with cluster(binaries) as url:
            os.environ["SANGZI_DATABASE"] = url
            measure(asked.students, asked.posts, filled=asked.filled)


if __name__ == "__main__":
    main()
