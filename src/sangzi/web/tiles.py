"""The tile view: child units side by side, each with its number and its light. No map is drawn."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Tile:
    """One child unit; `value` is written as people read it, `exact` is what the pointer shows.

    `light` "" says nothing of lights: where nobody has a target, nobody lacks one.
    """

    title: str
    url: str
    light: str = "none"
    value: str = ""
    exact: str = ""
