"""Where the library is willing to be counted: how many items of each kind are shown."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from sangzi.kernel.fact_columns import spell_columns
from sangzi.kernel.facts import Fact, FactRows, declare

from .definitions import item_kinds
from .models import Item


def item_rows(kind: str) -> FactRows:
    """+1 on the day an item is first shown, -1 on the first day it is not, at its unit."""
    return spell_columns(Item.objects.filter(kind=kind), unit="unit_id", since="since", until="until")


ITEMS = declare(Fact(key="library.items", title=_("展示内容数"), kind="stock", rows=item_rows, tags=item_kinds))
