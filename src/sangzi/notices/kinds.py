"""The kinds of notices: declared by whoever tells them, shown in lists and filters."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

_kinds: dict[str, str | Promise] = {}


def declare(kind: str, title: str | Promise) -> str:
    """Make `kind` known under a title, and return it. Raises `ValueError` when it has another title already."""
    if str(_kinds.setdefault(kind, title)) != str(title):
        raise ValueError(f"the kind of notice {kind!r} is declared twice")
    return kind


def is_declared(kind: str) -> bool:
    return kind in _kinds


def title_of_kind(kind: str) -> str:
    """The title of a kind; of one that this version does not know, a word for any notice."""
    return str(_kinds.get(kind, _("通知")))
