"""Tries at the same moment are counted one by one."""

from __future__ import annotations

import pytest
from django.utils import timezone

from sangzi.kernel.actions import count_try
from sangzi.kernel.errors import TooMany
from sangzi.kernel.models import AuditLine
from sangzi.kernel.tries import OF_A_NAME
from tests.races.processes import all_at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.race]

NOW = timezone.now()


def test_guesses_at_the_same_moment_are_no_more_than_one_after_the_other(db):
    def guess(_number):
        passed = 0
        for _try in range(6):
            try:
                count_try(door="sign-in", name="lead", address="203.0.113.7", now=NOW, by=None)
                passed += 1
            except TooMany:
                continue
        return passed

    assert sum(all_at_once(4, guess)) == OF_A_NAME
    assert AuditLine.objects.filter(act="accounts.shut").count() == 1
