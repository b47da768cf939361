"""People of the cast who need more than chance gives them: the employer a person, the expert a line that fits needs."""

from __future__ import annotations

from datetime import date

from sangzi.kernel.models import Account
from sangzi.people.actions import save_profile
from sangzi.people.models import Consent, Entry, Person
from sangzi.people.purposes import ACCOUNT
from sangzi.units.initials import initials

from .calls import EMPLOYER, PREFECTURE
from .ground import Ground

EXPERTS = "experts"
KNOWN = {
    "institution": "示例农业大学园艺学院",
    "subject": "果树栽培与病虫害防治",
    "offers": "苹果梨、蓝莓果园的现场指导，每年秋天可以下乡两周",
}


def skilled(ground: Ground) -> None:
    """Let the expert say what they know, so that needs find them."""
    expert = ground.persons.get("expert")
    line = Entry.objects.filter(person=expert, register=EXPERTS, until=None).select_related("unit").first()
    if expert is None or line is None or expert.account is None:
        return
    save_profile(
        register=EXPERTS, person=expert, unit=line.unit, fields=KNOWN, today=ground.until, by=expert.account, card=True
    )


def hired(ground: Ground) -> None:
    """Give the account its person, at home where the enterprise is, with the consent that joining asks for."""
    account = ground.accounts.get(EMPLOYER)
    if account is None or EMPLOYER in ground.persons:
        return
    ground.persons[EMPLOYER] = _person(account, ground)


def _person(account: Account, ground: Ground) -> Person:
    person = Person.objects.create(
        name=account.name, initials=initials(account.name), home=ground.at(PREFECTURE), account=account,
        born=date(1990, 5, 4), sample=True,
    )  # fmt: skip
    Consent.objects.create(person=person, purpose=ACCOUNT, given=ground.until)
    return person
