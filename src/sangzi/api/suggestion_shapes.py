"""Shapes of the operations about whom a need finds, and who is asked to help."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import Field

from .operations import Shape


class SuggestionShape(Shape):
    """Somebody who agreed to be found, masked. `entry`: their register line, by which they are invited."""

    entry: int
    name: str
    home: int
    home_name: str
    register_key: str
    why: str


class SuggestionsShape(Shape):
    """The best first. `elsewhere`: how many the unit that runs the round finds; 0 where it is no more."""

    opening: int
    suggested: list[SuggestionShape]
    elsewhere: int


class InvitationShape(Shape):
    """Somebody who was asked to help, masked; `reply` is what they wrote back."""

    id: int
    opening: int
    name: str
    state: str
    note: str
    reply: str
    asked: datetime
    answered: datetime | None


class InviteAsked(Shape):
    entry: int = Field(ge=0, le=2**63 - 1)
    note: str = Field(default="", max_length=300)


class OwnInvitationShape(Shape):
    """What one was asked oneself: `title` and `unit` of what is needed, `note` of who asks."""

    id: int
    opening: int
    title: str
    unit: int
    state: str
    note: str
    reply: str
    asked: datetime


class AnswerAsked(Shape):
    answer: Literal["willing", "declined"]
    reply: str = Field(default="", max_length=300)
