"""Asking a guardian by a link, and what they answer. Until they agree nobody is admitted and no seat is taken.

By the same link they take their consent back, which ends what has not begun.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from sangzi.kernel.errors import BadInput, Conflict, NotVisible
from sangzi.kernel.fields import phone_digits
from sangzi.kernel.models import Account
from sangzi.kernel.tokens import hash_of, new_token
from sangzi.people.entering import clean_name
from sangzi.people.models import Consent

from ..again import again
from ..definitions import frozen
from ..ending import end
from ..going_on import go_on
from ..handing_in import give, is_admitted_at_once
from ..holding import held
from ..models import ENDED, Application, ApplicationState, Guardian, GuardianRequest, RoundState
from ..telling import tell_applicant
from ..trail import mark, noted, today_of

HOLDS_FOR = timedelta(days=14)
MOST_ASKED = 5
UNFINISHED = (ApplicationState.DRAFT, ApplicationState.RETURNED)
OPEN = (*UNFINISHED, ApplicationState.SUBMITTED)


@transaction.atomic
def ask_guardian(
    *, application: Application, name: str, phone: str, relation: str, now: datetime, by: Account | None
) -> str:
    """Ask a guardian to agree; returns the token of their link, told this once. Asked anew, the older link ends."""
    there = held(application)
    if there.state not in OPEN or there.guardian == Guardian.AGREED:
        raise Conflict(_("这份申请现在不用监护人答复；请刷新页面。"), application=there.pk)
    digits = phone_digits(phone)
    if digits is None:
        raise BadInput(_("监护人的电话不对；请填11位手机号。"), field="guardian_phone")
    if there.person is not None and there.person.phone == digits:
        raise BadInput(_("监护人的电话不能与申请人的相同；请填监护人自己的电话。"), field="guardian_phone")
    requests = GuardianRequest.objects.filter(application=there)
    if requests.count() >= MOST_ASKED:
        raise Conflict(_("已经请监护人答复过%(most)d次；请联系主办单位。") % {"most": MOST_ASKED})
    requests.filter(answered=None).update(expires=now)
    token = new_token()
    GuardianRequest.objects.create(
        application=there,
        name=clean_name(name),
        phone=digits,
        relation=clean_name(relation, 20),
        token=hash_of(token),
        asked=now,
        expires=now + HOLDS_FOR,
    )
    _remember(there, Guardian.ASKED)
    noted(there, "ask_guardian", by=by, now=now, crowd=True)
    return token


@again
@transaction.atomic
def answer_guardian(*, token: str, agreed: bool, name: str, now: datetime, by: Account | None = None) -> Application:
    """What a guardian answers by their link. A seat that waited for it is given now; without consent it ends."""
    request = request_of(token)
    there = held(request.application)
    _refuse_others(request, there, name, by)
    waiting = GuardianRequest.objects.filter(pk=request.pk, answered=None, expires__gt=now)
    if not waiting.update(answered=now, agreed=agreed):
        raise Conflict(_("这个链接已经答复过或已过期；如有变动，请联系申请人。"))
    _remember(there, Guardian.AGREED if agreed else Guardian.REFUSED)
    mark(there, "consent", "agreed" if agreed else "refused", now=now, by=None)
    noted(there, "answer_guardian", by=by, now=now, crowd=True, agreed=agreed)
    tell_applicant(there, "guardian", now=now, by=by)
    _follow(there, agreed=agreed, now=now)
    return there


@again
@transaction.atomic
def withdraw_guardian(*, token: str, name: str, now: datetime, by: Account | None = None) -> Application:
    """A guardian takes back what they agreed to. What has not begun ends, and its seat goes to the next in line.

    Raises `Conflict` where they have not agreed, and where the work has begun: then the unit breaks it off.
    """
    request = request_of(token)
    there = held(request.application)
    _refuse_others(request, there, name, by)
    agreed_on = request.answered
    if not GuardianRequest.objects.filter(pk=request.pk, agreed=True).update(agreed=False, answered=now):
        raise Conflict(_("您没有同意过，或者已经撤回；请刷新页面。"))
    _remember(there, Guardian.REFUSED)
    mark(there, "consent", "withdrawn", now=now, by=None)
    noted(there, "withdraw_guardian", by=by, now=now, crowd=True)
    if there.person_id is not None and agreed_on is not None:
        _ungive(there, today_of(agreed_on), today_of(now))
    if there.state not in (*ENDED, *UNFINISHED):
        end(there, ApplicationState.WITHDRAWN, _("监护人撤回了同意"), now=now, by=None, act="withdraw", crowd=True)
    tell_applicant(there, "guardian", now=now, by=by)
    return there


def _refuse_others(request: GuardianRequest, application: Application, name: str, by: Account | None) -> None:
    if by is not None and application.person is not None and application.person.account_id == by.pk:
        raise BadInput(_("这是给监护人的链接，本人不能替监护人答复；请转给监护人，由监护人自己打开。"), field="name")
    if " ".join(name.split()) != request.name:
        raise BadInput(_("姓名与申请人填写的监护人姓名不一致；请填写您本人的姓名。"), field="name")


def request_of(token: str) -> GuardianRequest:
    """The request behind a link, application and round along. Raises `NotVisible`."""
    rows = GuardianRequest.objects.select_related("application__round__unit", "application__person")
    found = rows.filter(token=hash_of(token)).first()
    if found is None:
        raise NotVisible(_("这个链接无效；请让申请人重新发送。"))
    return found


def _ungive(application: Application, given: date, on: date) -> None:
    """A guardian's consent of a day to one round's purpose ends."""
    Consent.objects.filter(
        person=application.person,
        purpose=f"programme:{application.round.programme}"[:60],
        given=given,
        by_guardian=True,
        withdrawn=None,
    ).update(withdrawn=on)


def _remember(application: Application, guardian: Guardian) -> None:
    application.guardian = guardian
    application.save(update_fields=["guardian"])


def _follow(application: Application, *, agreed: bool, now: datetime) -> None:
    definition = frozen(application.round.definition)
    if agreed and definition.consent is not None and application.person_id is not None:
        give(application, definition.consent.days, today_of(now), by_guardian=True)
    if application.state != ApplicationState.SUBMITTED or application.round.state != RoundState.OPEN:
        return
    if not agreed:
        end(application, ApplicationState.REFUSED, _("监护人不同意"), now=now, by=None, act="refuse")
    elif is_admitted_at_once(application, definition):
        go_on(application, "admit", now=now, by=None)
