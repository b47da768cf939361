"""What a consent is for: standing in one register, showing a card of oneself, having an account."""

from __future__ import annotations

ACCOUNT = "account"
_OWN, _CARD = "register:", "card:"


def own_purpose(register: str) -> str:
    """To stand in a register by one's own wish."""
    return f"{_OWN}{register}"


def card_purpose(register: str) -> str:
    """To be shown to anyone with one's line in a register."""
    return f"{_CARD}{register}"


def register_of(purpose: str) -> tuple[str, bool] | None:
    """The register that a purpose is about, and whether it is about a card; None where it is about no register."""
    for begin, card in ((_OWN, False), (_CARD, True)):
        if purpose.startswith(begin):
            return purpose.removeprefix(begin), card
    return None
