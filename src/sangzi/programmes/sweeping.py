"""What comes round every day for those who have a place: reminders in the morning, deletions at night."""

from __future__ import annotations

from datetime import datetime, time

from sangzi.kernel import clock

from .actions.purging import purge_evidence, purge_rounds
from .reminding_placed import remind_of_reports, remind_of_sessions, remind_silent_pairs


@clock.daily(at=time(2, 30))
def delete_what_is_over(now: datetime) -> None:
    """Evidence after the time to appeal, and what rounds promised to forget."""
    purge_evidence(now=now, by=None)
    purge_rounds(now=now, by=None)


@clock.daily(at=time(8, 30))
def remind_those_placed(now: datetime) -> None:
    """Sessions of tomorrow, reports that are due, pairs that have not met for long."""
    remind_of_sessions(now)
    remind_of_reports(now)
    remind_silent_pairs(now)
