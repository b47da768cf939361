"""The interface of every channel: letters go in, and for each of them an outcome comes out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal, Protocol

from django.utils.functional import Promise

State = Literal["sent", "again", "failed", "unsure"]


@dataclass(frozen=True)
class Letter:
    """A notice as it leaves: in the reader's language, its link a whole address. `request` names it for ever."""

    request: str
    to: str
    language: str
    title: str
    text: str
    link: str

    def __repr__(self) -> str:
        return f"letter {self.request}"  # never the address: this reaches logs


@dataclass(frozen=True)
class Outcome:
    """What became of a letter.

    again: it surely did not leave, and may be sent after `wait`; failed: it never will, for the reason in `sentence`;
    unsure: it may have arrived, so it is not sent again.
    """

    state: State
    sentence: str = ""
    wait: timedelta | None = None


SENT = Outcome("sent")


class Channel(Protocol):
    """A way out of the house."""

    key: str
    size: int  # letters at most in one batch
    asks_address: bool  # whether people enter where they are reached, and prove it
    by_custom: bool  # whether it is used by those who said nothing

    @property
    def title(self) -> str | Promise: ...

    def is_ready(self) -> bool:
        """Whether the installation has settings for it."""
        ...

    def complaints(self) -> list[str]:
        """What is wrong with its settings, in sentences."""
        ...

    def send(self, letters: Sequence[Letter]) -> list[Outcome]:
        """Send at most `size` letters; one outcome for each, in their order."""
        ...
