"""What comes out of a file."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Extracted:
    """The text of a file, its kind ("txt", "html", "docx", "xlsx", "pdf"), its pages if any, and what to look at.

    A table is a line for each row with as many cells in each, parted by tabs. A cell that goes on from the row above
    holds the ditto mark 〃; what stands beside a cell that is several columns wide is empty.
    """

    text: str
    kind: str
    pages: int | None = None
    warnings: tuple[str, ...] = ()
