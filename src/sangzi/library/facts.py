"""Where the library is willing to be counted: how many items of each kind are shown."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sangzi.kernel.fact_columns import spell_columns
from sangzi.kernel.facts import Fact, FactRows, declare
from sangzi.kernel.wording import title_of

from .definitions import item_kinds
from .models import Item


def item_rows(kind: str) -> FactRows:
    """+1 on the day an item is first shown, -1 on the first day it is not, at its unit."""
    return spell_columns(Item.objects.filter(kind=kind), unit="unit_id", since="since", until="until")


def in_words(kind: str) -> tuple[str, str]:
    """What a kind of item is called."""
    return title_of(item_kinds()[kind]), _("个")


ITEMS = declare(
    Fact(
        key="library.items",
        title=gettext_lazy("展示内容数"),
        kind="stock",
        rows=item_rows,
        tags=item_kinds,
        worded=in_words,
    )
)
