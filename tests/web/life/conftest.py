"""What the pages about the life of placements show: a township's opening, somebody with a place and an account."""

from __future__ import annotations

from itertools import count

import pytest
from django.utils import timezone

from sangzi.kernel.models import Account
from sangzi.people.actions import add_person
from tests.programmes.life.conftest import Life


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def life(tree, today):
    people = [
        add_person(name=name, home=tree.village, today=today, by=None) for name in ("张小三", "李四", "王五", "赵六")
    ]
    return Life(tree, people, count(1))


@pytest.fixture
def own(life):
    """An account of the first person, who works nowhere."""
    account = Account.objects.create_user("zhang", "correct horse", name="张小三")
    life.people[0].account = account
    life.people[0].save(update_fields=["account"])
    return account


@pytest.fixture
def since(today):
    return {"on": today, "since": today}
