"""Deciding together: what a batch admits or refuses is written in one transaction, a statement a table.

Each application is looked at by itself and refused by itself. Left to be decided alone is whoever takes a seat or a
place in line with the decision, or has a seat already.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from sangzi.kernel.errors import Conflict, SangziError
from sangzi.kernel.models import Account

from .definitions import frozen
from .ending import BEFORE_WORK, evidence_end
from .going_on import refuse_not_ready
from .holding import ALONG, hold_those
from .models import UNDECIDED, Application, ApplicationState, Milestone, Placement, Round, Wish, WishState
from .settling import decides_itself
from .telling import tell_applicants
from .trail import noted_all, passed, today_of
from .writing import outcome_of

Decision = Literal["admit", "refuse"]


@dataclass
class Decided:
    """What became of a part: how many were decided, who could not be and why, and who is to be decided alone."""

    done: int = 0
    refused: list[tuple[Application, str]] = field(default_factory=list)
    alone: list[int] = field(default_factory=list)


@transaction.atomic
def decide_together(
    keys: Sequence[int], decision: Decision, reason: str, *, now: datetime, by: Account | None
) -> Decided:
    """Admit or refuse those of a part that can be decided by themselves. Some fifteen queries."""
    part, ready = Decided(), []
    seated = set(_seated(keys))
    for one in _held(keys):
        if one.pk in seated or (decision == "admit" and decides_itself(frozen(one.round.definition))):
            part.alone.append(one.pk)
            continue
        try:
            _look(one, decision, now)
        except SangziError as refusal:
            part.refused.append((one, refusal.sentence))
        else:
            ready.append(one)
    if ready:
        (_admit if decision == "admit" else _refuse)(ready, reason, now, by)
    part.done = len(ready)
    return part


def _look(application: Application, decision: Decision, now: datetime) -> None:
    if decision == "admit":
        refuse_not_ready(application, today_of(now))
    elif application.state not in UNDECIDED:
        raise Conflict(_("这份申请已经有结果；请刷新页面。"), application=application.pk)


def _held(keys: Sequence[int]) -> list[Application]:
    """The applications as they are now, held with whoever applied; those of a round share it."""
    those = Application.objects.filter(pk__in=keys)
    hold_those(those)
    along = [name for name in ALONG if not name.startswith("round")]
    rows = list(those.select_related(*along, "by").order_by("pk"))
    rounds = Round.objects.select_related("unit").in_bulk({row.round_id for row in rows})
    for row in rows:
        row.round = rounds[row.round_id]
    return rows


def _seated(keys: Sequence[int]) -> list[int]:
    given = Placement.objects.filter(application__in=keys, until=None, state__in=BEFORE_WORK)
    return list(given.values_list("application", flat=True))


def _admit(ready: Sequence[Application], _reason: str, now: datetime, by: Account | None) -> None:
    _change(ready, ApplicationState.ADMITTED, "", now)
    Milestone.objects.bulk_create(stone for one in ready for stone in outcome_of(one, now, by))
    noted_all(ready, "admit", by=by)
    tell_applicants(ready, "admitted", now=now, by=by)


def _refuse(ready: Sequence[Application], reason: str, now: datetime, by: Account | None) -> None:
    _change(ready, ApplicationState.REFUSED, reason.strip()[:300], now)
    kept = [one for one in ready if one.evidence]
    for one in kept:
        one.evidence_until = evidence_end(one, today_of(now))
    Application.objects.bulk_update(kept, ["evidence_until"])
    Wish.objects.filter(application__in=[one.pk for one in ready]).update(state=WishState.MISSED, line=None)
    Milestone.objects.bulk_create(
        passed(one, "applications", ApplicationState.REFUSED, now=now, by=by, note=reason) for one in ready
    )
    noted_all(ready, "refuse", by=by)
    tell_applicants(ready, "refused", now=now, by=by)


def _change(ready: Sequence[Application], state: ApplicationState, reason: str, now: datetime) -> None:
    told = {"state": state, "reason": reason, "changed": now}
    Application.objects.filter(pk__in=[one.pk for one in ready]).update(**told, revision=F("revision") + 1)
    for one in ready:
        one.state, one.reason, one.changed = state, reason, now
        one.revision += 1
