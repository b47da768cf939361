"""Progress on the terminal. Where the output is no terminal, only what is being done is told, once."""

from __future__ import annotations

import sys
import unicodedata
from typing import Any, Self

import click


class Bars:
    """One progress bar for every stage: `bars(done, whole, doing)`; a single one when it is given its `label`."""

    def __init__(self, label: str | None = None) -> None:
        self._label = label
        self._doing = ""
        self._bar: Any = None  # click does not export its type

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self._end()

    def __call__(self, done: int, whole: int, doing: object) -> None:
        stage = self._label or str(doing)
        if stage != self._doing:
            self._begin(stage, whole)
        self._bar.update(done - self._bar.pos)

    def _begin(self, doing: str, whole: int) -> None:
        self._end()
        self._doing = doing
        label = padded(doing, 14) if sys.stderr.isatty() else doing
        self._bar = click.progressbar(length=whole, label=label, file=sys.stderr)
        self._bar.__enter__()

    def _end(self) -> None:
        if self._bar is not None:
            self._bar.__exit__(None, None, None)
            self._bar = None


def padded(text: str, width: int) -> str:
    """Filled up to a width, in which a Chinese character takes two columns."""
    taken = sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)
    return text + " " * (width - taken)
