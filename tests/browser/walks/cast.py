"""Who takes part in a walk, with accounts to sign in with."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import count

from django.utils import timezone

from sangzi.kernel.models import Account
from sangzi.people.actions import add_partner, add_person, enter_register
from sangzi.people.definitions import known_register
from sangzi.places.actions import add_place, open_place
from tests.cast import SINCE, appoint

NUMBERS = count(1)


@dataclass
class Cast:
    """The tree, an officer of its county, a mentor and a partner from there."""

    tree: object
    officer: Account
    mentor: object = None
    partner: object = None
    harbour: object = None

    def account(self, name):
        return Account.objects.create(username=f"walker-{next(NUMBERS)}", name=name)

    def person(self, name, age=22):
        """Somebody of an age whose home is a village of the county."""
        today = timezone.localdate()
        person = add_person(
            name=name, home=self.tree.village, today=today, by=None, born=date(today.year - age - 1, 12, 31)
        )
        person.account, person.phone = self.account(name), "13900000001"
        person.save(update_fields=["account", "phone"])
        return person

    def secretary(self, unit):
        """An account that works for a unit, with a person of its own."""
        account = appoint(f"secretary-{next(NUMBERS)}", unit, "officer")
        person = self.person("支书")
        person.account = account
        person.save(update_fields=["account"])
        return account

    def enter(self, register, person):
        """Somebody stands in a register already, with the least that it asks."""
        today = timezone.localdate()
        given = {field.key: answer_to(field) for field in known_register(register).fields if field.required}
        enter_register(
            register=register,
            unit=self.tree.county,
            since=today,
            today=today,
            by=self.officer,
            person=person,
            fields=given,
        )

    def partner_of(self):
        return add_partner(
            name="和龙青年合作社", kind="企业", home=self.tree.county, today=timezone.localdate(), by=None
        )

    def place(self):
        """A place that is open, for records that must name one."""
        if self.harbour is None:
            given = {"type": "childrens-harbour", "name": "和龙童心港湾", "unit": self.tree.county}
            self.harbour = add_place(**given, today=SINCE, by=None)
            open_place(place=self.harbour, on=SINCE, today=timezone.localdate(), by=None)
        return self.harbour


def answer_to(field):
    """What a register takes for a field."""
    if field.kind == "date":
        return timezone.localdate().isoformat()
    if field.kind in ("choice", "choices"):
        return field.choices[0] if field.kind == "choice" else [field.choices[0]]
    return "yes" if field.kind == "yes" else "1" if field.kind in ("number", "money") else "试填"
