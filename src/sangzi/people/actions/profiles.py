"""A person's own lines: made, changed, renewed, withdrawn and erased by the person, and nobody else."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from sangzi.kernel import audit
from sangzi.kernel.errors import BadInput, Conflict, NotPermitted
from sangzi.kernel.models import Account
from sangzi.kernel.wording import title_of
from sangzi.units.models import Unit

from ..definitions import RegisterType, known_register
from ..entering import clean_fields
from ..models import Consent, Entry, Invitation, Person
from ..purposes import card_purpose, own_purpose, register_of
from .consents import give_consent, withdraw_consent
from .inviting import use_invitation
from .registers import enter_register, leave_register


@transaction.atomic
def save_profile(
    *,
    register: str,
    person: Person,
    unit: Unit,
    fields: Mapping[str, object],
    today: date,
    by: Account,
    shown_to: Unit | None = None,
    expires: date | None = None,
    card: bool = False,
    by_guardian: bool = False,
    invitation: Invitation | None = None,
) -> Entry:
    """Make or change one's own line, with the consent to it: at which unit, seen up to which one, until when.

    `card`: whether anyone may see it as a card, where the register has such. Refuses everybody but the person.
    """
    definition = known_register(register)
    _refuse_others(person, by)
    _refuse_unfit(definition, unit, shown_to, card=card)
    lapses = last_day(definition, today, expires)
    entry = _line_at(definition, person, unit, today, fields, by)
    entry.shown_to, entry.lapses, entry.reviewed, entry.by_self = shown_to, lapses, today, True
    entry.save(update_fields=["fields", "shown_to", "lapses", "reviewed", "by_self"])
    _allow(person, own_purpose(register), today, lapses, by, by_guardian=by_guardian)
    _allow_card(person, register, today, lapses, by, wanted=card, by_guardian=by_guardian)
    if invitation:
        use_invitation(invitation=invitation, person=person, register=register, today=today, by=by)
    _told("people.save_profile", entry, by)
    return entry


@transaction.atomic
def renew_line(*, entry: Entry, today: date, by: Account) -> Entry:
    """Say that one's own line still holds, for as long again as the register lets it."""
    _refuse_others(_owner(entry), by)
    if entry.until:
        raise Conflict(_("这一条已经不在册；请重新填写。"), entry=entry.pk)
    lapses = last_day(known_register(entry.register), today, None)
    entry.reviewed, entry.lapses = today, lapses
    entry.save(update_fields=["reviewed", "lapses"])
    by_guardian = _live(_owner(entry), own_purpose(entry.register), today).filter(by_guardian=True).exists()
    _allow(_owner(entry), own_purpose(entry.register), today, lapses, by, by_guardian=by_guardian)
    _told("people.renew_line", entry, by)
    return entry


@transaction.atomic
def withdraw_profile(*, entry: Entry, today: date, by: Account) -> Entry:
    """Leave a register oneself, whoever made the line, and take back what was allowed for it."""
    person = _owner(entry)
    _refuse_others(person, by)
    for purpose in (own_purpose(entry.register), card_purpose(entry.register)):
        for consent in _live(person, purpose, today):
            withdraw_consent(consent=consent, on=today, today=today, by=by)
    if entry.until is None:
        leave_register(entry=entry, until=max(today, entry.since), today=max(today, entry.since), by=by)
    return entry


@transaction.atomic
def take_back(*, consent: Consent, today: date, by: Account) -> Consent:
    """Withdraw one's own consent; where it is what a line stands on, the line ends with it."""
    about = register_of(consent.purpose)
    standing = Entry.objects.filter(person=consent.person, until=None)
    line = standing.filter(register=about[0]).first() if about and not about[1] else None
    withdraw_consent(consent=consent, on=today, today=today, by=by)
    if line:
        withdraw_profile(entry=line, today=today, by=by)
    return consent


