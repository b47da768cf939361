"""What a worksheet's columns are called, and what their cells may hold.

A column asks the same as a field of a form (`kernel.fields`), and its cells are made clean by the same rules.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from unicodedata import normalize

from django.utils.translation import gettext as _

from sangzi.kernel.fields import Field, Kind
from sangzi.kernel.wording import speaks_english

WIDTHS: dict[str, int] = {"text": 18, "long": 40, "choices": 26, "date": 13, "number": 12, "money": 12, "yes": 9}
USUAL_WIDTH = 18
REQUIRED = "*"


@dataclass(frozen=True)
class Column:
    """One column. `note` is shown where the cursor rests on the heading, `example` in the example row.

    `also` are further headings by which the column is known; `field` holds the rules where there are more than kind,
    choices and required say (bounds, lengths).
    """

    key: str
    title: str
    title_en: str = ""
    kind: Kind = "text"
    choices: tuple[str, ...] = ()
    required: bool = False
    width: int = 0
    note: str = ""
    example: str = ""
    also: tuple[str, ...] = ()
    field: Field | None = None

    @property
    def heading(self) -> str:
        """The title in the language that is spoken now."""
        return (self.title_en if speaks_english() else "") or self.title

    @property
    def characters(self) -> int:
        """How wide the column is."""
        return self.width or max(WIDTHS.get(self.kind, USUAL_WIDTH), min(2 * len(self.title) + 4, 40))

    @cached_property
    def names(self) -> frozenset[str]:
        """Every heading that means this column, folded."""
        return frozenset(folded(name) for name in (self.key, self.title, self.title_en, *self.also) if name)

    @cached_property
    def rules(self) -> Field:
        """What an answer in this column must satisfy."""
        return self.field or Field(
            key=self.key,
            title=self.title,
            title_en=self.title_en or self.title,
            kind=self.kind,
            choices=self.choices,
            required=self.required,
        )


def column_of(field: Field, *, example: str = "", width: int = 0, note: str = "") -> Column:
    """The column that asks what a form's field asks."""
    told = note or (field.help_en if speaks_english() else "") or field.help
    return Column(
        key=field.key,
        title=field.title,
        title_en=field.title_en,
        kind=field.kind,
        choices=field.choices,
        required=field.required,
        width=width,
        note=told,
        example=example,
        field=field,
    )


def columns_of(fields: Iterable[Field]) -> tuple[Column, ...]:
    """Columns for some fields; files have no place in a sheet and are left out."""
    return tuple(column_of(field) for field in fields if field.kind != "file")


def digest_of(columns: Sequence[Column]) -> str:
    """What tells one set of columns from another: headings, kinds and choices, whatever the widths."""
    told = [[column.key, column.title, column.kind, list(column.choices), column.required] for column in columns]
    return hashlib.sha256(json.dumps(told, ensure_ascii=False).encode()).hexdigest()[:16]


def folded(heading: str) -> str:
    """A heading without spaces, marks of what is required, and differences of width and case."""
    words = "".join(normalize("NFKC", heading).split()).casefold()
    return words.replace("(必填)", "").replace("(required)", "").strip("*")


def explained(column: Column) -> str:
    """What one may write in a column, for its comment and for the sheet of explanations."""
    how = {
        "date": _("日期，例如2025-03-01"),
        "number": _("数字"),
        "money": _("金额，单位是元，最多两位小数"),
        "phone": _("11位手机号，或带区号的座机号"),
        "yes": _("填“是”或“否”"),
        "unit": _("单位代码，例如220000"),
        "choice": _("从下拉列表中选一项"),
        "choices": _("可填几项，用顿号隔开"),
        "url": _("以http://或https://开头的网址"),
    }.get(column.kind, "")
    need = _("必填") if column.required else ""
    return "；".join(words for words in (need, how, column.note) if words)
