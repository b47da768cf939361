"""Looking at applications: admitted, refused with a reason, or many at once."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice

from django.db import DatabaseError, transaction
from django.utils.translation import gettext as _

from sangzi.kernel.errors import BadInput, Conflict, SangziError
from sangzi.kernel.models import Account

from ..again import again
from ..deciding_together import Decided, Decision, decide_together
from ..ending import end
from ..going_on import go_on, refuse_not_ready
from ..holding import held
from ..models import UNDECIDED, Application, ApplicationState
from ..telling import tell_applicant
from ..trail import today_of

PART = 200
said = logging.getLogger(__name__)


@dataclass
class Outcome:
    """What became of many: how many were decided, and which were not, with the sentence that says why."""

    done: int = 0
    refused: list[tuple[Application, str]] = field(default_factory=list)


@again
@transaction.atomic
def admit(*, application: Application, now: datetime, by: Account | None) -> Application:
    """Let an application through: to a seat or into the line where who comes first is seated, else to the draw."""
    there = held(application)
    refuse_not_ready(there, today_of(now))
    go_on(there, "admit", now=now, by=by)
    return there


@again
@transaction.atomic
def refuse(*, application: Application, reason: str, now: datetime, by: Account | None) -> Application:
    """Do not let an application through, and tell the applicant why."""
    _refuse_without(reason, "refuse")
    there = held(application)
    if there.state not in UNDECIDED:
        raise Conflict(_("这份申请已经有结果；请刷新页面。"), application=there.pk)
    end(there, ApplicationState.REFUSED, reason, now=now, by=by, act="refuse")
    tell_applicant(there, "refused", now=now, by=by)
    return there


def _refuse_without(reason: str, decision: Decision) -> None:
    if decision == "refuse" and not reason.strip():
        raise BadInput(_("不通过要写明原因，会告知申请人；请补充。"), field="reason")


def decide_many(
    *,
    applications: Iterable[Application],
    decision: Decision,
    now: datetime,
    by: Account | None,
    reason: str = "",
) -> Outcome:
    """Admit or refuse many: one that cannot be decided stops none of the others.

    Those who need nothing but the decision are decided in one transaction for each part, all others each in their own.
    """
    _refuse_without(reason, decision)
    outcome, rest = Outcome(), iter(applications)
    while part := {one.pk: one for one in islice(rest, PART)}:
        decided = _together(list(part), decision, reason, now=now, by=by)
        outcome.done += decided.done
        outcome.refused += decided.refused
        _decide_alone(outcome, [part[key] for key in decided.alone], decision, reason, now=now, by=by)
    return outcome


def _together(keys: list[int], decision: Decision, reason: str, *, now: datetime, by: Account | None) -> Decided:
    """What fails as a whole is decided one by one."""
    try:
        return decide_together(keys, decision, reason, now=now, by=by)
    except DatabaseError as error:
        said.warning("%d applications could not be decided together: %s", len(keys), type(error).__name__)
        return Decided(alone=keys)


def _decide_alone(
    outcome: Outcome,
    applications: Iterable[Application],
    decision: Decision,
    reason: str,
    *,
    now: datetime,
    by: Account | None,
) -> None:
    for application in applications:
        try:
            if decision == "admit":
                admit(application=application, now=now, by=by)
            else:
                refuse(application=application, reason=reason, now=now, by=by)
        except SangziError as refusal:
            outcome.refused.append((application, refusal.sentence))
        else:
            outcome.done += 1
