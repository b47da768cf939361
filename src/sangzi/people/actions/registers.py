"""Entering registers and leaving them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from sangzi.kernel import audit, facts
from sangzi.kernel.errors import BadInput, Conflict
from sangzi.kernel.models import Account
from sangzi.kernel.wording import title_of
from sangzi.units.models import Unit

from ..dating import refuse_backwards, refuse_future, refuse_outside_life
from ..definitions import RegisterType, known_register
from ..entering import NewPartner, NewPerson, clean_fields
from ..models import Entry, Partner, Person
from .consents import LISTING, give_consent
from .persons import add_partner, add_person


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
    by_self: bool = False,
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
        by_self=by_self,
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
