"""What becomes of the applications of a round that is cancelled or closed: at once, or by a worker where they are many.

The round itself has ended before, in one short transaction, and everybody concerned was told. A worker then ends the
applications lot after lot, so that nobody else waits; ending them again does no harm. What workers gave up the clock
finishes within a minute.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from typing import Any, Final

from django.db.models import QuerySet
from django.utils import translation
from django.utils.translation import gettext as _

from sangzi.kernel import jobs
from sangzi.kernel.models import Account, Job

from .ending_many import end_many
from .lots import AT_ONCE, LOT, gently, lots
from .models import ENDED, Application, ApplicationState, Round, RoundState

ENDING: Final = "programmes.end_round"
Tell = Callable[[int, int, str], None]
Part = tuple[QuerySet[Application], ApplicationState]
AT_IT: Final = (Job.State.WAITING, Job.State.RUNNING)


def end_applications(round_: Round, *, now: datetime, by: Account | None) -> None:
    """End the applications of a round that is over, by a worker where they are many. In the caller's transaction."""
    if Application.objects.filter(round=round_).exclude(state__in=ENDED).count() <= AT_ONCE:
        end_lots(round_, now=now, by=by)
        return
    told = {"round": round_.pk, "now": now.isoformat(), "by": by.pk if by else None}
    jobs.enqueue(kind=ENDING, key=f"{ENDING}:{round_.pk}", arguments=told, by=by, unit_id=round_.unit_id)


def end_lots(round_: Round, *, now: datetime, by: Account | None, tell: Tell | None = None) -> int:
    """End what is left of the applications of a round that is over, lot after lot; how many."""
    reason, ended = _reason(round_), 0
    parts = [(state, lot) for rows, state in _parts(round_) for lot in lots(rows.values_list("pk", flat=True), LOT)]
    for number, (state, lot) in enumerate(gently(parts)):
        if tell:
            tell(number, len(parts), _("结束报名"))
        rows = Application.objects.filter(pk__in=lot)
        placed = state == ApplicationState.CLOSED
        ended += end_many(rows, state, reason, now=now, by=by, placed=placed)
    return ended


@jobs.task(ENDING)
def run(_job: Job, arguments: dict[str, Any], progress: jobs.Progress) -> dict[str, Any]:
    """End what is left of the applications of a round."""
    round_ = Round.objects.select_related("unit").get(pk=arguments["round"])
    return {"ended": _end_as_asked(round_, arguments, progress)}


def finish_failed(round_: Round) -> None:
    """End what workers gave up, as they were asked to: everybody was told when the round ended, and is not again."""
    key = f"{ENDING}:{round_.pk}"
    job = Job.objects.filter(key=key, state=Job.State.FAILED).first()
    if job is not None:
        _end_as_asked(round_, json.loads(job.arguments))
        Job.objects.filter(pk=job.pk, state=Job.State.FAILED).update(state=Job.State.DONE, sentence="")


def being_ended() -> list[int]:
    """The rounds whose applications a worker is ending. One query."""
    keys = Job.objects.filter(kind=ENDING, state__in=AT_IT).values_list("key", flat=True)
    return [int(key.rpartition(":")[2]) for key in keys]


def _end_as_asked(round_: Round, arguments: dict[str, Any], tell: Tell | None = None) -> int:
    """End what is left in the language and at the moment of whoever ended the round; how many."""
    by = Account.objects.filter(pk=arguments["by"]).first()
    with translation.override(by.language if by else None):
        return end_lots(round_, now=datetime.fromisoformat(arguments["now"]), by=by, tell=tell)


def _parts(round_: Round) -> list[Part]:
    """Who is ended as what: who waited for a seat has none, the others are closed; closing leaves seats given."""
    alive = Application.objects.filter(round=round_).exclude(state__in=ENDED).order_by("pk")
    if round_.state == RoundState.CANCELLED:
        return [(alive, ApplicationState.CLOSED)]
    hoping = (ApplicationState.ADMITTED, ApplicationState.WAITING)
    rest = alive.exclude(state__in=(*hoping, ApplicationState.PLACED))
    return [(alive.filter(state__in=hoping), ApplicationState.UNPLACED), (rest, ApplicationState.CLOSED)]


def _reason(round_: Round) -> str:
    if round_.state == RoundState.CANCELLED:
        return _("批次已取消：%(reason)s") % {"reason": round_.ended}
    return round_.ended
