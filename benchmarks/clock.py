"""Timing: the best of several runs, since anything else on the machine only ever slows a run down."""

from __future__ import annotations

import os
import platform
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import numpy as np

T = TypeVar("T")


def best(run: Callable[[], T], runs: int = 5) -> tuple[float, T]:
    """The shortest of `runs` in seconds, and the last answer."""
    shortest = float("inf")
    for _ in range(runs):
        began = time.perf_counter()
        answer = run()
        shortest = min(shortest, time.perf_counter() - began)
    return shortest, answer


def shown(seconds: float) -> str:
    """Seconds for reading, in the unit that suits."""
    for size, unit in ((1.0, "s"), (1e-3, "ms")):
        if seconds >= size:
            return f"{seconds / size:,.2f} {unit}"
    return f"{seconds * 1e6:,.1f} µs"


def line(name: str, seconds: float, note: str = "") -> None:
    """One printed row of figures."""
    print(f"  {name:<64} {shown(seconds):>12}  {note}", flush=True)


def machine() -> str:
    """What this ran on, in a line."""
    return (
        f"{os.cpu_count()} cores, {_memory() / 2**30:.0f} GiB, {platform.system()} {platform.release()},"
        f" Python {platform.python_version()}, NumPy {np.__version__}, load {os.getloadavg()[0]:.1f}"
    )


def _memory() -> int:
    for entry in Path("/proc/meminfo").read_text(encoding="ascii").splitlines():
        if entry.startswith("MemTotal:"):
            return int(entry.split()[1]) * 1024
    raise OSError("/proc/meminfo has no MemTotal line.")
