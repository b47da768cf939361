"""Whether a round is ready for its seats to be given: nobody comes in any more, all were looked at, the rules hold."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from sangzi.kernel.errors import Conflict

from .definitions import frozen
from .models import Application, ApplicationState, Round
from .standing import broken
from .windows import is_taking, refuse_ended


def held_round(pk: int) -> Round:
    """A round with its unit, its row held until the transaction ends."""
    return Round.objects.select_for_update(of=("self",), no_key=True).select_related("unit").get(pk=pk)


def refuse_early(round_: Round, now: datetime) -> None:
    """Raise `Conflict` while applications come in or wait to be looked at."""
    refuse_ended(round_)
    refuse_still_coming(round_, now)
    definition = frozen(round_.definition)
    if definition.openings is not None and definition.openings.dated:
        raise Conflict(_("按日期预订的名额先到先得，不作统一分配。"), round=round_.pk)
    open_ones = (ApplicationState.SUBMITTED, ApplicationState.RETURNED)
    waiting = Application.objects.filter(round=round_, state__in=open_ones).count()
    if waiting:
        raise Conflict(_("还有%(count)d份申请待审核或修改；请先审核完再分配。") % {"count": waiting}, round=round_.pk)


def refuse_still_coming(round_: Round, now: datetime) -> None:
    """Raise `Conflict` while people may apply."""
    if is_taking(round_, now):
        raise Conflict(_("报名还没有截止；请在截止以后再办理。"), round=round_.pk)


def refuse_broken(round_: Round) -> None:
    """Raise `Conflict` where a rule does not hold, those on placements aside: these the result of a run is held to."""
    for one in broken(round_):
        if one.rule.of != "placements":
            raise Conflict(
                _("规则没有达到：%(rule)s（%(now)s）。%(mend)s；确须现在分配的，请写明原因。")
                % {"rule": one.says, "now": one.now, "mend": one.mend},
                round=round_.pk,
            )
