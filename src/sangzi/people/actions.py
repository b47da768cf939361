"""What can happen to people, partners and the lines of registers."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Literal

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from sangzi.kernel import audit, facts
from sangzi.kernel.errors import BadInput, Conflict
from sangzi.kernel.models import Account
from sangzi.kernel.wording import title_of
from sangzi.units.initials import initials
from sangzi.units.models import Unit

from .dating import refuse_backwards, refuse_future, refuse_outside_life
from .definitions import RegisterType, known_register
from .entering import NewPartner, NewPerson, clean_credit_code, clean_fields, clean_name, clean_phone
from .models import Consent, Entry, Partner, Person

OF_AGE = 18
SHORTEST_REASON = 4
LISTING = "register"  # the purpose of a consent to stand in registers
Revealed = Literal["name", "phone", "born"]


@transaction.atomic
def add_person(
    *, name: str, home: Unit, today: date, by: Account | None, phone: str = "", born: date | None = None
) -> Person:
    """Make somebody known. Whether they are known already is for `queries.likely_duplicates` to hint at first."""
    name = clean_name(name)
    refuse_outside_life(home, today)
    if born:
        refuse_future(born, today)
    person = Person.objects.create(
        name=name, initials=initials(name)[:30], phone=clean_phone(phone), born=born, home=home
    )
    audit.append(chain=home.pk, act="people.add_person", about=f"person:{person.pk}", by=by)
    return person


@transaction.atomic
def add_partner(*, name: str, kind: str, home: Unit, today: date, by: Account | None, credit_code: str = "") -> Partner:
    """Make an organisation outside the tree known. One credit code is one partner."""
    refuse_outside_life(home, today)
    code = clean_credit_code(credit_code)
    if code and Partner.objects.filter(credit_code=code).exists():
        raise Conflict(
            _("统一社会信用代码%(code)s的合作方已经登记过；请直接选用。") % {"code": code}, field="credit_code"
        )
    partner = Partner.objects.create(name=clean_name(name, 200), kind=clean_name(kind, 40), home=home, credit_code=code)
    audit.append(chain=home.pk, act="people.add_partner", about=f"partner:{partner.pk}", by=by)
    return partner


@transaction.atomic
def enter_register(
    *,
    register: str,
    unit: Unit,
    since: date,
    today: date,
    by: Account | None,
    person: Person | None = None,
    partner: Partner | None = None,
    fields: Mapping[str, object] | None = None,
) -> Entry:
    """Put a person or a partner into a register of a unit. The same line given twice is one line."""
    definition = known_register(register)
    _refuse_wrong_kind(definition, person, partner)
    refuse_outside_life(unit, since)
    refuse_future(since, today)
    entry = Entry(
        register=register,
        person=person,
        partner=partner,
        unit=unit,
        since=since,
        fields=clean_fields(definition, fields or {}),
    )
    there = _live_line(entry)
    if there is None:
        there = _insert_line(entry)
    if there is entry:
        audit.append(
            chain=unit.pk, act="people.enter_register", about=f"entry:{entry.pk}", by=by, detail={"register": register}
        )
        facts.moved([_movement(entry, since, facts.SCALE)])
    elif (there.unit_id, there.since, there.fields) != (unit.pk, since, entry.fields):
        raise Conflict(
            _("已经在名册“%(register)s”里；请先将原来的一条移出，再重新登记。") % {"register": title_of(definition)}
        )
    return there


@transaction.atomic
def enlist(
    *,
    register: str,
    unit: Unit,
    who: Person | Partner | NewPerson | NewPartner,
    since: date,
    today: date,
    by: Account | None,
    fields: Mapping[str, object] | None = None,
    by_guardian: bool = False,
) -> Entry:
    """Put somebody, known or new, into a register; for a person with the consent to it. All of it or nothing."""
    if isinstance(who, NewPerson):
        who = add_person(name=who.name, phone=who.phone, born=who.born, home=unit, today=today, by=by)
    if isinstance(who, NewPartner):
        who = add_partner(name=who.name, kind=who.kind, credit_code=who.credit_code, home=unit, today=today, by=by)
    if isinstance(who, Person):
        give_consent(person=who, purpose=LISTING, given=today, today=today, by=by, by_guardian=by_guardian)
    person, partner = (who, None) if isinstance(who, Person) else (None, who)
    return enter_register(
        register=register, unit=unit, since=since, today=today, by=by, person=person, partner=partner, fields=fields
    )


@transaction.atomic
def leave_register(*, entry: Entry, until: date, today: date, by: Account | None) -> Entry:
    """End a line: `until` is the first day it no longer holds."""
    refuse_future(until, today)
    refuse_backwards(entry.since, until)
    if not Entry.objects.filter(pk=entry.pk, until=None).update(until=until):
        raise Conflict(_("这一条已经移出名册；请刷新页面。"), entry=entry.pk)
    entry.until = until
    audit.append(
        chain=entry.unit_id,
        act="people.leave_register",
        about=f"entry:{entry.pk}",
        by=by,
        detail={"until": until.isoformat()},
    )
    facts.moved([_movement(entry, until, -facts.SCALE)])
    return entry


@transaction.atomic
def reveal(*, person: Person, field: Revealed, reason: str, by: Account) -> str:
    """The whole value of a masked field. Who saw it, of whom and why stays in the audit chain."""
    reason = " ".join(reason.split())
    if len(reason) < SHORTEST_REASON:
        raise BadInput(
            _("查看完整信息要写明理由（至少%(least)d个字）；请补充。") % {"least": SHORTEST_REASON}, field="reason"
        )
    if field not in ("name", "phone", "born"):
        raise BadInput(_("没有可以查看的“%(field)s”项；请重新选择。") % {"field": field}, field="field")
    audit.append(
        chain=person.home_id,
        act="people.reveal",
        about=f"person:{person.pk}",
        by=by,
        detail={"field": field, "reason": reason[:200]},
    )
    return str(getattr(person, field) or "")


@transaction.atomic
def give_consent(
    *,
    person: Person,
    purpose: str,
    given: date,
    today: date,
    by: Account | None,
    expires: date | None = None,
    by_guardian: bool = False,
) -> Consent:
    """Write down that a person, or the guardian of a minor, allowed a purpose. Given twice it is one consent."""
    refuse_future(given, today)
    refuse_backwards(given, expires)
    if not by_guardian and person.born and _age(person.born, given) < OF_AGE:
        raise BadInput(
            _("本人未满%(age)d周岁，须由监护人同意；请由监护人办理，并选择“监护人同意”。") % {"age": OF_AGE},
            field="by_guardian",
        )
    purpose = clean_name(purpose, 60)
    live = Consent.objects.filter(person=person, purpose=purpose, withdrawn=None, given__lte=given)
    covering = live.filter(Q(expires=None) | Q(expires=expires)).first()
    if covering:
        return covering
    consent = Consent.objects.create(
        person=person, purpose=purpose, given=given, expires=expires, by_guardian=by_guardian
    )
    _log_consent("people.give_consent", consent, by)
    return consent


@transaction.atomic
def withdraw_consent(*, consent: Consent, on: date, today: date, by: Account | None) -> Consent:
    """End a consent from a day on; what was done under it before stays lawful and stays recorded."""
    refuse_future(on, today)
    refuse_backwards(consent.given, on)
    if not Consent.objects.filter(pk=consent.pk, withdrawn=None).update(withdrawn=on):
        raise Conflict(_("这项同意已经撤回；请刷新页面。"), consent=consent.pk)
    consent.withdrawn = on
    _log_consent("people.withdraw_consent", consent, by)
    return consent


def _refuse_wrong_kind(definition: RegisterType, person: Person | None, partner: Partner | None) -> None:
    right, wrong = (person, partner) if definition.of == "person" else (partner, person)
    if right is not None and wrong is None:
        return
    listed = _("人员") if definition.of == "person" else _("合作方")
    raise BadInput(
        _("名册“%(register)s”登记的是%(listed)s；请选择一个%(listed)s。")
        % {"register": title_of(definition), "listed": listed},
        field=definition.of,
    )


def _live_line(entry: Entry) -> Entry | None:
    return Entry.objects.filter(register=entry.register, person=entry.person, partner=entry.partner, until=None).first()


def _insert_line(entry: Entry) -> Entry:
    """The new line, or the one that somebody else wrote in this very moment."""
    try:
        with transaction.atomic():
            entry.save(force_insert=True)
    except IntegrityError:
        there = _live_line(entry)
        if there is None:
            raise
        return there
    return entry


def _movement(entry: Entry, on: date, amount: int) -> facts.Movement:
    return facts.Movement("people.entries", entry.register, entry.unit_id, on, amount)


def _log_consent(act: str, consent: Consent, by: Account | None) -> None:
    audit.append(
        chain=consent.person.home_id,
        act=act,
        about=f"consent:{consent.pk}",
        by=by,
        detail={"person": consent.person_id, "purpose": consent.purpose, "by_guardian": consent.by_guardian},
    )


def _age(born: date, on: date) -> int:
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))
