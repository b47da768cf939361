"""Departments as pages list them: how they are written, who is in them, what they answer for."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Q

from sangzi.kernel.models import Account
from sangzi.plans.models import Commitment, Department, Duty
from sangzi.plans.owners import variants
from sangzi.units.models import Assignment, Unit

OPEN = (Commitment.State.PROPOSED, Commitment.State.CONFIRMED)


@dataclass(frozen=True)
class Card:
    """A department with its other names, its members (those of what was merged into it as well) and its duties."""

    department: Department
    also: tuple[str, ...]
    members: tuple[Account, ...]
    leads: int
    supports: int


def departments_of(unit: Unit) -> list[Card]:
    """The departments of a unit, the busiest first. Three queries."""
    live = Q(duties__commitment__state__in=OPEN)
    counts = {part.value: Count("duties", filter=live & Q(duties__part=part)) for part in Duty.Part}
    rows = list(Department.objects.filter(unit=unit).annotate(**counts).order_by("pk"))
    members = _members(rows)
    cards = [
        Card(
            one,
            tuple(name for name in names if name != one.name),
            _once(account for name in names for account in members[name]),
            getattr(one, Duty.Part.LEAD.value),
            getattr(one, Duty.Part.SUPPORT.value),
        )
        for one in rows
        if (names := json.loads(one.names))
    ]
    return sorted(cards, key=lambda card: (-card.leads, -card.supports, card.department.name))


def same_offices(cards: Sequence[Card]) -> list[tuple[Card, Card]]:
    """Departments that are probably one office, the one with more duties first. No query."""
    pairs = variants([(card.department.name, *card.also) for card in cards])
    return [(cards[one], cards[other]) for one, other in pairs]


def departments_in(unit: Unit) -> list[Department]:
    """The departments of a unit by name, without those merged into others. One query."""
    return list(Department.objects.filter(unit=unit).exclude(names="[]").order_by("name"))


def departments_with(account: Account, unit: Unit) -> list[Department]:
    """The departments of a unit that somebody is a member of; a merged one stands for what it was merged into."""
    rows = list(Department.objects.filter(unit=unit).order_by("name"))
    mine = set(account.departments.filter(unit=unit).values_list("name", flat=True))
    return [one for one in rows if mine & set(json.loads(one.names))]


def colleagues(unit: Unit) -> list[Account]:
    """Everybody who works for the unit itself now, and so may be a member. One query."""
    working = Assignment.objects.filter(unit=unit, until=None).values("account")
    return list(Account.objects.filter(pk__in=working, is_active=True).order_by("name", "pk"))


def duties_in(departments: Sequence[Department]) -> dict[int, Duty.Part]:
    """What some departments answer for, by commitment; leading counts before supporting. One query."""
    rows = Duty.objects.filter(department__in=departments).values_list("commitment_id", "part")
    found: dict[int, Duty.Part] = {}
    for commitment, part in rows:
        if found.get(commitment) != Duty.Part.LEAD:
            found[commitment] = Duty.Part(part)
    return found


def _members(rows: Sequence[Department]) -> dict[str, list[Account]]:
    """By the names of departments, merged ones as well."""
    names = {row.pk: row.name for row in rows}
    through = Department.members.through.objects.filter(department__in=names).select_related("account")
    found: dict[str, list[Account]] = defaultdict(list)
    for link in through.order_by("account__name", "account"):
        found[names[link.department_id]].append(link.account)
    return found


def _once(accounts: object) -> tuple[Account, ...]:
    return tuple({account.pk: account for account in accounts}.values())  # type: ignore[attr-defined]
