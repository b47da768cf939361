"""Being there: by the code on the wall, or by a list that staff keep. Nobody needs a phone, nobody is located."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from sangzi.kernel import audit
from sangzi.kernel.errors import BadInput, Conflict
from sangzi.kernel.models import Account
from sangzi.kernel.wording import day_of, title_of
from sangzi.people.models import Person
from sangzi.places.models import Place

from ..attendances import Attendee, amount_at, attendees, kind_counted, marked, prefix_of, token_of
from ..definitions import RecordKind, frozen
from ..life import reason_given
from ..models import Record, Session
from ..telling_placed import SERVICE, inform
from .records import reverse_record, write_record


@transaction.atomic
def attend(*, session: Session, person: Person, now: datetime, by: Account | None) -> Record:
    """A person says that they are there, on the day itself. Said twice it is one attendance."""
    today = timezone.localdate(now)
    if session.on != today:
        raise BadInput(
            _("这一场在%(on)s，只能当天自己签到；已经到过的，请工作人员补登。") % {"on": day_of(session.on)}, field="on"
        )
    found = next((one for one in attendees(session) if one.person == person), None)
    if found is None:
        raise BadInput(_("名单里没有您；请先报名，或请现场工作人员核对。"), session=session.pk)
    return _mark(session, found, today, None if _is_forgotten(session) else by)


@transaction.atomic
def attend_many(*, session: Session, who: Iterable[str], today: date, by: Account | None) -> int:
    """Staff tick those who were there; `who` are keys of `Attendee`. Returns how many were not ticked before."""
    expected = {one.key: one for one in attendees(session)}
    there = marked(session)
    new = [key for key in dict.fromkeys(who) if token_of(session, key) not in there]
    for key in new:
        if key not in expected:
            raise BadInput(_("名单有变动，有人已不在其中；请刷新页面后重新勾选。"), session=session.pk)
        _mark(session, expected[key], today, by)
    return len(new)


@transaction.atomic
def take_back(*, session: Session, who: str, reason: str, by: Account | None) -> Record:
    """Take a wrong attendance back, with the reason. It may be written again."""
    record = marked(session).get(token_of(session, who))
    if record is None:
        raise Conflict(_("这一场没有此人的签到；请刷新页面。"), session=session.pk)
    return reverse_record(record=record, reason=reason, by=by)


@transaction.atomic
def object_to_record(*, record: Record, reason: str, now: datetime, by: Account) -> None:
    """The person whom a record names says that it is wrong. Who works at the unit is told, and decides."""
    reason = reason_given(reason, _("请写明哪里不对，工作人员才好核对。"))
    audit.append(chain=record.unit_id, act="programmes.object_to_record", about=f"record:{record.pk}", by=by)
    inform(
        [record.unit],
        kind=SERVICE,
        title=gettext_noop("有人对一条纪实提出异议"),
        text=gettext_noop("%(on)s，%(round)s：%(reason)s"),
        link=f"/desk/records/{record.pk}/",
        about=f"record:{record.pk}",
        key=f"objection:{record.pk}:{by.pk}:{timezone.localdate(now)}",
        now=now,
        by=by,
        on=record.on.isoformat(),
        round=record.round.title,
        reason=reason,
    )


def _mark(session: Session, attendee: Attendee, today: date, by: Account | None) -> Record:
    if session.cancelled:
        raise Conflict(_("这一场已经取消，不能签到。"), session=session.pk)
    kind = _kind(session)
    person = attendee.person if kind.person != "none" else None
    return write_record(
        round=session.opening.round,
        unit=session.opening.unit,
        kind=kind.key,
        on=session.on,
        key=_free_key(session, attendee),
        today=today,
        by=by,
        quantity=amount_at(session, kind),
        person=person,
        partner=attendee.partner,
        place=_place(session, kind),
        note=session.title,
    )


def _is_forgotten(session: Session) -> bool:
    """Whether the round promised to forget who took part: a record keeps who wrote it for ever."""
    close = frozen(session.opening.round.definition).close
    return close is not None and close.purge is not None


def _kind(session: Session) -> RecordKind:
    definition = frozen(session.opening.round.definition)
    kind = kind_counted(definition)
    if kind is None:
        raise BadInput(
            _("项目“%(programme)s”的培训和服务不记纪实，不用签到。") % {"programme": title_of(definition)},
            session=session.pk,
        )
    return kind


def _place(session: Session, kind: RecordKind) -> Place | None:
    """Where it was, where the kind of record says a place and the unit has it."""
    place = session.place or session.opening.place
    own = place is not None and place.unit_id == session.opening.unit_id
    return place if own and kind.place != "none" else None


def _free_key(session: Session, attendee: Attendee) -> str:
    """The attendee's key; after it was taken back, the next one. One look, so that nobody comes in between."""
    first = prefix_of(session) + token_of(session, attendee.key)
    used = Record.objects.filter(
        key__startswith=first, unit=session.opening.unit_id, on=session.on, round=session.opening.round_id
    )
    rows = list(used.values_list("key", "reversal"))
    live = next((key for key, reversal in rows if not reversal), None)
    return live or (f"{first}-{len(rows)}" if rows else first)
