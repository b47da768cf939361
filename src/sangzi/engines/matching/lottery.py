"""Lottery: lots are drawn by a seed that is published before the draw, so that anybody can draw them again.

An application's draw is the SHA-256 of the seed, a colon and its number; the smallest has lot 1. Nobody can choose a
seed that favours a number without trying out seeds, which publishing the seed's origin beforehand (a share index, a
public draw of the day) rules out; and no lot depends on who else applied, only its rank does.

Example: `lots("2024-06-30", [7, 8, 9])` gives each of the three one of the lots 1, 2, 3, the same ones every time.
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256

import numpy as np
from numpy.typing import NDArray


def lots(seed: str, numbers: Sequence[int]) -> list[int]:
    """The lot of each number: a permutation of 1 to n, in the order of `numbers` (n of them, all different).

    Raises `ValueError` for an empty seed or a number that stands twice. Complexity O(n log n).
    Source: sorting by a keyed hash is a random permutation when the hash behaves as a random function (Bellare and
    Rogaway, "Random oracles are practical", 1993).
    """
    if not seed:
        raise ValueError("lots are drawn by a seed")
    if len(set(numbers)) != len(numbers):
        raise ValueError("a number draws once")
    ranks = {number: rank for rank, number in enumerate(sorted(numbers, key=lambda one: drawn(seed, one)), 1)}
    return [ranks[number] for number in numbers]


def drawn(seed: str, number: int) -> str:
    """What one number draws: the hexadecimal SHA-256 of seed, colon and number. O(1); no errors."""
    return sha256(f"{seed}:{number}".encode()).hexdigest()


def by_lot(drawn_lots: Sequence[int]) -> list[int]:
    """The order in which applicants choose: lot 1 first. `drawn_lots` has n lots; returns n positions. O(n log n)."""
    return sorted(range(len(drawn_lots)), key=lambda at: drawn_lots[at])


def many_lots(seed: str, numbers: NDArray[np.int64]) -> NDArray[np.int64]:
    """The same lots as `lots`, for many numbers at once: `numbers` (n, all different), n lots.

    Raises `ValueError` as `lots`. O(n log n); compiled where seed and number are short enough for one block of the
    hash and no two draws begin alike, otherwise as slow as `lots`.
    """
    if not seed:
        raise ValueError("lots are drawn by a seed")
    from .kernels.sha256 import LONGEST, ROUNDS, START, digests

    prefix = np.frombuffer(f"{seed}:".encode(), np.uint8)
    if prefix.size + len(str(int(numbers.max(initial=0)))) > LONGEST or numbers.min(initial=0) < 0:
        return np.array(lots(seed, numbers.tolist()), np.int64)
    drawn_numbers = digests(prefix, numbers, START, ROUNDS)
    order = np.argsort(drawn_numbers, kind="stable")
    if (drawn_numbers[order[1:]] == drawn_numbers[order[:-1]]).any():
        return np.array(lots(seed, numbers.tolist()), np.int64)
    ranks = np.empty(numbers.size, np.int64)
    ranks[order] = np.arange(1, numbers.size + 1)
    return ranks
