"""What acts on placements leave behind: the audit line, and a milestone that both sides see."""

from __future__ import annotations

from datetime import datetime

from sangzi.kernel import audit
from sangzi.kernel.errors import BadInput
from sangzi.kernel.models import Account

from .models import Application, Milestone, Placement, Round


def noted(placement: Placement, act: str, by: Account | None, **detail: object) -> None:
    """The audit line of what happened to a placement: keys, days and states only."""
    audit.append(
        chain=placement.opening.unit_id,
        act=f"programmes.{act}",
        about=f"placement:{placement.pk}",
        by=by,
        detail={"opening": placement.opening_id, **detail},
    )


def noted_of_round(round_: Round, act: str, by: Account | None, **detail: object) -> None:
    """The audit line of what happened in a round."""
    audit.append(chain=round_.unit_id, act=f"programmes.{act}", about=f"round:{round_.pk}", by=by, detail=detail)


def passed(
    application: Application | int | None, step: str, outcome: str, now: datetime, by: Account | None, note: str = ""
) -> None:
    """A milestone of the application, where there is one."""
    key = application.pk if isinstance(application, Application) else application
    if key is not None:
        Milestone.objects.create(application_id=key, step=step, outcome=outcome, note=note[:300], at=now, by=by)


def reason_given(reason: str, sentence: str) -> str:
    """A reason as it is kept. Raises `BadInput` with the sentence where there is none."""
    reason = reason.strip()[:300]
    if not reason:
        raise BadInput(sentence, field="reason")
    return reason
