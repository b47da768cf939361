"""Doing an act once more where the database chose it to give way.

The order in which rows are held makes two acts wait for each other rarely; where they do, PostgreSQL ends one of them,
which did nothing then and is begun anew.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Final, ParamSpec, TypeVar

from django.db import OperationalError, connection

P = ParamSpec("P")
R = TypeVar("R")
TRIES: Final = 4
DEADLOCK = "40P01"


def again(act: Callable[P, R]) -> Callable[P, R]:
    """Let an act that is a transaction of its own be tried again after a deadlock; inside another one it is not."""

    @wraps(act)
    def acted(*given: P.args, **told: P.kwargs) -> R:
        for _try in range(TRIES - 1):
            try:
                return act(*given, **told)
            except OperationalError as error:
                if connection.in_atomic_block or not _gave_way(error):
                    raise
        return act(*given, **told)

    return acted


def _gave_way(error: OperationalError) -> bool:
    return getattr(error.__cause__, "sqlstate", "") == DEADLOCK
