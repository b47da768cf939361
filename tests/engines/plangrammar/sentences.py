"""Single sentences, read without a plan around them."""

from __future__ import annotations

from sangzi.engines.plangrammar import read


def rows(text, **known):
    return [found.row() for found in read(text, **known).commitments]


def only(text, **known):
    """The one statement of a text."""
    (row,) = rows(text, **known)
    return row


def values(text, **known):
    return [row["value"] for row in rows(text, **known)]
