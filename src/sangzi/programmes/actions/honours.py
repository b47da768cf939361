"""Honours: only what was shown publicly, unchallenged or answered, is honoured; an honour may be taken back."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from sangzi.kernel.complaints import meant
from sangzi.kernel.errors import BadInput, Conflict
from sangzi.kernel.models import Account
from sangzi.kernel.wording import day_of
from sangzi.people.actions import enter_register
from sangzi.people.definitions import known_register
from sangzi.people.models import Entry

from ..definitions import frozen
from ..life import noted_of_round, passed, reason_given
from ..models import Application, Honour, PublicNotice, Record
from ..steps import Honour as Step
from ..telling_placed import NOTICES, inform
from .public_notices import honour_of
from .records import reverse_record, write_record


@transaction.atomic
def award(
    *,
    application: Application,
    level: str,
    on: date,
    now: datetime,
    by: Account | None,
    fields: Mapping[str, object] | None = None,
) -> Honour:
    """Honour an application at a level. Its public notice is over, and every objection to it is answered.

    Where the honour enters a register, what that asks for is taken from the answers and from `fields`.
    """
    application = (
        Application.objects.select_for_update(of=("self",), no_key=True)
        .select_related("round__unit", "unit", "person")
        .get(pk=application.pk)
    )
    step = honour_of(application.round)
    if level not in (step.levels or ("",)):
        raise BadInput(
            _("没有“%(level)s”这个等次") % {"level": level[:60]} + meant(level, list(step.levels)), field="level"
        )
    _refuse_unready(application, step, on)
    record = _record(application, step, on, timezone.localdate(now), by)
    try:
        with transaction.atomic():
            honour = Honour.objects.create(application=application, level=level, on=on, record=record)
    except IntegrityError as error:
        raise Conflict(
            _("第%(number)s号已经表彰过；要改等次，请先撤销原来的。") % {"number": application.pk}
        ) from error
    _enter(application, step, fields or {}, honour, by)
    noted_of_round(application.round, "award", by, application=application.pk, level=level)
    passed(application, "honour", "awarded", now, by, level)
    _tell(application, gettext_noop("祝贺：%(round)s"), level, f"honour:{honour.pk}", now, by)
    return honour


@transaction.atomic
def revoke_honour(*, honour: Honour, reason: str, now: datetime, by: Account | None) -> Honour:
    """Take an honour back with the reason: its record is reversed, its line in the register ends."""
    reason = reason_given(reason, _("撤销表彰要写明原因；请补充。"))
    today = timezone.localdate(now)
    if not Honour.objects.filter(pk=honour.pk, revoked=None).update(revoked=today, reason=reason):
        raise Conflict(_("这项表彰已经撤销；请刷新页面。"), honour=honour.pk)
    honour.refresh_from_db()
    if honour.record is not None:
        reverse_record(record=honour.record, reason=reason, by=by)
    noted_of_round(honour.application.round, "revoke_honour", by, honour=honour.pk)
    passed(honour.application, "honour", "revoked", now, by, reason)
    _tell(honour.application, gettext_noop("表彰已撤销：%(round)s"), reason, f"honour:{honour.pk}:revoked", now, by)
    return honour


def notice_over(application: Application, on: date) -> PublicNotice | None:
    """The public notice that showed an application and was over before a day."""
    rows = PublicNotice.objects.filter(applications=application, withdrawn=None, closes__lt=on)
    return rows.order_by("-closes").first()


def _refuse_unready(application: Application, step: Step, on: date) -> None:
    if not step.notice:
        return
    notice = notice_over(application, on)
    if notice is None:
        current = PublicNotice.objects.filter(applications=application, withdrawn=None).order_by("-closes").first()
        until = _("公示到%(day)s为止") % {"day": day_of(current.closes)} if current else _("还没有公示")
        raise Conflict(
            _("第%(number)s号%(until)s；公示结束、没有异议或异议已答复，才能表彰。")
            % {"number": application.pk, "until": until},
            field="on",
        )
    if notice.challenges.filter(answered=None).exists():
        raise Conflict(_("公示“%(notice)s”还有没答复的异议；请先答复。") % {"notice": notice.title}, notice=notice.pk)
    if notice.challenges.filter(application=application, upheld=True).exists():
        raise Conflict(_("第%(number)s号的异议已经采纳，不能表彰。") % {"number": application.pk}, notice=notice.pk)


def _record(application: Application, step: Step, on: date, today: date, by: Account | None) -> Record | None:
    """What the honour leaves for the figures; after one that was revoked, a new one."""
    if not step.record:
        return None
    before = Honour.objects.filter(application=application).count()
    return write_record(
        round=application.round,
        unit=application.unit,
        kind=step.record,
        on=on,
        key=f"honour-{application.pk}-{before}",
        today=today,
        by=by,
        person=application.person if _names_person(application, step) else None,
        partner=application.partner,
    )


def _names_person(application: Application, step: Step) -> bool:
    kind = frozen(application.round.definition).kind(step.record)
    return kind is not None and kind.person != "none" and application.kind in ("person", "team")


def _enter(
    application: Application, step: Step, fields: Mapping[str, object], honour: Honour, by: Account | None
) -> None:
    """Whoever holds the honour stands in a register, once."""
    if not step.enters:
        return
    who = {"person": application.person} if application.kind == "person" else {"partner": application.partner}
    if not any(who.values()) or Entry.objects.filter(register=step.enters, until=None, **who).exists():
        return
    answers = json.loads(application.answers) | dict(fields)
    asked = [field.key for field in known_register(step.enters).fields]
    known = {key: answers[key] for key in asked if key in answers}
    enter_register(
        register=step.enters, unit=application.unit, since=honour.on, today=honour.on, by=by, fields=known, **who
    )


def _tell(application: Application, title: str, text: str, key: str, now: datetime, by: Account | None) -> None:
    if application.person is not None:
        inform(
            [application.person],
            kind=NOTICES,
            title=title,
            text="%(words)s",
            link="/me/life/",
            key=key,
            now=now,
            by=by,
            round=application.round.title,
            words=text,
        )
