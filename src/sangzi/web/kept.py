"""Parts of pages that are the same for many: written once, and kept by everything that they say."""

from __future__ import annotations

from collections.abc import Hashable
from functools import lru_cache

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

KEPT = 2048


def part(template: str, **told: Hashable) -> SafeString:
    """The part in the language spoken now. What it says is never older than what is told here, for that is its name."""
    return _part(template, get_language() or "", tuple(told.items()))


@lru_cache(maxsize=KEPT)
def _part(template: str, language: str, told: tuple[tuple[str, Hashable], ...]) -> SafeString:  # noqa: ARG001  (spoken)
    return render_to_string(template, dict(told))
