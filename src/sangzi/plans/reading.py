"""Reading a file without an installation: no database, no settings, for `sangzi plan read`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from sangzi.engines import plangrammar
from sangzi.engines.plangrammar.model import Found, Reading

from .extract import Extracted, PlanFileUnreadable, extract

__all__ = ["Extracted", "Found", "Reading", "read_file"]


def read_file(
    path: Path, year: int | None = None, heard: Callable[[int, int], object] | None = None
) -> tuple[Extracted, Reading]:
    """Extract and read a plan's file; `heard` is told how many of how many characters are read.

    Raises `PlanFileUnreadable` with a sentence.
    """
    extracted = extract(path)
    try:
        return extracted, plangrammar.read(extracted.text, year=year, heard=heard)
    except plangrammar.PlanUnreadable as error:
        raise PlanFileUnreadable(str(error), name=path.name) from error
