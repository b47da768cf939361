"""Whose numbers a total is shared by: villages, population, last year's result. Stored by name, read again by anyone.

A figure is named `source:rest`: `units:village`, `statistic:population:2023`, `indicator:hope-rooms:2024-12-31`.
Apps above declare sources of their own when they are ready, as they do facts; what a source does not know of a unit
is missing and said, never zero.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from sangzi.kernel.errors import BadInput

from .manners import Figures
from .receivers import Receiver

Numbers = Mapping[int, Decimal]


class Choice(NamedTuple):
    """A figure that may be chosen: its name, what people call it, of how many units it is known (None: not looked)."""

    figure: str
    title: str
    known: int | None = None


@dataclass(frozen=True)
class Source:
    """One kind of numbers about units.

    `numbers(rest, units)` gives those it knows by unit id, `say(rest)` the figure's name in words (both raise
    `BadInput` where `rest` means nothing), `choices(units)` what may be chosen for them.
    """

    key: str
    title: str | Promise
    numbers: Callable[[str, Sequence[int]], Numbers]
    say: Callable[[str], str]
    choices: Callable[[Sequence[int]], list[Choice]]


class Weighing(NamedTuple):
    """The numbers of some units, and the units without one."""

    weights: dict[int, Decimal]
    missing: tuple[Receiver, ...]


_sources: dict[str, Source] = {}


def declare(source: Source) -> Source:
    """Make a source known; a key is declared once."""
    if source.key in _sources:
        raise ValueError(f"the source of weights {source.key!r} is declared twice")
    _sources[source.key] = source
    return source


def known() -> dict[str, Source]:
    """All declared sources by key, in the order in which they were declared."""
    return dict(_sources)


def weights_for(figure: str, receivers: Sequence[Receiver]) -> Weighing:
    """The numbers of a figure as they are now. A fixed number of queries. Raises `BadInput` for an unknown figure."""
    source, rest = _source_of(figure)
    found = source.numbers(rest, [receiver.id for receiver in receivers])
    weights = {receiver.id: Decimal(found[receiver.id]) for receiver in receivers if receiver.id in found}
    return Weighing(weights, tuple(receiver for receiver in receivers if receiver.id not in weights))


def completed(figure: str, receivers: Sequence[Receiver], given: Figures | None) -> Figures:
    """What to share by: the figure's numbers, and what was `given` by hand for units that it does not know.

    Without a figure it is what was given.
    """
    by_hand = given or {}
    if not figure:
        return by_hand
    found = weights_for(figure, receivers)
    return {**{one.id: by_hand[one.id] for one in found.missing if one.id in by_hand}, **found.weights}


def say(figure: str) -> str:
    """A figure's name in words; "" where weights were given by hand."""
    if not figure:
        return ""
    source, rest = _source_of(figure)
    return source.say(rest)


def choices(receivers: Sequence[Receiver]) -> list[tuple[str, list[Choice]]]:
    """What may be chosen for some units, by source."""
    units = [receiver.id for receiver in receivers]
    return [(str(source.title), source.choices(units)) for source in _sources.values()]


def _source_of(figure: str) -> tuple[Source, str]:
    key, _colon, rest = figure.partition(":")
    source = _sources.get(key)
    if source is None:
        raise BadInput(_("没有“%(figure)s”这项数据；请从列出的数据中选择。") % {"figure": figure[:60]}, field="figure")
    return source, rest
