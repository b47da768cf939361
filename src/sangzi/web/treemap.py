"""A treemap made on the server: child units as fields whose areas are as large as what they weigh.

Laid out by the squarified method (Bruls, Huizing, van Wijk 2000): rows are filled along the shorter side for as long
as that brings the fields nearer to squares. Links and text as on tiles; no script, and it prints.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

WIDTH = 100.0  # of the whole; everything else is measured by it


class Box(NamedTuple):
    """Where a field lies."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class Patch:
    """One unit: as large as `size`, dressed by its light ("" where nobody has a target); `note` tells all of it."""

    title: str
    url: str
    size: float
    light: str
    value: str
    note: str


@dataclass(frozen=True)
class Sheet:
    """Where the map is drawn: how high, and what a field must have to hold all its text, or its name."""

    height: float
    whole: tuple[float, float]
    name: tuple[float, float]

    def room(self, box: Box) -> str:
        """How much text fits: "all", the "name", or "none"."""
        if box.width >= self.whole[0] and box.height >= self.whole[1]:
            return "all"
        return "name" if box.width >= self.name[0] and box.height >= self.name[1] else "none"


DESK = Sheet(45.0, (8.5, 7.5), (5.0, 3.2))
PHONE = Sheet(130.0, (23.0, 20.0), (13.0, 11.0))


@dataclass(frozen=True)
class Placed:
    """A patch in its place on a desk and on a phone."""

    patch: Patch
    desk: Box
    phone: Box

    @property
    def style(self) -> str:
        """Both places as custom properties, in hundredths of the whole; the style sheet takes one."""
        return ";".join([*_properties("d", self.desk, DESK), *_properties("p", self.phone, PHONE)])

    @property
    def rooms(self) -> str:
        return f"room-{DESK.room(self.desk)} phone-room-{PHONE.room(self.phone)}"


def treemap(patches: Sequence[Patch]) -> list[Placed]:
    """The patches in their places, the heaviest first; those that weigh nothing are left out."""
    heavy = sorted((patch for patch in patches if patch.size > 0), key=lambda patch: -patch.size)
    sizes = [patch.size for patch in heavy]
    boxes = zip(squarified(sizes, WIDTH, DESK.height), squarified(sizes, WIDTH, PHONE.height), strict=True)
    return [Placed(patch, *both) for patch, both in zip(heavy, boxes, strict=True)]


def _properties(sheet: str, box: Box, on: Sheet) -> Iterator[str]:
    upward = 100 / on.height
    shares = {"x": box.x, "y": box.y * upward, "w": box.width, "h": box.height * upward}
    return (f"--{sheet}{name}:{share:.2f}%" for name, share in shares.items())


def squarified(sizes: Sequence[float], width: float, height: float) -> list[Box]:
    """Boxes that fill width × height, each with its share of the area. `sizes` fall and are above zero."""
    scale = width * height / sum(sizes) if sizes else 0.0
    areas = [size * scale for size in sizes]
    boxes: list[Box] = []
    free = Box(0.0, 0.0, width, height)
    while len(boxes) < len(areas):
        row = _row(areas[len(boxes) :], min(free.width, free.height))
        boxes += _laid(row, free)
        free = _left(sum(row), free)
    return boxes


def _row(areas: Sequence[float], side: float) -> list[float]:
    """The first areas, as many as make the best row along a side."""
    row = [areas[0]]
    for area in areas[1:]:
        if _worst([*row, area], side) > _worst(row, side):
            break
        row.append(area)
    return row


def _worst(row: Sequence[float], side: float) -> float:
    """The longest field of a row, as its longer over its shorter side."""
    thick = sum(row) / side
    return max(max(area / thick / thick, thick * thick / area) for area in row)


def _laid(row: Sequence[float], free: Box) -> Iterator[Box]:
    """A row along the shorter side of what is free."""
    upright = free.width >= free.height
    thick = sum(row) / min(free.width, free.height)
    at = free.y if upright else free.x
    for area in row:
        along = area / thick
        yield Box(free.x, at, thick, along) if upright else Box(at, free.y, along, thick)
        at += along


def _left(used: float, free: Box) -> Box:
    """What is free after a row of this area."""
    if free.width >= free.height:
        thick = used / free.height
        return Box(free.x + thick, free.y, max(free.width - thick, 0.0), free.height)
    thick = used / free.width
    return Box(free.x, free.y + thick, free.width, max(free.height - thick, 0.0))
