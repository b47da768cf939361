"""What is declared at present: the files, and over them the indicators made at the desk, in their latest versions.

The files are read once. The latest row is looked at once a turn, in one query; all are read anew when it is another.
Where a file and a row have the same key the file holds: the row became part of the definitions.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache, lru_cache
from typing import NamedTuple

from django.db.models import Subquery
from django.db.models.functions import Coalesce

from sangzi.kernel import definitions
from sangzi.kernel.definitions import BadDefinition
from sangzi.units.models import UnitEvent

from .definition import Indicator
from .models import Declaration
from .sense import complaints


class Edition(NamedTuple):
    """The latest row, and the tree's latest event: units that made an indicator may have moved since."""

    row: int
    digest: str
    made: datetime
    tree: int


@dataclass(frozen=True)
class Made:
    """An indicator made at the desk, in its latest version."""

    indicator: Indicator
    unit: int
    path: str
    version: int
    withdrawn: bool

    def seen_from(self, path: str) -> bool:
        """Whether it was made in the unit of a path, above it or below it."""
        return path.startswith(self.path) or self.path.startswith(path)


@dataclass(frozen=True, eq=False)
class Present:
    """Everything that is declared; `broken` says why a row cannot be used, by key."""

    files: dict[str, Indicator]
    made: dict[str, Made] = field(default_factory=dict)
    broken: dict[str, list[str]] = field(default_factory=dict)
    holding: dict[str, Indicator] = field(init=False)
    every: dict[str, Indicator] = field(init=False)

    def __post_init__(self) -> None:
        live = {key: one.indicator for key, one in self.made.items() if not one.withdrawn}
        withdrawn = {key: one.indicator for key, one in self.made.items() if one.withdrawn}
        holding = dict(sorted((self.files | live).items()))
        object.__setattr__(self, "holding", holding)
        object.__setattr__(self, "every", dict(sorted((holding | withdrawn).items())))

    def seen_from(self, path: str) -> dict[str, Indicator]:
        """What holds for the unit of a path."""
        return {key: one for key, one in self.holding.items() if key not in self.made or self.made[key].seen_from(path)}


class _Here(threading.local):
    """What this thread knows: None when it has yet to ask in this turn."""

    known: Present | None = None


_here = _Here()


@cache
def from_files() -> dict[str, Indicator]:
    """The indicators of the definition files by key. Asks no database."""
    return definitions.load("indicators", Indicator)


def counting(programme: str) -> list[str]:
    """The keys of the declared indicators that count what a programme leaves, in their order."""
    terms = ((one.key, term) for one in from_files().values() for term in (one.measure, one.denominator) if term)
    found = (key for key, term in terms if term.fact.startswith("programmes.") and term.tag.split("/")[0] == programme)
    return list(dict.fromkeys(found))


def present() -> Present:
    """What is declared now. One query in a turn, none after that."""
    if _here.known is None:
        _here.known = _at(_edition())
    return _here.known


def forget() -> None:
    """Have this thread ask again: a turn begins, or a row was written."""
    _here.known = None


def know_files_only() -> None:
    """Let this thread take the files for everything, until it is to ask again."""
    _here.known = _at(None)


def _edition() -> Edition | None:
    event = UnitEvent.objects.order_by("-pk").values("pk")[:1]
    rows = Declaration.objects.order_by("-pk").annotate(tree=Coalesce(Subquery(event), 0))
    latest = rows.values_list("pk", "digest", "made", "tree").first()
    return None if latest is None else Edition(*latest)


@lru_cache(maxsize=8)
def _at(edition: Edition | None) -> Present:
    if edition is None:
        return Present(from_files())
    made: dict[str, Made] = {}
    broken: dict[str, list[str]] = {}
    rows = Declaration.objects.filter(pk__lte=edition.row).select_related("unit").order_by("pk")
    for row in {row.key: row for row in rows if row.key not in from_files()}.values():
        try:
            made[row.key] = Made(indicator_of(row), row.unit_id, row.unit.path, row.version, row.withdrawn)
        except BadDefinition as error:
            broken[row.key] = error.context["complaints"]
    return Present(from_files(), made, broken)


def indicator_of(row: Declaration) -> Indicator:
    """The indicator that a row declares. Raises `BadDefinition` when today's facts do not know what it counts."""
    return checked(row.definition, row.key)


def checked(text: str, key: str) -> Indicator:
    """An indicator from its TOML text, of the right form and over facts that exist. Raises `BadDefinition`."""
    indicator = definitions.parse(text, Indicator, key=key)
    found = list(complaints(indicator))
    if found:
        raise BadDefinition("\n".join(found), complaints=found)
    return indicator
