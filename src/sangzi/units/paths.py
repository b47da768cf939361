"""Materialised paths: the keys from the root down to a unit, five base-36 characters each.

A unit's path begins with its parent's path, so a subtree is a prefix and the ancestors can be read off.
"""

from __future__ import annotations

WIDTH = 5
LONGEST = 80  # characters: sixteen generations
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


def step(key: int) -> str:
    """One step of a path, for the unit with this key."""
    if not 0 < key < 36**WIDTH:
        raise ValueError(f"a unit's key lies between 1 and {36**WIDTH - 1}, not {key}")
    digits = []
    while key:
        key, digit = divmod(key, 36)
        digits.append(_DIGITS[digit])
    return "".join(reversed(digits)).rjust(WIDTH, "0")


def keys(path: str) -> list[int]:
    """The keys of all units on a path, the root first and the unit itself last."""
    return [int(path[at : at + WIDTH], 36) for at in range(0, len(path), WIDTH)]