@transaction.atomic
def erase_line(*, entry: Entry, today: date, by: Account) -> Entry:
    """Delete one's own line: whose it was and what it said. That there was one stays, for figures of past days."""
    withdraw_profile(entry=entry, today=today, by=by)
    entry.person, entry.fields, entry.erased, entry.shown_to = None, "{}", today, None
    entry.save(update_fields=["person", "fields", "erased", "shown_to"])
    _told("people.erase_line", entry, by)
    return entry


@transaction.atomic
def lapse_lines(*, today: date, by: Account | None) -> int:
    """End every line that its person has not renewed in time; how many there were. Run once a day."""
    due = Entry.objects.filter(until=None, lapses__lte=today).select_for_update().order_by("pk")
    ended = [leave_register(entry=entry, until=_end_of(entry), today=today, by=by) for entry in due]
    return len(ended)


def last_day(definition: RegisterType, today: date, expires: date | None) -> date | None:
    """The first day on which a line made today no longer holds: what the person said, or what the register allows."""
    if expires is not None and expires <= today:
        raise BadInput(_("有效期要到今天以后；请另选日期。"), field="expires")
    longest = today + timedelta(days=definition.expires_days) if definition.expires_days else None
    return min((day for day in (expires, longest) if day), default=None)


def _end_of(entry: Entry) -> date:
    return max(entry.lapses or entry.since, entry.since)


def _owner(entry: Entry) -> Person:
    if entry.person is None:
        raise Conflict(_("这一条不是个人的；请刷新页面。"), entry=entry.pk)
    return entry.person


def _refuse_others(person: Person, by: Account) -> None:
    if person.account_id is None or person.account_id != by.pk:
        raise NotPermitted(_("只有本人可以填写和修改自己的资料；别人可以发邀请。"), person=person.pk)


def _refuse_unfit(definition: RegisterType, unit: Unit, shown_to: Unit | None, *, card: bool) -> None:
    told = {"register": title_of(definition)}
    if not definition.by_self:
        raise NotPermitted(_("名册“%(register)s”由单位登记，不能自己填写。") % told)
    if shown_to and not unit.path.startswith(shown_to.path):
        raise BadInput(_("“给哪一级看”要选所在单位或它的上级；请重新选择。"), field="shown_to")
    if card and not definition.public:
        raise BadInput(_("名册“%(register)s”没有公开名片；请不要勾选。") % told, field="card")


def _line_at(
    definition: RegisterType, person: Person, unit: Unit, today: date, fields: Mapping[str, object], by: Account
) -> Entry:
    """The person's living line at that unit with those fields; one at another unit ends today."""
    line = Entry.objects.select_for_update().filter(register=definition.key, person=person, until=None).first()
    if line and line.unit_id == unit.pk:
        line.fields = clean_fields(definition, fields)
        return line
    if line:
        leave_register(entry=line, until=max(today, line.since), today=max(today, line.since), by=by)
    return enter_register(
        register=definition.key, unit=unit, since=today, today=today, by=by, person=person, fields=fields, by_self=True
    )


def _allow(person: Person, purpose: str, today: date, expires: date | None, by: Account, *, by_guardian: bool) -> None:
    """One consent that lasts as long as the line: an older one with another end is taken back."""
    for older in _live(person, purpose, today).exclude(expires=expires):
        withdraw_consent(consent=older, on=today, today=today, by=by)
    give_consent(
        person=person, purpose=purpose, given=today, today=today, by=by, expires=expires, by_guardian=by_guardian
    )


def _allow_card(
    person: Person, register: str, today: date, expires: date | None, by: Account, *, wanted: bool, by_guardian: bool
) -> None:
    if wanted:
        _allow(person, card_purpose(register), today, expires, by, by_guardian=by_guardian)
        return
    for consent in _live(person, card_purpose(register), today):
        withdraw_consent(consent=consent, on=today, today=today, by=by)


def _live(person: Person, purpose: str, today: date) -> QuerySet[Consent]:
    return Consent.objects.filter(person=person, purpose=purpose, withdrawn=None, given__lte=today)


def _told(act: str, entry: Entry, by: Account) -> None:
    audit.append(chain=entry.unit_id, act=act, about=f"entry:{entry.pk}", by=by, detail={"register": entry.register})
