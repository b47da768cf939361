"""How long each step took, and how much memory the processes came to. Told to whoever reads, asserted by nobody."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class Watch:
    """Tells the seconds of each step as it ends."""

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        begun = time.perf_counter()
        yield
        _tell(f"{name}: {time.perf_counter() - begun:.1f} s")

    def memory(self, name: str, process: int) -> None:
        """Tell the peak of a process."""
        _tell(f"{name}: {peak(process)} MiB at most")


def peak(process: int) -> int:
    """The most memory in MiB that a process has held since it began, or since `forget_peak`."""
    lines = Path(f"/proc/{process}/status").read_text().splitlines()
    told = dict(line.split(":", 1) for line in lines)
    return int(told["VmHWM"].split()[0]) // 1024


def forget_peak(process: int | str = "self") -> None:
    """Count the peak from now on."""
    Path(f"/proc/{process}/clear_refs").write_text("5")


def _tell(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()
