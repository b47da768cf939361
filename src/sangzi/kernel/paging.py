"""Pages by key: newest first, each page named by the last line of the one before, so depth costs nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.core.exceptions import ValidationError
from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext as _

from .errors import BadInput

SIZE = 50
T = TypeVar("T")
M = TypeVar("M", bound=Model)


@dataclass(frozen=True)
class Page(Generic[T]):
    """Some lines, and the name of the page after them (None: this is the last)."""

    lines: list[T]
    next: str | None


def page_of(rows: QuerySet[M], *, by: str | None = None, after: str | None = None, size: int = SIZE) -> Page[M]:
    """The page that follows `after`, in falling order of `by` and then of the key. One query."""
    order = [f"-{by}", "-pk"] if by else ["-pk"]
    if after:
        rows = rows.filter(_below(rows.model, by, after))
    lines = list(rows.order_by(*order)[: size + 1])
    more = len(lines) > size
    return Page(lines[:size], _name_of(lines[size - 1], by) if more else None)


def _name_of(line: Model, by: str | None) -> str:
    return f"{getattr(line, by)}_{line.pk}" if by else str(line.pk)


def _below(model: type[Model], by: str | None, after: str) -> Q:
    value, _underscore, key = after.rpartition("_")
    if not key.isdecimal() or bool(value) != bool(by):
        raise _bad(after)
    if by is None:
        return Q(pk__lt=int(key))
    try:
        read: Any = model._meta.get_field(by).to_python(value)  # type: ignore[union-attr]
    except ValidationError as error:
        raise _bad(after) from error
    return Q(**{f"{by}__lt": read}) | Q(**{by: read, "pk__lt": int(key)})


def _bad(after: str) -> BadInput:
    return BadInput(_("翻页位置“%(after)s”无法识别；请回到列表第一页。") % {"after": after[:40]}, after=after[:40])
