"""How much of a worksheet is read."""

from __future__ import annotations

from dataclasses import dataclass

from sangzi.kernel.packages import Limits


@dataclass(frozen=True)
class Most:
    """How large a file may be, and how many rows a CSV file may have."""

    size: int
    rows: int


MOST_BYTES = 30 * 2**20
PACKAGE = Limits(parts=2_000, unpacked=400 * 2**20, part=300 * 2**20)
MOST_ROWS = 199_999
MOST_COLUMNS = 52
"""A to AZ. Together with the rows: what a reader that lays cells out densely may have to hold."""
SHEET = Most(MOST_BYTES, MOST_ROWS)
HEADING_ROWS = 15
"""A heading that is lower is no heading."""
LONGEST_CELL = 32_767
