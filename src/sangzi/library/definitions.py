"""Kinds of published items, as an organisation declares them."""

from __future__ import annotations

from functools import cache

from sangzi.kernel import definitions


class ItemKind(definitions.Definition):
    """What an item of the library can be: a flagship project, a story, a lesson."""

    summary: str
    summary_en: str
    source: str


@cache
def item_kinds() -> dict[str, ItemKind]:
    """All declared kinds by key."""
    return definitions.load("library", ItemKind)
