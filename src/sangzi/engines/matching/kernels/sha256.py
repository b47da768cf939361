"""SHA-256 of one block, for many short messages: the beginning of each digest as one number to sort by."""

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray

LONGEST = 55
"""Bytes that fit into one block beside the padding."""


def _roots(power: int, count: int) -> NDArray[np.uint32]:
    """The first 32 bits of the fractions of the square or cube roots of the first primes, in whole numbers."""
    primes = [n for n in range(2, 320) if all(n % divisor for divisor in range(2, n))][:count]
    return np.array([_root(prime << (32 * power), power) & 0xFFFFFFFF for prime in primes], np.uint32)


def _root(number: int, power: int) -> int:
    low, high = 0, 1 << 48
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if middle**power <= number else (low, middle)
    return low


START, ROUNDS = _roots(2, 8), _roots(3, 64)


@njit(cache=True, nogil=True)
def digests(
    prefix: NDArray[np.uint8], numbers: NDArray[np.int64], start: NDArray[np.uint32], rounds: NDArray[np.uint32]
) -> NDArray[np.uint64]:
    """(n) the first 64 bits of the SHA-256 of `prefix` and each number, not below 0, in decimal digits.

    Prefix and digits together are at most `LONGEST` bytes. O(n).
    """
    found, block = np.empty(numbers.size, np.uint64), np.empty(64, np.uint8)
    words = np.empty(64, np.uint32)
    block[: prefix.size] = prefix
    for at in range(numbers.size):
        length = _written(block, prefix.size, numbers[at])
        block[length], block[length + 1 :] = 0x80, 0
        block[62], block[63] = (length * 8) >> 8, (length * 8) & 0xFF
        found[at] = _digest(block, words, start, rounds)
    return found


@njit(cache=True, nogil=True)
def _written(block: NDArray[np.uint8], length: int, number: int) -> int:
    digits, rest = 1, number // 10
    while rest:
        digits, rest = digits + 1, rest // 10
    for at in range(length + digits - 1, length - 1, -1):
        block[at] = 48 + number % 10
        number //= 10
    return length + digits


@njit(cache=True, nogil=True, inline="always")
def _turned(word: np.uint32, by: int) -> np.uint32:
    return np.uint32((word >> np.uint32(by)) | (word << np.uint32(32 - by)))


@njit(cache=True, nogil=True)
def _digest(
    block: NDArray[np.uint8], words: NDArray[np.uint32], start: NDArray[np.uint32], rounds: NDArray[np.uint32]
) -> np.uint64:
    """FIPS 180-4, section 6.2.2, for a message of one block."""
    for at in range(16):
        four = block[4 * at : 4 * at + 4]
        words[at] = (np.uint32(four[0]) << 24) | (np.uint32(four[1]) << 16) | (np.uint32(four[2]) << 8) | four[3]
    for at in range(16, 64):
        one, two = words[at - 15], words[at - 2]
        low = _turned(one, 7) ^ _turned(one, 18) ^ (one >> np.uint32(3))
        high = _turned(two, 17) ^ _turned(two, 19) ^ (two >> np.uint32(10))
        words[at] = np.uint32(words[at - 16] + low + words[at - 7] + high)
    a, b, c, d = start[0], start[1], start[2], start[3]
    e, f, g, h = start[4], start[5], start[6], start[7]
    for at in range(64):
        choice = (e & f) ^ (~e & g)
        up = np.uint32(h + (_turned(e, 6) ^ _turned(e, 11) ^ _turned(e, 25)) + choice + rounds[at] + words[at])
        most = (a & b) ^ (a & c) ^ (b & c)
        down = np.uint32((_turned(a, 2) ^ _turned(a, 13) ^ _turned(a, 22)) + most)
        a, b, c, d, e, f, g, h = np.uint32(up + down), a, b, c, np.uint32(d + up), e, f, g
    return np.uint64(np.uint32(start[0] + a)) << np.uint64(32) | np.uint64(np.uint32(start[1] + b))
