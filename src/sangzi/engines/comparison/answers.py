"""How a lower plan answers an upper one, statement by statement."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Literal, NamedTuple

from sangzi.engines.comparison.changes import Change, ambition, changes
from sangzi.engines.comparison.points import Point

Verdict = Literal["equal", "amplified", "short", "mixed", "part", "other"]

_ADDS_UP = "count"
_VERDICTS: dict[str, Verdict] = {"same": "equal", "more": "amplified", "less": "short", "mixed": "mixed"}


class Answer(NamedTuple):
    """What the lower statement makes of the upper one.

    verdict   equal, amplified (asks for more), short (asks for less), mixed (more in one thing, less in another),
              part (a count, of which nobody said how much falls to the lower unit), other (cannot be compared)
    changes   what differs; the value of a count is compared with the share, not with the whole
    ratio     the lower value over what was asked: over the share where it is known, else over the whole; None: neither
    """

    verdict: Verdict
    changes: tuple[Change, ...]
    ratio: float | None


def answer(upper: Point, lower: Point, share: Decimal | None = None) -> Answer:
    """Compare a lower statement with the upper one it answers.

    A floor or a ratio that holds for the whole holds for every part, so these are compared as they stand. A count is
    shared out: `share` is the lower unit's part of it, as it was cascaded (None: it was not). O(1).
    """
    found = changes(upper, lower)
    counts = upper.shape == lower.shape == _ADDS_UP
    if not counts or share is None:
        ratio = _ratio(lower.value, upper.value) if upper.unit == lower.unit else None
        rest = [change for change in found if not (counts and change.field == "value")]
        verdict = _VERDICTS.get(ambition(rest), "other")
        return Answer("part" if counts and verdict == "equal" else verdict, tuple(found), ratio)
    asked = changes(replace(upper, value=share), lower)
    return Answer(_VERDICTS.get(ambition(asked), "other"), tuple(asked), _ratio(lower.value, share))


def _ratio(lower: Decimal | None, asked: Decimal | None) -> float | None:
    return float(lower / asked) if lower is not None and asked else None
