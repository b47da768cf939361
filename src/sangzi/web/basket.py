"""The basket: openings that somebody noted for a round before filling in its form. Kept in the session."""

from __future__ import annotations

from typing import Any

KEY = "wishes"
LARGEST = 20


def noted(request: Any, round_: int) -> list[int]:
    """The openings noted for a round, in order."""
    kept: list[int] = request.session.get(KEY, {}).get(str(round_), [])
    return kept


def note(request: Any, round_: int, opening: int, most: int) -> bool:
    """Note an opening, once; False where there are as many already as the round allows."""
    kept = noted(request, round_)
    if opening in kept:
        return True
    if len(kept) >= min(most, LARGEST):
        return False
    _keep(request, round_, [*kept, opening])
    return True


def unnote(request: Any, round_: int, opening: int) -> None:
    """Take an opening out."""
    _keep(request, round_, [one for one in noted(request, round_) if one != opening])


def forget(request: Any, round_: int) -> None:
    """The form has them now."""
    if noted(request, round_):
        _keep(request, round_, [])


def _keep(request: Any, round_: int, openings: list[int]) -> None:
    baskets = {**request.session.get(KEY, {}), str(round_): openings}
    request.session[KEY] = {key: those for key, those in baskets.items() if those}
