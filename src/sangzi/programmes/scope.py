"""What the product is to cover, item by item, and which declared thing covers it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from typing import NamedTuple, Protocol, Self

from django.conf import settings
from django.utils.translation import gettext as _
from pydantic import Field, model_validator

from sangzi.kernel import definitions
from sangzi.kernel.complaints import meant
from sangzi.library.definitions import item_kinds
from sangzi.people.definitions import registers
from sangzi.places.definitions import place_types

from .definitions import programmes
from .steps import Part

FILE = "scope"


class Covering(Protocol):
    """Anything declared that names items of the scope."""

    @property
    def key(self) -> str: ...

    @property
    def title(self) -> str: ...

    @property
    def covers(self) -> tuple[str, ...]: ...


class Item(Part):
    """One thing that plans name. `by` says which part serves it where no definition does; `see` where to read."""

    key: str = Field(pattern=r"^C\d\d-\d\d$")
    name: str = Field(min_length=1)
    capability: str = Field(pattern=r"^C(0[1-9]|1[0-4])$")
    by: str = ""
    see: str = ""


class Scope(definitions.Definition):
    """All items."""

    key: str = FILE
    title: str = "范围"
    title_en: str = "Scope"
    items: tuple[Item, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _an_item_stands_once(self) -> Self:
        for words in ([item.key for item in self.items], [item.name for item in self.items]):
            double = next((word for word in words if words.count(word) > 1), None)
            if double:
                raise ValueError(_("“%(word)s”出现了两次") % {"word": double})
        return self


class Cover(NamedTuple):
    """A declared thing that serves an item: where it is declared, its key and what it is called."""

    folder: str
    key: str
    title: str


@cache
def scope() -> Scope:
    """The scope: the organisation's own file where there is one, else the shipped."""
    own = settings.SANGZI_DEFINITIONS / f"{FILE}.toml" if settings.SANGZI_DEFINITIONS else None
    path = own if own and own.exists() else definitions.SHIPPED / f"{FILE}.toml"
    return definitions.read(path, Scope)


def coverage() -> dict[Item, list[Cover]]:
    """Every item with all that covers it."""
    named: dict[str, list[Cover]] = {}
    for folder, thing in covering():
        for name in thing.covers:
            named.setdefault(name, []).append(Cover(folder, thing.key, thing.title))
    return {item: named.get(item.name, []) for item in scope().items}


def uncovered() -> list[Item]:
    """The items that nothing serves."""
    return [item for item, covers in coverage().items() if not covers and not item.by]


def unknown_covers(folder: str, things: Iterable[Covering]) -> Iterator[str]:
    """A sentence for every name in `covers` that is no item."""
    names = [item.name for item in scope().items]
    for thing in things:
        for name in thing.covers:
            if name not in names:
                told = {"file": f"{folder}/{thing.key}.toml", "name": name}
                yield _("%(file)s：covers：范围里没有“%(name)s”") % told + meant(name, names)


def covering() -> Iterator[tuple[str, Covering]]:
    """Everything declared that may cover an item, with its folder."""
    yield from (("programmes", one) for one in programmes().values())
    yield from (("registers", one) for one in registers().values())
    yield from (("places", one) for one in place_types().values())
    yield from (("library", one) for one in item_kinds().values())
