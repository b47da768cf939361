"""Where places are willing to be counted: how many are open, and with how many beds or seats."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from sangzi.kernel.fact_columns import hundredths, spell_columns
from sangzi.kernel.facts import Fact, FactRows, declare

from .definitions import place_types
from .models import Spell


def open_rows(type: str) -> FactRows:  # noqa: A002  (the design's word)
    """+1 on the day a place opens, -1 on the first day it is not open."""
    return spell_columns(Spell.objects.filter(place__type=type), unit="place__unit_id", since="since", until="until")


def capacity_rows(type: str) -> FactRows:  # noqa: A002  (the design's word)
    """The beds or seats of every spell, on the days that it begins and ends."""
    spells = Spell.objects.filter(place__type=type, capacity__gt=0)
    return spell_columns(spells, unit="place__unit_id", since="since", until="until", amount=hundredths("capacity"))


OPEN = declare(Fact(key="places.open", title=_("开放的阵地数"), kind="stock", rows=open_rows, tags=place_types))
CAPACITY = declare(
    Fact(key="places.capacity", title=_("开放阵地的容量"), kind="stock", rows=capacity_rows, tags=place_types)
)
