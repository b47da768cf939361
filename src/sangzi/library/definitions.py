"""Kinds of published items, as an organisation declares them."""

from __future__ import annotations

from functools import cache

from django.utils.translation import gettext as _

from sangzi.kernel import definitions
from sangzi.kernel.errors import BadInput


class ItemKind(definitions.Definition):
    """What an item of the library can be: a flagship project, a story, a lesson."""

    summary: str
    summary_en: str
    covers: tuple[str, ...] = ()
    source: str


@cache
def item_kinds() -> dict[str, ItemKind]:
    """All declared kinds by key."""
    return definitions.load("library", ItemKind)


def known_kind(key: str) -> ItemKind:
    """The declared kind of that key."""
    if key not in item_kinds():
        raise BadInput(_("没有名为“%(kind)s”的内容类别；请从类别列表中选择。") % {"kind": key}, field="kind")
    return item_kinds()[key]
