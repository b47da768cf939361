"""An act that the database chose to give way is begun anew; anything else is not."""

from __future__ import annotations

import pytest
from django.db import OperationalError, transaction

from sangzi.programmes.again import TRIES, again


class Deadlock(Exception):
    sqlstate = "40P01"


class Act:
    """An act that fails some times before it is done."""

    def __init__(self, times, cause):
        self.left, self.cause, self.begun = times, cause, 0

    def __call__(self):
        self.begun += 1
        if self.left:
            self.left -= 1
            raise OperationalError("no") from self.cause
        return "done"


def acted(act):
    return again(act)()


@pytest.mark.django_db(transaction=True)
def test_an_act_that_gave_way_is_begun_anew():
    act = Act(2, Deadlock())
    assert (acted(act), act.begun) == ("done", 3)


@pytest.mark.django_db(transaction=True)
def test_not_for_ever():
    act = Act(99, Deadlock())
    with pytest.raises(OperationalError):
        acted(act)
    assert act.begun == TRIES


@pytest.mark.django_db(transaction=True)
def test_another_failure_is_not_repeated():
    act = Act(1, ValueError())
    with pytest.raises(OperationalError):
        acted(act)
    assert act.begun == 1


@pytest.mark.django_db(transaction=True)
def test_inside_another_transaction_the_whole_is_for_its_owner_to_repeat():
    act = Act(1, Deadlock())
    with transaction.atomic(), pytest.raises(OperationalError):
        acted(act)
    assert act.begun == 1
