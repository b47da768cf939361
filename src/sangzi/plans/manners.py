"""How whole shares come about beside the rule: by whose numbers, by which rounding, within which bounds."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from .models import Cascade, Method

Figures = Mapping[int, int | float | str | Decimal]

EVERY = 0
"""Among floors and caps: what holds for all who are not named. In stored text its name is empty."""


@dataclass(frozen=True)
class Manner:
    """`figure` names whose numbers the weights are (see `weighing`; "": given by hand), `method` is a `Method`.

    `floors` and `caps` are by unit id, `EVERY` for all who are not named.
    """

    figure: str = ""
    method: str = Method.LARGEST_REMAINDER
    floors: Figures = field(default_factory=dict)
    caps: Figures = field(default_factory=dict)


PLAIN = Manner()


def manner_of(cascade: Cascade) -> Manner:
    """How a stored cascade was shared out, to solve it again."""
    return Manner(cascade.figure, cascade.method, figures_in(cascade.floors), figures_in(cascade.caps))


def figures_in(stored: str) -> dict[int, str]:
    """Figures by unit id, as a cascade keeps them."""
    return {int(unit or EVERY): number for unit, number in json.loads(stored).items()}


def figures_text(figures: Figures, receiving: Iterable[int]) -> str:
    """Figures as a cascade keeps them: those of some units, and what holds for every one."""
    kept = {str(unit): str(figures[unit]) for unit in receiving if unit in figures}
    return json.dumps(({"": str(figures[EVERY])} if EVERY in figures else {}) | kept)
