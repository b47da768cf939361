"""Two people change the tree at once."""

import threading
from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction

from sangzi.kernel.errors import SangziError
from sangzi.units import queries
from sangzi.units.actions import change, found_unit, move_unit
from sangzi.units.models import Unit
from sangzi.units.paths import step

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
DAY = date(2024, 5, 1)


def at_once(*acts):
    """Run all acts in threads that start together; return what each one raised, or None."""
    gate = threading.Barrier(len(acts))
    raised = [None] * len(acts)

    def run(number, act):
        try:
            gate.wait(10)
            act()
        except (SangziError, IntegrityError) as error:
            raised[number] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=item) for item in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return raised


def paths_hold():
    units = Unit.objects.select_related("parent")
    return all(unit.path == (unit.parent.path if unit.parent else "") + step(unit.pk) for unit in units)


def test_a_code_is_given_once(tree):
    acts = [
        lambda n=n: found_unit(name=f"新镇{n}", level=4, parent=tree.county, code="222406300", on=DAY, by=None)
        for n in range(6)
    ]
    raised = at_once(*acts)
    assert raised.count(None) == 1
    assert Unit.objects.filter(code="222406300").count() == 1


def test_the_constraint_holds_even_where_nobody_waits(tree, monkeypatch):
    """The negative control: without the lock and without the look beforehand it is the database that refuses."""
    monkeypatch.setattr(change, "hold_tree", lambda: None)
    monkeypatch.setattr("sangzi.units.actions.founding.refuse_taken_code", lambda *_: None)
    acts = [
        lambda n=n: found_unit(name=f"新镇{n}", level=4, parent=tree.county, code="222406300", on=DAY, by=None)
        for n in range(2)
    ]
    assert at_once(*acts).count(None) == 1
    assert Unit.objects.filter(code="222406300").count() == 1


def test_two_branches_cannot_move_under_each_other(tree):
    first = found_unit(name="甲支部", level=9, parent=tree.province, on=DAY, by=None)
    raised = at_once(
        lambda: move_unit(unit=first, parent=tree.branch, on=DAY, by=None),
        lambda: move_unit(unit=tree.branch, parent=first, on=DAY, by=None),
    )
    assert raised.count(None) == 1
    assert paths_hold()


def test_a_unit_founded_while_its_county_moves_ends_up_below_it(tree):
    acts = [lambda n=n: found_unit(name=f"新镇{n}", level=4, parent=tree.county, on=DAY, by=None) for n in range(4)]
    raised = at_once(lambda: move_unit(unit=tree.county, parent=tree.other_prefecture, on=DAY, by=None), *acts)
    assert raised == [None] * 5
    assert paths_hold()
    assert queries.count_by_level(tree.other_prefecture) == {3: 2, 4: 6, 5: 2}


def test_the_lock_is_given_back_when_a_change_is_refused(tree):
    with pytest.raises(SangziError), transaction.atomic():
        move_unit(unit=tree.county, parent=tree.county, on=DAY, by=None)
    assert found_unit(name="新镇", level=4, parent=tree.county, on=DAY, by=None).pk
