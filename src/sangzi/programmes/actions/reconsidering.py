"""Taking a decision of screening back, as long as nothing was built on it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from sangzi.kernel.errors import Conflict, SangziError
from sangzi.kernel.models import Account

from ..bidders import Bidder
from ..definitions import frozen
from ..holding import held
from ..models import ACTIVE, Application, ApplicationState, Round, Wish, WishState
from ..telling import tell_applicant
from ..trail import mark, noted
from ..windows import refuse_ended
from .screening import Outcome

DECIDED = (ApplicationState.ADMITTED, ApplicationState.REFUSED)


@transaction.atomic
def reconsider(*, application: Application, now: datetime, by: Account | None) -> Application:
    """Let an application that was admitted or refused wait for a decision again; its applicant is told.

    Raises `Conflict` where it got a seat or a number in line meanwhile, or where another was handed in in its stead.
    """
    there = held(application)
    refuse_ended(there.round)
    if there.state not in DECIDED:
        raise Conflict(_("这份申请已经往下办了，不能撤销审核决定。"), application=there.pk)
    _refuse_replaced(there)
    there.state, there.reason, there.evidence_until = ApplicationState.SUBMITTED, "", None
    there.changed = now
    there.revision += 1
    there.save(update_fields=["state", "reason", "evidence_until", "changed", "revision"])
    Wish.objects.filter(application=there).update(state=WishState.HOPING, line=None)
    mark(there, "screening", "reconsidered", now=now, by=by)
    noted(there, "reconsider", by=by, now=now)
    tell_applicant(there, "reconsidered", now=now, by=by)
    return there


def reconsider_batch(*, round: Round, at: datetime, now: datetime, by: Account) -> Outcome:  # noqa: A002
    """Take back what the same account decided in one go; `at` is the moment of that batch."""
    outcome = Outcome()
    decided = Application.objects.filter(round=round, state__in=DECIDED, milestones__at=at, milestones__by=by)
    for application in decided.select_related("unit").distinct().order_by("pk"):
        try:
            reconsider(application=application, now=now, by=by)
        except SangziError as refusal:
            outcome.refused.append((application, refusal.sentence))
        else:
            outcome.done += 1
    return outcome


def _refuse_replaced(application: Application) -> None:
    """An applicant who handed in another one after a refusal may not have more than the programme allows."""
    step = frozen(application.round.definition).applications
    others = Application.objects.filter(Bidder.of(application).named, round=application.round, state__in=ACTIVE)
    if step and application.state == ApplicationState.REFUSED and others.count() >= step.each:
        raise Conflict(_("申请人已经另交了一份；请办理那一份。"), application=application.pk)
