"""Where places are willing to be counted: how many are open, and with how many beds or seats."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sangzi.kernel.fact_columns import hundredths, spell_columns
from sangzi.kernel.facts import Fact, FactRows, declare
from sangzi.kernel.wording import speaks_english, title_of

from .definitions import place_types
from .models import Spell


def open_rows(type: str) -> FactRows:  # noqa: A002  (the design's word)
    """+1 on the day a place opens, -1 on the first day it is not open."""
    return spell_columns(Spell.objects.filter(place__type=type), unit="place__unit_id", since="since", until="until")


def capacity_rows(type: str) -> FactRows:  # noqa: A002  (the design's word)
    """The beds or seats of every spell, on the days that it begins and ends."""
    spells = Spell.objects.filter(place__type=type, capacity__gt=0)
    return spell_columns(spells, unit="place__unit_id", since="since", until="until", amount=hundredths("capacity"))


def in_words(type: str) -> tuple[str, str]:  # noqa: A002  (as above)
    """What a type of place is called."""
    return title_of(place_types()[type]), _("个")


def capacity_in_words(type: str) -> tuple[str, str]:  # noqa: A002  (as above)
    """What a type of place is called, and what its capacity counts."""
    found = place_types()[type]
    return title_of(found), found.capacity_word_en if speaks_english() else found.capacity_word


OPEN = declare(
    Fact(
        key="places.open",
        title=gettext_lazy("开放的阵地数"),
        kind="stock",
        rows=open_rows,
        tags=place_types,
        worded=in_words,
    )
)
CAPACITY = declare(
    Fact(
        key="places.capacity",
        title=gettext_lazy("开放阵地的容量"),
        kind="stock",
        rows=capacity_rows,
        tags=place_types,
        worded=capacity_in_words,
    )
)
