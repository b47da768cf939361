"""Heaps of keys in one array, the smallest on top: those of opening j lie behind each other from its own start."""

from __future__ import annotations

from numba import njit
from numpy import int64
from numpy.typing import NDArray


@njit(cache=True, nogil=True, inline="always")
def risen(heap: NDArray[int64], start: int, size: int, key: int) -> None:
    """Put a key into a heap of `size` keys. O(log size)."""
    at = size
    while at > 0:
        above = (at - 1) >> 1
        if heap[start + above] <= key:
            break
        heap[start + at] = heap[start + above]
        at = above
    heap[start + at] = key


@njit(cache=True, nogil=True, inline="always")
def sunk(heap: NDArray[int64], start: int, size: int, key: int) -> None:
    """Put a key in the place of the smallest of `size` keys. O(log size)."""
    at = 0
    while 2 * at + 1 < size:
        child = 2 * at + 1
        if child + 1 < size and heap[start + child + 1] < heap[start + child]:
            child += 1
        if heap[start + child] >= key:
            break
        heap[start + at] = heap[start + child]
        at = child
    heap[start + at] = key
