"""Looking at applications: admitted, refused with a reason, or many at once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from django.db import transaction
from django.utils.translation import gettext as _

from sangzi.kernel.errors import BadInput, Conflict, SangziError
from sangzi.kernel.models import Account

from ..again import again
from ..ending import end
from ..going_on import go_on, refuse_not_ready
from ..holding import held
from ..models import UNDECIDED, Application, ApplicationState
from ..telling import tell_applicant
from ..trail import today_of

Decision = Literal["admit", "refuse"]


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
    if not reason.strip():
        raise BadInput(_("不通过要写明原因，会告知申请人；请补充。"), field="reason")
    there = held(application)
    if there.state not in UNDECIDED:
        raise Conflict(_("这份申请已经有结果；请刷新页面。"), application=there.pk)
    end(there, ApplicationState.REFUSED, reason, now=now, by=by, act="refuse")
    tell_applicant(there, "refused", now=now, by=by)
    return there


def decide_many(
    *,
    applications: Iterable[Application],
    decision: Decision,
    now: datetime,
    by: Account | None,
    reason: str = "",
) -> Outcome:
    """Admit or refuse many, each in a transaction of its own: one that cannot be decided stops none of the others."""
    outcome = Outcome()
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
    return outcome
