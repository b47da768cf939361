"""A change of the tree has all totals computed anew, by a job."""

from datetime import date, datetime, timedelta, timezone

from sangzi.kernel.facts import Movement
from sangzi.kernel.models import Job
from sangzi.scoreboard import actions
from sangzi.scoreboard.queries import is_stale
from sangzi.units.actions import move_unit

NOW = datetime(2025, 3, 1, tzinfo=timezone(timedelta(hours=8)))


def test_a_moved_unit_takes_its_amounts_along(ledger, rebuilt, tree, figure):
    ledger.write(Movement("t.flow", "a", tree.village.pk, date(2025, 1, 5), 300))
    move_unit(unit=tree.township, parent=tree.other_county, on=date(2025, 2, 1), by=None)
    assert (is_stale(), Job.objects.get().kind) == (True, "scoreboard.rebuild")
    actions.rebuild(now=NOW, by=None)
    assert (is_stale(), figure("sessions", tree.county).value, figure("sessions", tree.other_county).value) == (
        False,
        0,
        3,
    )


def test_nothing_is_enqueued_before_there_are_totals(tree):
    move_unit(unit=tree.township, parent=tree.other_county, on=date(2025, 2, 1), by=None)
    assert not Job.objects.exists()
