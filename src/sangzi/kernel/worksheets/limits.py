"""How much of a worksheet is read."""

from __future__ import annotations

from sangzi.kernel.packages import Limits

MOST_BYTES = 30 * 2**20
PACKAGE = Limits(parts=2_000, unpacked=400 * 2**20, part=300 * 2**20)
MOST_ROWS = 199_999
MOST_COLUMNS = 52
"""A to AZ. Together with the rows: what a reader that lays cells out densely may have to hold."""
HEADING_ROWS = 15
"""A heading that is lower is no heading."""
LONGEST_CELL = 32_767
