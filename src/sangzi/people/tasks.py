"""What comes round by itself: lines that were not renewed end."""

from __future__ import annotations

from datetime import datetime, time

from django.utils import timezone

from sangzi.kernel import clock

from . import sheets  # noqa: F401  (registers what is done with sheets of a register)
from .actions import lapse_lines


@clock.daily(at=time(1, 10))
def lapse(now: datetime) -> None:
    """End the lines whose time has run out."""
    lapse_lines(today=timezone.localdate(now), by=None)
