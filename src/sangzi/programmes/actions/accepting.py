"""Accepting an offered place in time, declining it, letting it lapse; who is next moves up at once.

Whichever of accepting, declining and lapsing comes first finds the placement offered and changes it; the others do not.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from sangzi.kernel.errors import Conflict
from sangzi.kernel.models import Account

from .. import moving_up
from ..again import again
from ..ending import end
from ..holding import held, hold_row
from ..models import Application, ApplicationState, Opening, Placement, PlacementState
from ..pair_steps import pair_steps, paired_movements
from ..telling import tell_applicant
from ..trail import count, mark, noted, placed
from ..windows import moment_of, refuse_ended

LAPSED_AT_A_TIME = 2_000


@again
@transaction.atomic
def accept(*, placement: Placement, now: datetime, by: Account | None) -> Placement:
    """Take an offered place, before its time is over. A second click finds it taken."""
    application = _application(placement)
    there = _held(placement)
    if there.state == PlacementState.HELD:
        return there
    refuse_ended(application.round)
    _refuse_not_offered(there)
    if there.accept_by is not None and now >= there.accept_by:
        raise Conflict(
            _("确认已于%(until)s截止，名额将给下一位；可改报其他名额。") % {"until": moment_of(there.accept_by)},
            placement=there.pk,
        )
    before = pair_steps(there.opening, there.person_id)
    there.state = PlacementState.HELD
    there.save(update_fields=["state"])
    application.state = ApplicationState.PLACED
    application.revision += 1
    application.changed = now
    application.save(update_fields=["state", "revision", "changed"])
    mark(application, "allotment", "accepted", now=now, by=by)
    noted(application, "accept", by=by, now=now, crowd=True, placement=there.pk)
    count([*placed(there), *paired_movements(there, before)], crowd=True)
    return there


@again
@transaction.atomic
def decline(*, placement: Placement, now: datetime, by: Account | None, reason: str = "") -> Placement:
    """Give an offered place to who is next."""
    application = _application(placement)
    _refuse_not_offered(_held(placement))
    end(application, ApplicationState.DECLINED, reason, now=now, by=by, act="decline", crowd=True)
    return _held(placement)


@again
@transaction.atomic
def lapse(*, placement: Placement, now: datetime, by: Account | None) -> bool:
    """Give a place that was not accepted in time to who is next; False where it was accepted or declined meanwhile."""
    application = _application(placement)
    there = _held(placement)
    if there.state != PlacementState.OFFERED or there.accept_by is None or there.accept_by > now:
        return False
    end(
        application,
        ApplicationState.DECLINED,
        _("逾期未确认"),
        now=now,
        by=by,
        act="lapse",
        placement_state=PlacementState.LAPSED,
    )
    tell_applicant(application, "lapsed", now=now, by=by, placement=there)
    return True


@again
@transaction.atomic
def move_up(*, opening: Opening, now: datetime, by: Account | None) -> int:  # noqa: ARG001  (nobody's act: the line's)
    """Fill the free seats of an opening from its line; how many moved up."""
    along = ("round__unit", "unit", "offered_by")
    return moving_up.move_up(Opening.objects.select_related(*along).get(pk=opening.pk), now)


def due(now: datetime) -> list[Placement]:
    """Places whose time to accept is over, the longest over first. One query."""
    rows = Placement.objects.filter(state=PlacementState.OFFERED, accept_by__lte=now).select_related("application")
    return list(rows.order_by("accept_by", "pk")[:LAPSED_AT_A_TIME])


def _application(placement: Placement) -> Application:
    """The application of a placement, held: before the placement, as everywhere."""
    if placement.application is None:
        raise Conflict(_("这个名额不是报名得来的，不用确认。"), placement=placement.pk)
    return held(placement.application)


def _held(placement: Placement) -> Placement:
    hold_row(Placement, placement.pk)
    return Placement.objects.select_related("opening__round__unit", "opening__unit").get(pk=placement.pk)


def _refuse_not_offered(placement: Placement) -> None:
    if placement.state != PlacementState.OFFERED:
        raise Conflict(_("这个名额已经确认、放弃或过期；请刷新页面。"), placement=placement.pk)
