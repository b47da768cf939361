"""What a person sees of their own lines, and who was invited."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from sangzi.kernel.errors import NotPermitted, NotVisible
from sangzi.kernel.fields import Field, answered
from sangzi.kernel.models import Account
from sangzi.kernel.paging import Page, page_of
from sangzi.kernel.tokens import hash_of
from sangzi.kernel.wording import title_of
from sangzi.units.access import Scope
from sangzi.units.models import Assignment, Unit

from .definitions import RegisterType, registers
from .models import Consent, Entry, Invitation, Person
from .purposes import card_purpose

SOON = 60  # days before a line lapses in which its person is asked
MAY_INVITE = frozenset({Assignment.Role.LEAD, Assignment.Role.OFFICER, Assignment.Role.COUNSELLOR})


@dataclass(frozen=True)
class OwnLine:
    """A register as its person sees it: with the living line there, if any, and how long that still holds."""

    register: RegisterType
    line: Entry | None
    answers: list[tuple[Field, str]]
    soon: bool = False


@dataclass(frozen=True)
class PublicCard:
    """What anyone may see of a person who said so, or of a partner."""

    name: str
    unit: Unit
    answers: list[tuple[Field, str]]


def own_lines(person: Person, today: date) -> list[OwnLine]:
    """Every register that persons enter themselves, and every other in which the person stands. One query."""
    lines = Entry.objects.filter(person=person, until=None).select_related("unit", "shown_to")
    standing = {line.register: line for line in lines}
    return [
        _own(register, standing.get(key), today)
        for key, register in registers().items()
        if register.of == "person" and (register.by_self or key in standing)
    ]


def past_lines(person: Person) -> list[OwnLine]:
    """The person's lines that have ended and were not deleted. One query."""
    ended = Entry.objects.filter(person=person).exclude(until=None).select_related("unit").order_by("-until", "-pk")
    return [_own(registers()[line.register], line, line.since) for line in ended if line.register in registers()]


def own_line(person: Person, register: str) -> Entry | None:
    """The person's living line in a register. One query."""
    lines = Entry.objects.filter(person=person, register=register, until=None)
    return lines.select_related("unit", "shown_to").first()


def own_entry(account: Account, key: int) -> Entry:
    """A line of the account's own person, ended ones too. Raises `NotVisible`."""
    line = Entry.objects.filter(pk=key, person__account=account).select_related("person", "unit").first()
    if line is None:
        raise NotVisible(_("没有找到您的这一条；请刷新页面。"), entry=key)
    return line


def values_of(entry: Entry) -> dict[str, Any]:
    """What a line says, by the keys of the register's fields."""
    found: dict[str, Any] = json.loads(entry.fields)
    return found


def has_card(person: Person, register: str, today: date) -> bool:
    """Whether anyone may see the person's card in a register. One query."""
    return _cards([register], today).filter(person=person).exists()


def public_cards(
    register: RegisterType, today: date, *, unit: Unit | None = None, after: str | None = None
) -> Page[PublicCard]:
    """Cards of a register that anyone may see: persons by their own consent, partners by the register. One query."""
    lines = Entry.objects.filter(register=register.key, until=None, erased=None)
    if register.of == "person":
        lines = lines.filter(person__in=_cards([register.key], today).values("person"))
    if unit:
        lines = lines.filter(unit__path__within=unit.path)
    page = page_of(lines.select_related("unit", "person", "partner"), after=after)
    return Page([_card(register, line) for line in page.lines], page.next)


def invitation_of(token: str, today: date) -> Invitation:
    """The living invitation of a link. Raises `NotVisible`, alike for one that never was."""
    found = _living(Invitation.objects.filter(token_hash=hash_of(token)), today).select_related("unit", "by").first()
    if found is None or found.register not in registers():
        raise NotVisible(_("这个邀请已经用过、撤回或过期；请向邀请您的人再要一个。"))
    return found


def invitations_at(scope: Scope, unit: Unit, register: str, today: date, *, size: int = 50) -> list[Invitation]:
    """The latest invitations of a unit and below that may still be used. One query."""
    here = scope.filter(Invitation.objects.filter(register=register, unit__path__within=unit.path))
    return list(_living(here, today).select_related("unit", "by").order_by("-pk")[:size])


def invitations_by(account: Account, today: date) -> list[Invitation]:
    """The invitations of an account that may still be used. One query."""
    return list(_living(Invitation.objects.filter(by=account), today).select_related("unit").order_by("-pk"))


def invitation_for(scope: Scope | None, account: Account, key: int) -> Invitation:
    """An invitation that the account made, or one of a unit in its scope. Raises `NotVisible`."""
    seen = Q(by=account)
    if scope and scope.grants:
        seen |= Q(pk__in=scope.filter(Invitation.objects.all()).values("pk"))
    found = Invitation.objects.filter(seen, pk=key).first()
    if found is None:
        raise NotVisible(_("没有找到这个邀请；请刷新页面。"), invitation=key)
    return found


def require_may_invite(scope: Scope, register: RegisterType, unit: Unit) -> None:
    """Raise `NotPermitted` unless the reader does something at the unit but audit it."""
    if not may_invite(scope, register, unit):
        told = {"unit": unit.short, "register": title_of(register)}
        raise NotPermitted(_("您在%(unit)s的职责不能为名册“%(register)s”发邀请。") % told)


def may_invite(scope: Scope, register: RegisterType, unit: Unit) -> bool:
    return register.by_self and bool(scope.roles_at(unit) & MAY_INVITE)


def _living(invitations: QuerySet[Invitation], today: date) -> QuerySet[Invitation]:
    return invitations.filter(used=None, withdrawn=None, expires__gt=today)


def _own(register: RegisterType, line: Entry | None, today: date) -> OwnLine:
    if line is None:
        return OwnLine(register, None, [])
    soon = line.lapses is not None and (line.lapses - today).days <= SOON
    return OwnLine(register, line, answered(register.fields, line.fields), soon)


def _cards(keys: Iterable[str], today: date) -> QuerySet[Consent]:
    purposes = [card_purpose(key) for key in keys]
    living = Consent.objects.filter(purpose__in=purposes, given__lte=today)
    return living.filter(Q(expires=None) | Q(expires__gt=today), Q(withdrawn=None) | Q(withdrawn__gt=today))


def _card(register: RegisterType, line: Entry) -> PublicCard:
    name = line.person.name if line.person else line.partner.name if line.partner else ""
    shown = [pair for pair in answered(register.fields, line.fields) if not pair[0].personal]
    return PublicCard(name, line.unit, shown)
