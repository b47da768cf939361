"""Lots that anybody can draw again: the same seed and the same entries give the same order.

The lot of an entry is the first eight bytes of SHA-256 over the seed and its number (FIPS 180-4), so that nobody can
choose an order by choosing a seed, and whoever knows the seed can check the draw by hand.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable


def lots(seed: str, entries: Iterable[int]) -> dict[int, int]:
    """A lot for every entry, the smallest wins; a number below 2**63. O(n)."""
    return {entry: _lot(seed, entry) for entry in entries}


def _lot(seed: str, entry: int) -> int:
    return int.from_bytes(hashlib.sha256(f"{seed}\n{entry}".encode()).digest()[:8]) >> 1
