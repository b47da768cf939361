"""Child units side by side under one indicator: as tiles, as areas, or as a table."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from sangzi.kernel.facts import SCALE
from sangzi.scoreboard.indicators import Indicator
from sangzi.scoreboard.queries import ChildLine
from sangzi.scoreboard.shown import parts, shown

from .lights import LOOKS, sign_of
from .tiles import Tile
from .treemap import Patch, Placed, treemap

VIEWS: dict[str, tuple[str | Promise, str]] = {
    "": (gettext_lazy("方块"), "grid"),
    "map": (gettext_lazy("面积图"), "columns-gap"),
    "table": (gettext_lazy("表格"), "table"),
}
WEIGHED = ("coverage", "each", "share", "pairing")  # shapes whose denominator says how much a unit weighs


@dataclass(frozen=True)
class Row:
    """One child as a page shows it; `light` "" where nobody has a target."""

    line: ChildLine
    url: str
    figure: str
    parts: tuple[str, str] | None
    light: str


@dataclass(frozen=True)
class View:
    """A way of looking at the children."""

    key: str
    title: str | Promise
    icon: str
    open: bool


def side_by_side(
    request: HttpRequest, indicator: Indicator, lines: list[ChildLine], url_of: Callable[[ChildLine], str]
) -> dict[str, Any]:
    """What the page needs for the children, in the view that the address asks for."""
    aimed = any(line.target for line in lines)
    rows = [_row(indicator, line, url_of(line), aimed=aimed) for line in lines]
    area = _areas(indicator, rows)
    offered = [key for key in VIEWS if key != "map" or area]
    asked = request.GET.get("view", "")
    chosen = asked if asked in offered else ""
    return {
        "children": rows,
        "aimed": aimed,
        "has_parts": any(row.parts for row in rows),
        "views": [View(key, *VIEWS[key], key == chosen) for key in offered],
        "view": chosen,
        "tiles": [Tile(row.line.unit.short, row.url, row.light, row.figure) for row in rows],
        "area": area,
    }


def _row(indicator: Indicator, line: ChildLine, url: str, *, aimed: bool) -> Row:
    figure = line.standing.figure
    light = sign_of(line.standing, asked=line.target is not None) if aimed else ""
    return Row(line, url, shown(indicator, figure), parts(indicator, figure), light)


def _areas(indicator: Indicator, rows: list[Row]) -> list[Placed]:
    """Empty where units have no weight, or all the same."""
    weighed = [row for row in rows if row.line.standing.figure.denominator] if indicator.shape in WEIGHED else []
    differ = len({row.line.standing.figure.denominator for row in weighed}) > 1
    return treemap([_patch(row) for row in weighed]) if differ else []


def _patch(row: Row) -> Patch:
    look = LOOKS.get(row.light)
    told = [row.line.unit.name, row.figure, " / ".join(row.parts or ()), str(look.words) if look else ""]
    return Patch(
        title=row.line.unit.short,
        url=row.url,
        size=(row.line.standing.figure.denominator or 0) / SCALE,
        light=row.light,
        value=row.figure,
        note=" · ".join(part for part in told if part),
    )
