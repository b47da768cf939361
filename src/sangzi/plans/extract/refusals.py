"""What is said of a file that cannot be read, in the visitor's language where Django runs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sangzi.kernel.errors import BadInput
from sangzi.kernel.spoken import spoken

from . import limits

__all__ = ["PlanFileUnreadable", "spoken", "too_long", "unreadable"]


class PlanFileUnreadable(BadInput):
    """A plan's file cannot be read; the sentence says why, and what to bring instead."""

    code = "plan-file-unreadable"


def unreadable(message: str, path: Path, **values: Any) -> PlanFileUnreadable:
    """The refusal of a file: a sentence with its name and the values filled in."""
    values["name"] = path.name
    return PlanFileUnreadable(message % values, **values)


_ = spoken


def too_long(path: Path, length: int) -> PlanFileUnreadable:
    """The refusal of a text beyond the limit."""
    told = {"length": length, "limit": limits.MAX_TEXT}
    return unreadable(_("“%(name)s”有 %(length)s 字，超过上限 %(limit)s 字；请按章节分成几份。"), path, **told)
