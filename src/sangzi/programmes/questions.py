"""What both sides are asked when a placement has ended, where the definition asks nothing of its own."""

from __future__ import annotations

from datetime import date, timedelta

from sangzi.kernel.fields import Field

from .definitions import ProgrammeType, frozen
from .models import Placement, Side

MARKS = ("很好", "好", "一般", "不好")

USUAL = (
    Field(key="overall", title="总的感觉", title_en="Overall", kind="choice", choices=MARKS, required=True),
    Field(
        key="words",
        title="想说的话",
        title_en="In your own words",
        kind="long",
        most=1000,
        help="不会带着您的名字给对方看。",
        help_en="The other side never sees it with your name.",
    ),
)


def asked(definition: ProgrammeType, side: Side) -> tuple[Field, ...]:
    """The questions to one side; none where the programme has no feedback."""
    step = definition.feedback
    if step is None:
        return ()
    return (step.to_applicant if side == Side.APPLICANT else step.to_offerer) or USUAL


def last_day_to_say(placement: Placement) -> date | None:
    """The last day on which feedback is taken; None while the work still goes on, or where nothing is asked."""
    step = frozen(placement.opening.round.definition).feedback
    return placement.ended + timedelta(days=step.days) if step is not None and placement.ended is not None else None
