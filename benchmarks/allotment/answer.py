"""What an engine answers, and how one says that it is not there."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.util import find_spec

import numpy as np
from numpy.typing import NDArray


@dataclass
class Answer:
    """`objective` None: the engine says that the bounds cannot hold together. `seconds` of CPU time,
    which others at work on the machine disturb less; what is timed says the engine's file."""

    objective: int | None
    seconds: float
    assignment: NDArray[np.int32] | None = None
    gap: int | None = None
    note: str = ""


def lacking(package: str) -> str | None:
    """How to get a Python package that is not there."""
    if find_spec(package) is not None:
        return None
    return f"{package} is not installed: pip install --require-hashes -r requirements-benchmark.lock"
