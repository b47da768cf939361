"""Who may see and enter people: staff see those who live in, or stand in a register of, their units and below."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TypeVar

from django.db.models import Exists, Model, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from sangzi.kernel.errors import NotPermitted, NotVisible
from sangzi.kernel.models import Account
from sangzi.kernel.wording import title_of
from sangzi.units.access import Scope
from sangzi.units.models import Unit
from sangzi.units.paths import WIDTH, keys

from .definitions import RegisterType
from .models import Consent, Entry, Merge, Partner, Person
from .purposes import own_purpose

M = TypeVar("M", bound=Model)


def visible_persons(scope: Scope) -> QuerySet[Person]:
    """Persons at home in the scope, or in a register there."""
    persons = Person.objects.filter(merged_into=None)
    if scope.whole:
        return persons
    if not scope.grants:
        return persons.none()
    listed = visible_entries(scope).filter(person=OuterRef("pk"))
    return persons.filter(scope.condition("home") | Q(Exists(listed)))


def visible_partners(scope: Scope) -> QuerySet[Partner]:
    """Partners at home in the scope, or in a register there."""
    partners = Partner.objects.all()
    if scope.whole:
        return partners
    if not scope.grants:
        return partners.none()
    listed = visible_entries(scope).filter(partner=OuterRef("pk"))
    return partners.filter(scope.condition("home") | Q(Exists(listed)))


def visible_entries(scope: Scope) -> QuerySet[Entry]:
    """Register lines of units in the scope, as far up as the person lets each be seen; never the erased ones."""
    lines = Entry.objects.filter(erased=None)
    if not scope.grants:
        return lines.none()
    condition = Q()
    for path in scope.prefixes:
        inside = Q() if len(path) == WIDTH else Q(unit__path__within=path)
        condition |= inside & (Q(shown_to=None) | Q(shown_to__in=_at_or_above(scope, path)))
    return lines.filter(condition)


def _at_or_above(scope: Scope, path: str) -> list[int]:
    """Units that a reader may be told of for: those on the path, and those below it where the reader works too."""
    return sorted({key for grant in scope.grants if grant.path.startswith(path) for key in keys(grant.path)})


def findable(lines: QuerySet[Entry], registers: Iterable[str], today: date) -> QuerySet[Entry]:
    """Those lines by which persons may be found for a need: they entered themselves, and still agree to it."""
    living = Q(expires=None) | Q(expires__gt=today)
    agreed = Consent.objects.filter(living, withdrawn=None, given__lte=today, person=OuterRef("person"))
    found = Q()
    for register in registers:
        found |= Q(Exists(agreed.filter(purpose=own_purpose(register))), register=register)
    holding = lines.filter(Q(lapses=None) | Q(lapses__gt=today), by_self=True, until=None, erased=None)
    return holding.filter(found, person__merged_into=None) if found else lines.none()


def get_person_for(scope: Scope, key: int) -> Person:
    """A visible person, home along. Raises `NotVisible`."""
    return one_of(visible_persons(scope).select_related("home"), key, _("没有找到这个人；请回到名单重新选择。"))


def get_partner_for(scope: Scope, key: int) -> Partner:
    """A visible partner, home along. Raises `NotVisible`."""
    return one_of(visible_partners(scope).select_related("home"), key, _("没有找到这个合作方；请回到名单重新选择。"))


def get_entry_for(scope: Scope, key: int) -> Entry:
    """A visible register line, unit along. Raises `NotVisible`."""
    return one_of(visible_entries(scope).select_related("unit"), key, _("没有找到名册里的这一条；请回到名册重新选择。"))


def get_consent_for(scope: Scope, key: int) -> Consent:
    """A consent of a visible person. Raises `NotVisible`."""
    consents = Consent.objects.filter(person__in=visible_persons(scope)).select_related("person")
    return one_of(consents, key, _("没有找到这项同意；请回到人员页面重新选择。"))


def require_may_enter(scope: Scope, register: RegisterType, unit: Unit) -> None:
    """Raise `NotPermitted` unless a role that the register names is held at the unit."""
    if not scope.roles_at(unit) & set(register.may_enter):
        raise NotPermitted(
            _("您在%(unit)s的职责不能登记名册“%(register)s”；请由该单位负责登记的人办理。")
            % {"unit": unit.short, "register": title_of(register)}
        )


def require_may_reveal(scope: Scope, person: Person) -> None:
    """Raise `NotPermitted` unless the reader may change things where the person is at home or listed."""
    if not visible_persons(scope.writable).filter(pk=person.pk).exists():
        raise NotPermitted(_("您的职责不能查看完整的个人信息；请由本单位办理业务的人查看。"), person=person.pk)


def require_may_merge(scope: Scope, person: Person) -> None:
    """Raise `NotPermitted` unless the reader may change things where the person is at home."""
    if not scope.writable.covers(person.home):
        raise NotPermitted(_("这个人的家乡不归您的单位办理，不能合并；请由上级单位合并。"), person=person.pk)


def get_merge_for(scope: Scope, key: int) -> Merge:
    """A merge into a visible person, both along. Raises `NotVisible`."""
    merges = Merge.objects.filter(kept__in=visible_persons(scope)).select_related("kept__home", "double__home")
    return one_of(merges, key, _("没有找到这次合并；请刷新页面。"))


def own_person(account: Account) -> Person | None:
    """The person behind an account, home along; what concerns oneself needs no scope."""
    return Person.objects.select_related("home").filter(account=account).first()


def own_entries(person: Person) -> QuerySet[Entry]:
    """A person's own lines in registers."""
    return Entry.objects.filter(person=person)


def own_consent(account: Account, key: int) -> Consent:
    """A consent that the account's own person gave. Raises `NotVisible`."""
    return one_of(Consent.objects.filter(person__account=account), key, _("没有找到您的这项同意；请刷新页面。"))


def one_of(rows: QuerySet[M], key: int, sentence: str) -> M:
    """The row of that key, or `NotVisible`: the same for what is not there and what may not be seen."""
    row = rows.filter(pk=key).first()
    if row is None:
        raise NotVisible(sentence, key=key)
    return row
