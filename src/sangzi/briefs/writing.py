"""How the fields of a receipt are written; the same for whoever writes a brief and whoever checks it."""

from __future__ import annotations

from collections.abc import Callable

from sangzi.scoreboard.figures import Figure
from sangzi.scoreboard.indicators import Indicator
from sangzi.scoreboard.models import Receipt
from sangzi.scoreboard.shown import UNKNOWN, parts, shown

from .parts import Field

DIGEST = 12  # characters of a definition's digest that are printed

RECEIPT_FIELDS: tuple[Field, ...] = ("number", "value", "parts", "as_of", "definition", "edition")


def written(receipt: Receipt, field: Field, indicator: Indicator, figure: Figure) -> str:
    """One field of a receipt as a brief prints it; `figure` is the figure it was issued for."""
    write: dict[Field, Callable[[], str]] = {
        "number": lambda: str(receipt.pk),
        "value": lambda: shown(indicator, figure),
        "parts": lambda: "/".join(parts(indicator, figure) or (UNKNOWN,)),
        "as_of": receipt.as_of.isoformat,
        "definition": lambda: receipt.definition[:DIGEST],
        "edition": lambda: str(receipt.tree_edition),
    }
    return write[field]()
