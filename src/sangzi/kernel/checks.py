"""What stops the start: a door without an audience, an unsafe SQLite."""

from __future__ import annotations

from typing import Any

from django.core.checks import CheckMessage, Error, register

from .audience import AUDIENCES, audience_of, doors


@register()
def every_door_has_an_audience(**_kwargs: Any) -> list[CheckMessage]:
    return [
        Error(
            f"the door {route!r} does not say whom it is for",
            hint=f"put @audience(...) on its view, one of {', '.join(AUDIENCES)}",
            id="kernel.E001",
        )
        for route, view in doors()
        if audience_of(view) not in AUDIENCES
    ]
