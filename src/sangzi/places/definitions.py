"""Types of places as an organisation declares them: what their capacity counts, and who may keep one."""

from __future__ import annotations

from functools import cache
from typing import Literal

from django.utils.translation import gettext as _
from pydantic import Field

from sangzi.kernel import definitions
from sangzi.kernel.errors import BadInput
from sangzi.units.models import Level

LevelName = Literal["nation", "province", "prefecture", "county", "township", "village", "branch"]


class PlaceType(definitions.Definition):
    """A kind of place. `capacity_word` is what its capacity counts (张床, 个座位); empty: it has none."""

    capacity_word: str = ""
    capacity_word_en: str = ""
    levels: tuple[LevelName, ...] = Field(min_length=1)
    covers: tuple[str, ...] = ()
    source: str

    def may_be_kept_at(self, level: int) -> bool:
        return any(Level[name.upper()] == level for name in self.levels)


@cache
def place_types() -> dict[str, PlaceType]:
    """All declared types of places by key."""
    return definitions.load("places", PlaceType)


def known_type(key: str) -> PlaceType:
    """The declared type of that key."""
    if key not in place_types():
        raise BadInput(_("没有名为“%(type)s”的阵地类型；请从类型列表中选择。") % {"type": key}, field="type")
    return place_types()[key]
