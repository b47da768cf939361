"""What is said both by pages and by commands that start without Django."""

from __future__ import annotations

import sys


def spoken(message: str) -> str:
    """In the visitor's language where Django runs; on a bare command line in Chinese."""
    registry = sys.modules.get("django.apps")
    if registry is None or not registry.apps.ready:
        return message
    from django.utils.translation import gettext as translated

    return translated(message)
