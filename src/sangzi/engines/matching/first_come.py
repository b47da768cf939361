"""First come, first served: who handed in earlier chooses earlier; at the same moment, the smaller number.

Example: handed in at 9:02, 9:00 and 9:01 the second chooses first: order [1, 2, 0].
"""

from __future__ import annotations

from collections.abc import Sequence


def by_time(moments: Sequence[float], numbers: Sequence[int]) -> list[int]:
    """The order in which applicants choose.

    `moments` are seconds since any fixed time, `numbers` the applications' own numbers, both of one length n and in the
    same order. Returns the n positions 0 to n-1, first to choose first. Raises `ValueError` for two lengths.
    Complexity O(n log n). A queue by time of arrival; no source is needed.
    """
    if len(moments) != len(numbers):
        raise ValueError("every moment belongs to one number")
    return sorted(range(len(moments)), key=lambda at: (moments[at], numbers[at]))
