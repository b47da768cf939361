"""What is said of a file that cannot be read, in the visitor's language where Django runs."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from sangzi.kernel.errors import BadInput

from . import limits


class PlanFileUnreadable(BadInput):
    """A plan's file cannot be read; the sentence says why, and what to bring instead."""

    code = "plan-file-unreadable"


def spoken(message: str) -> str:
    """In the visitor's language where Django runs; on a bare command line in Chinese."""
    registry = sys.modules.get("django.apps")
    if registry is None or not registry.apps.ready:
        return message
    from django.utils.translation import gettext as translated

    return translated(message)


def unreadable(message: str, path: Path, **values: Any) -> PlanFileUnreadable:
    """The refusal of a file: a sentence with its name and the values filled in."""
    values["name"] = path.name
    return PlanFileUnreadable(message % values, **values)


_ = spoken


def too_long(path: Path, length: int) -> PlanFileUnreadable:
    """The refusal of a text beyond the limit."""
    told = {"length": length, "limit": limits.MAX_TEXT}
    return unreadable(_("“%(name)s”有 %(length)s 字，超过上限 %(limit)s 字；请按章节分成几份。"), path, **told)
