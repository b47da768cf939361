"""Chance with a seed: every part of the sample draws from a stream of its own."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from typing import TypeVar

import numpy as np

Chance = np.random.Generator
T = TypeVar("T")


def stream(seed: int, *names: str) -> Chance:
    """The stream of one part: a change in one part leaves what the others draw as it was."""
    return np.random.Generator(np.random.PCG64([seed, *(zlib.crc32(name.encode()) for name in names)]))


def one_of(chance: Chance, things: Sequence[T]) -> T:
    """One thing, all alike."""
    return things[int(chance.integers(len(things)))]


def some_of(chance: Chance, things: Sequence[T], count: int) -> list[T]:
    """`count` things drawn with return."""
    return [things[at] for at in chance.integers(len(things), size=count).tolist()] if things else []
