"""Rules on a round: they hold when something is offered or placed, and are shown live."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from .steps import Part

Level = Literal["province", "prefecture", "county", "township", "village"]


class Share(Part):
    """At least `least` percent of openings (by capacity) or placements lie at `level` or below."""

    kind: Literal["share"]
    of: Literal["openings", "placements"] = "openings"
    level: Level = "county"
    least: int = Field(ge=1, le=100)


class PerUnit(Part):
    """At most `most`, and at least `least`, openings (by capacity) or placements at each unit of a level."""

    kind: Literal["per-unit"]
    of: Literal["openings", "placements", "applications"] = "placements"
    level: Level
    least: int = Field(default=0, ge=0)
    most: int | None = Field(default=None, ge=1)


Rule = Annotated[Share | PerUnit, Field(discriminator="kind")]
