"""Needs in people's own words, profiles, and which profile could answer which need; split in two halves."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

FILE = Path(__file__).parent / "skill_needs.txt"


class Need(NamedTuple):
    """A need and the places of the profiles that could answer it."""

    text: str
    answers: frozenset[int]


def needs() -> tuple[list[str], list[Need]]:
    """All profiles, and all needs over them."""
    profiles: list[str] = []
    found: list[Need] = []
    begins = 0
    for line in FILE.read_text("utf-8").splitlines():
        kind, _space, rest = line.partition(" ")
        if kind == "##":
            begins = len(profiles)
        elif kind == "p":
            profiles.append(rest)
        elif kind == "n":
            letters, _space, text = rest.partition(" ")
            found.append(Need(text, frozenset(begins + ord(letter) - ord("a") for letter in letters)))
    return profiles, found


def halves() -> tuple[list[str], list[Need], list[Need]]:
    """The profiles, the needs that weights and words were chosen on, and those that were held out."""
    profiles, found = needs()
    return profiles, found[::2], found[1::2]


def recall_at(order: list[int], need: Need, first: int = 5) -> float:
    """The share of a need's answers among the first so many."""
    return len(need.answers & set(order[:first])) / min(len(need.answers), first)


def reciprocal_rank(order: list[int], need: Need) -> float:
    """One over the place of the first answer."""
    return next((1 / place for place, at in enumerate(order, 1) if at in need.answers), 0.0)
