"""A change of the tree has all totals computed anew, by a job."""

from datetime import date, datetime, timedelta, timezone

from sangzi.kernel import jobs
from sangzi.kernel.facts import Movement
from sangzi.kernel.models import Job
from sangzi.scoreboard import actions, queries, renewal
from sangzi.scoreboard.actions import computing
from sangzi.scoreboard.models import Computation
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


def test_several_changes_are_answered_by_one_computation(rebuilt, tree):
    before = Computation.objects.count()
    move_unit(unit=tree.township, parent=tree.other_county, on=date(2025, 2, 1), by=None)
    move_unit(unit=tree.township, parent=tree.county, on=date(2025, 2, 2), by=None)
    worker = jobs.new_worker()
    assert (jobs.work_once(worker), jobs.work_once(worker)) == (True, True)
    assert (Computation.objects.count() - before, is_stale()) == (1, False)


def test_definitions_that_come_back_to_an_earlier_state_are_computed_again(rebuilt, monkeypatch):
    worker = jobs.new_worker()
    for digest in ("one", "other", "one"):
        for module in (computing, queries, renewal):
            monkeypatch.setattr(module, "definitions_digest", lambda digest=digest: digest.ljust(64, "0"))
        assert renewal.renew_if_stale()
        jobs.work_once(worker)
    assert not is_stale()
