"""Nominating somebody else: a draft with a name and a phone, which the nominee hands in by a link, or ends."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from types import MappingProxyType
from typing import NamedTuple

from django.db import transaction
from django.utils.translation import gettext as _

from sangzi.kernel.errors import BadInput, Conflict, NotPermitted
from sangzi.kernel.fields import clean_all
from sangzi.kernel.models import Account
from sangzi.people.actions import tell_birth
from sangzi.people.entering import clean_name, clean_phone
from sangzi.units.access import scope_of
from sangzi.units.models import Unit

from .. import standing
from ..access.nominating import units_nominating
from ..again import again
from ..answering import answers_of, unit_is_known
from ..bidders import Bidder
from ..conditions import needs_guardian
from ..definitions import ProgrammeType, frozen
from ..models import Applicant, Application, ApplicationState, Opening, Round
from ..nominees import asks_birth, fields_of, known_or_new
from ..telling import tell_applicant
from ..trail import mark, noted, today_of
from ..windows import refuse_outside_window
from .applying import begin, fill, submit, withdraw
from .guardians import ask_guardian

IN_HAND = (ApplicationState.DRAFT, ApplicationState.RETURNED)


class GuardianTold(NamedTuple):
    """Whom a minor names as their guardian."""

    name: str
    phone: str
    relation: str


class Answered(NamedTuple):
    """A nomination that was answered; `guardian_token` where a guardian is to answer as well: told this once."""

    application: Application
    guardian_token: str = ""


@again
@transaction.atomic
def nominate(
    *,
    round: Round,  # noqa: A002  (the design's word)
    unit: Unit,
    name: str,
    phone: str,
    answers: Mapping[str, object],
    wishes: Sequence[Opening],
    key: str,
    now: datetime,
    by: Account,
) -> Application:
    """Enter somebody of a unit that one works for, as a draft that only they can hand in.

    Nothing is kept of them but name, phone and what is said for them. The same key again is the same nomination.
    """
    _refuse_others(round, unit, today_of(now), by)
    refuse_outside_window(round, now)
    standing.refuse_above(round, "applications", unit, 1)
    clean_all(fields_of(frozen(round.definition), nominee=False), answers, unit_is_known=unit_is_known)
    name, phone = clean_name(name), clean_phone(phone)
    if not phone:
        raise BadInput(_("没有填写被推荐人的电话；请填写。"), field="phone")
    person = known_or_new(name=name, phone=phone, home=unit, by=by)
    application = begin(round=round, bidder=Bidder(Applicant.PERSON, person=person), key=key, now=now, by=by)
    if application.revision:
        return application
    application = fill(application=application, answers=answers, revision=0, now=now, by=by, wishes=wishes)
    mark(application, "applications", "nominated", now=now, by=by, note=unit.short)
    noted(application, "nominate", by=by, now=now, unit=unit.pk)
    tell_applicant(application, "nominated", now=now, by=by)
    return application


@again
@transaction.atomic
def answer_nomination(
    *,
    application: Application,
    agreed: bool,
    name: str,
    now: datetime,
    by: Account | None,
    born: date | None = None,
    guardian: GuardianTold | None = None,
    answers: Mapping[str, object] = MappingProxyType({}),
) -> Answered:
    """What a nominee answers by their link: they hand it in, with their day of birth where it is asked, or end it.

    `answers`: what is personal, which only they are asked. A minor names a `guardian`, without whom nothing goes on.
    """
    person = application.person
    if person is None or application.state not in IN_HAND:
        raise Conflict(_("这份推荐已经答复过；如有变动，请联系主办单位。"), application=application.pk)
    if " ".join(name.split()) != person.name:
        raise BadInput(_("姓名与推荐人填写的不一致；请填写您本人的姓名。"), field="name")
    if not agreed:
        return Answered(withdraw(application=application, now=now, by=by, reason=_("本人不同意")))
    definition = frozen(application.round.definition)
    if asks_birth(definition, person):
        if born is None:
            raise BadInput(_("请填写出生日期，用来核对年龄。"), field="born")
        tell_birth(person=person, born=born, today=today_of(now), by=by)
    application = _with_own(application, definition, answers, now, by)
    token = ""
    if guardian is not None and needs_guardian(definition, Bidder.of(application), today_of(now)):
        token = ask_guardian(application=application, now=now, by=by, **guardian._asdict())
    return Answered(submit(application=application, revision=application.revision, now=now, by=by), token)


def _with_own(
    application: Application, definition: ProgrammeType, own: Mapping[str, object], now: datetime, by: Account | None
) -> Application:
    """The application with what only the nominee can say."""
    asked = fields_of(definition, nominee=True)
    clean_all(asked, own, unit_is_known=unit_is_known)
    if not asked:
        return application
    answers = {**answers_of(application), **own}
    return fill(application=application, answers=answers, revision=application.revision, now=now, by=by)


def _refuse_others(round_: Round, unit: Unit, today: date, by: Account) -> None:
    if unit not in units_nominating(scope_of(by, today), round_):
        raise NotPermitted(
            _("您不能代表%(unit)s在“%(round)s”推荐人；请由在那里工作的人推荐。")
            % {"unit": unit.short, "round": round_.title}
        )
