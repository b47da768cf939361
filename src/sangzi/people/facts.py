"""Where people are willing to be counted: how many stand in each register."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sangzi.kernel.fact_columns import spell_columns
from sangzi.kernel.facts import Fact, FactRows, declare
from sangzi.kernel.wording import title_of

from .definitions import registers
from .models import Entry


def entry_rows(register: str) -> FactRows:
    """+1 on the day a line begins, -1 on the first day it no longer holds, at the unit of the line."""
    return spell_columns(Entry.objects.filter(register=register), unit="unit_id", since="since", until="until")


def in_words(register: str) -> tuple[str, str]:
    """What a register is called, and how its lines are counted."""
    found = registers()[register]
    return title_of(found), _("名") if found.of == "person" else _("个")


ENTRIES = declare(
    Fact(
        key="people.entries",
        title=gettext_lazy("名册在册数"),
        kind="stock",
        rows=entry_rows,
        tags=registers,
        worded=in_words,
    )
)
