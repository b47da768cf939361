"""Chips: the kinds a list can be narrowed to, side by side, each with its count."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from sangzi.kernel.wording import Titled, title_of

from .addresses import desk_url
from .doors import Visit


@dataclass(frozen=True)
class Chip:
    """One kind: where it leads, how it is called, how many there are, and whether it is the one that is shown."""

    url: str
    title: str
    count: int | None
    open: bool


def chips(
    request: Visit, name: str, parameter: str, kinds: Mapping[str, Titled], counts: Mapping[str, int], chosen: str
) -> list[Chip]:
    """All, then the kinds that there are here, and the chosen one: links to the page `name` with `parameter`."""
    address = desk_url(request, name)
    everything = Chip(address, _("全部"), sum(counts.values()), open=not chosen)
    shown = (key for key in kinds if counts.get(key) or key == chosen)
    return [everything, *_kinds(shown, f"{address}&{parameter}=", kinds, counts, chosen)]


def _kinds(
    keys: Iterable[str], address: str, kinds: Mapping[str, Titled], counts: Mapping[str, int], chosen: str
) -> list[Chip]:
    return [Chip(address + key, title_of(kinds[key]), counts.get(key, 0), open=key == chosen) for key in keys]
