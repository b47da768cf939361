"""How an application goes on once nobody has to look at it: to a seat, into the line, or to wait for the draw."""

from __future__ import annotations

from datetime import date, datetime

from django.utils.translation import gettext as _

from sangzi.kernel.errors import BadInput, Conflict
from sangzi.kernel.models import Account

from .bidders import Bidder
from .conditions import unmet
from .definitions import frozen
from .handing_in import wishes_of
from .models import Application, ApplicationState, Guardian, Milestone, Placement
from .settling import settle
from .telling import tell_applicant
from .trail import noted
from .windows import refuse_ended
from .writing import outcome_of, save_wishes, write_placement


def complaints_of(application: Application, today: date) -> list[str]:
    """The machine's conditions that an application does not meet, in words. Reads whom it names: select them along."""
    return unmet(frozen(application.round.definition), application, Bidder.of(application), today)


def go_on(application: Application, act: str, *, now: datetime, by: Account | None) -> Placement | None:
    """Admit an application whose rows are held. Its milestones, its audit line, and the applicant is told."""
    definition = frozen(application.round.definition)
    wishes = wishes_of(application)
    got = settle(application, wishes, definition)
    application.revision += 1
    application.changed, application.reason = now, ""
    application.save(update_fields=["state", "revision", "changed", "reason"])
    save_wishes([(application, wishes)])
    placement = write_placement(application, got, definition, now=now) if got is not None else None
    Milestone.objects.bulk_create(outcome_of(application, now, by))
    noted(application, act, by=by, now=now)
    tell_applicant(application, application.state, now=now, by=by, placement=placement)
    return placement


def refuse_not_ready(application: Application, today: date) -> None:
    """Raise where an application cannot be admitted yet, and say what is missing."""
    refuse_ended(application.round)
    if application.state != ApplicationState.SUBMITTED:
        raise Conflict(_("只有待审核的申请可以办理；请刷新页面。"), application=application.pk)
    if application.guardian == Guardian.ASKED:
        raise Conflict(_("监护人还没有答复；请等监护人同意后再通过。"), application=application.pk)
    if application.guardian == Guardian.REFUSED:
        raise Conflict(_("监护人不同意；请按“不通过”办理。"), application=application.pk)
    complaints = complaints_of(application, today)
    if complaints:
        raise BadInput(_("不符合报名条件：%(complaints)s") % {"complaints": "".join(complaints)}, field="conditions")
