"""A county with something to apply for, and a student with an account who comes from there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from sangzi.kernel.models import Account
from sangzi.people.models import Person
from tests.cast import PASSWORD
from tests.programmes.made_rounds import declared, opening_in, round_of

NAME = {"key": "school", "title": "学校", "title_en": "School", "required": True}
PHONE = {"key": "phone", "title": "联系电话", "title_en": "Phone", "kind": "phone", "personal": True, "keep": 30}
FIELDS = (NAME, PHONE)


@dataclass
class Fair:
    """What is open, and who comes."""

    tree: Any
    student: Account
    person: Person

    def round(self, *steps, unit=None, title="暑期返乡", definition=None, **more):
        """A round that takes applications now."""
        now = timezone.now()
        today = timezone.localdate(now)
        usual = {"opens": today - timedelta(days=5), "closes": today + timedelta(days=60), "title": title}
        times = {"apply_from": now - timedelta(days=1), "apply_until": now + timedelta(days=9)}
        made = definition or declared(*steps, entry="return", applications={"fields": FIELDS, "wishes": 3})
        return round_of(made, unit or self.tree.county, **usual | times | more)

    def opening(self, round_, unit=None, **more):
        usual = {"on": timezone.localdate() + timedelta(days=20), "capacity": 2}
        return opening_in(round_, unit or round_.unit, **usual | more)


@pytest.fixture
def fair(tree):

    account = Account.objects.create_user("student", PASSWORD, name="田一禾")
    person = Person.objects.create(
        name="田一禾", home=tree.township, born=date(2003, 5, 1), phone="13900000001", account=account
    )
    return Fair(tree, account, person)


@pytest.fixture
def student(fair, visit):
    return visit(fair.student)
