"""How an application ends before its work begins, and who moves up into its seat."""

from __future__ import annotations

from datetime import date, datetime

from django.db.models import F
from django.utils.translation import gettext as _

from sangzi.kernel.errors import Conflict
from sangzi.kernel.facts import SCALE
from sangzi.kernel.models import Account

from . import seats
from .answering import kept_until
from .definitions import frozen
from .models import ENDED, Application, ApplicationState, Opening, Placement, PlacementState, Wish, WishState
from .moving_up import move_up
from .pair_steps import pair_steps, paired_movements
from .trail import count, mark, noted, placed, today_of

BEFORE_WORK = (PlacementState.OFFERED, PlacementState.HELD)


def end(
    application: Application,
    state: ApplicationState,
    reason: str,
    *,
    now: datetime,
    by: Account | None,
    act: str,
    placement_state: PlacementState = PlacementState.DECLINED,
    crowd: bool = False,
    line: bool = True,
) -> Application:
    """End an application whose rows are held: its wishes are missed, its seat goes to the next in line.

    Raises `Conflict` where it has ended already, and where the work has begun. Without `line` nobody moves up.
    """
    if application.state in ENDED:
        raise Conflict(_("这份申请已经结束；请刷新页面。"), application=application.pk)
    refuse_begun(application)
    there = Placement.objects.filter(application=application, until=None, state__in=BEFORE_WORK)
    given = there.select_related("opening__round", "opening__unit").first()
    close(application, state, reason, now)
    Wish.objects.filter(application=application).update(state=WishState.MISSED, line=None)
    mark(application, "applications", state, now=now, by=by, note=reason)
    noted(application, act, by=by, now=now, crowd=crowd)
    if given is not None:
        give_back(given, placement_state, reason, crowd=crowd)
        if line:
            move_up(given.opening, now)
    return application


def close(application: Application, state: ApplicationState, reason: str, now: datetime) -> None:
    """Write the end of an application, and until when its evidence is kept."""
    application.state, application.reason = state, reason.strip()[:300]
    application.changed = now
    application.revision += 1
    application.evidence_until = evidence_end(application, today_of(now))
    application.save(update_fields=["state", "reason", "changed", "revision", "evidence_until"])


def evidence_end(application: Application, on: date) -> date | None:
    """Until when the evidence of a matter decided on a day is kept; None where there is none."""
    return kept_until(frozen(application.round.definition), on) if application.evidence else None


def give_back(placement: Placement, state: PlacementState, reason: str, *, crowd: bool = False) -> None:
    """End a placement that never began, and free its seat. Raises `Conflict` where somebody ended it just now."""
    before = pair_steps(placement.opening, placement.person_id)
    uncounted = placed(placement, -SCALE)
    there = Placement.objects.filter(pk=placement.pk, until=None, state=placement.state)
    if not there.update(state=state, until=F("since"), reason=reason[:300]):
        raise Conflict(_("这个名额刚刚变了；请刷新页面。"), placement=placement.pk)
    placement.state, placement.until = state, placement.since
    seats.free(placement, placement.since)
    count([*uncounted, *paired_movements(placement, before)], crowd=crowd)


def refuse_begun(application: Application) -> None:
    """Raise `Conflict` where the applicant is at work or has been."""
    begun = Placement.objects.filter(application=application).exclude(
        state__in=(*BEFORE_WORK, PlacementState.DECLINED, PlacementState.LAPSED)
    )
    if application.state == ApplicationState.PLACED and begun.exists():
        raise Conflict(_("已经到岗或结束，不能再撤回；请由单位办理“中途结束”。"), application=application.pk)


def opening_of(placement: Placement) -> Opening:
    """The opening of a placement with its round and unit."""
    return Opening.objects.select_related("round__unit", "unit", "offered_by").get(pk=placement.opening_id)
