"""What can be asked about runs: those of a round, their figures, two of them side by side, how one is getting on."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from sangzi.kernel.errors import Conflict
from sangzi.kernel.models import Job

from ..keeping import BLOBS, halted, is_stuck, work_at_hand, work_on
from ..models import Round, RoundState, Run, RunState
from ..runs.comparing import Change, Moved, Spared, moved, moves, sides, spared
from ..runs.figures import County, Figures, Quota, figures_from
from ..runs.making import proof_from
from ..runs.publishing import Outdated, refuse_changed_numbers
from ..runs.stored import Output, Stored, load_input, load_output
from ..runs.terms import terms_of
from ..telling_results import told_count

__all__ = [
    "Comparison",
    "CountyPair",
    "Figures",
    "Halt",
    "Moved",
    "Quota",
    "compare",
    "figures_of",
    "halt_of",
    "is_publishable",
    "moved_page",
    "outdated_of",
    "run_of",
    "runs_of",
    "trouble_of",
    "work_at_hand",
    "work_on",
]

PAGE = 50


@dataclass(frozen=True)
class Halt:
    """Work on a run that workers gave up: after how many attempts; where people are told, how many were and were not.

    `useless`: telling the others would tell them of a round that was called off meanwhile.
    """

    attempts: int
    told: int = 0
    untold: int = 0
    useless: bool = False


@dataclass(frozen=True)
class CountyPair:
    """One county in both runs."""

    unit: int | None
    name: str
    seats: int
    left: int
    right: int


@dataclass(frozen=True)
class Comparison:
    """`moved`: how many gain, lose and so on from left to right. `cost`: how much more right is worth, in points.

    None where the two count points differently. `moving`: how many the two give something else; `spared`: how many of
    them need not move for a result as good as the right one, None where nobody knows.
    """

    left: Run
    right: Run
    moved: dict[Change, int]
    counties: list[CountyPair]
    cost: int | None
    moving: int
    spared: Spared | None

    @property
    def forced(self) -> int | None:
        """How many move in every result as good as the right one; None where nobody knows."""
        return self.moving - self.spared.count if self.spared is not None and self.spared.least else None


def runs_of(round_: Round) -> list[Run]:
    """The runs of a round, newest first, without their arrays. One query."""
    rows = Run.objects.filter(round=round_).defer(*BLOBS).select_related("by", "published_by")
    return list(rows.order_by("-number"))


def run_of(round_: Round, number: int) -> Run | None:
    """A run by its number, without its arrays."""
    rows = Run.objects.filter(round=round_, number=number).defer(*BLOBS)
    return rows.select_related("by", "published_by", "round__unit").first()


def figures_of(run: Run) -> Figures | None:
    """The figures that were kept with a run; None where it has no result."""
    return figures_from(run.figures)


def compare(left: Run, right: Run) -> Comparison:
    """Two runs of one round. Raises `Conflict` where they are of two rounds, or one has no result."""
    one, other = _result(left, right)
    figures = figures_of(left), figures_of(right)
    assert figures[0] is not None
    assert figures[1] is not None
    same_points = terms_of(left).fit == terms_of(right).fit
    changes = moves(sides(one, other))
    return Comparison(
        left=left,
        right=right,
        moved=changes,
        counties=_pairs(figures[0].counties, figures[1].counties),
        cost=figures[1].objective - figures[0].objective if same_points else None,
        moving=sum(changes.values()) - changes["same"],
        spared=spared(one, other, given_up=proof_from(right.proof).given_up),
    )


def moved_page(left: Run, right: Run, after: int | None = None, size: int = PAGE) -> list[Moved]:
    """The next applications, by key, that the two runs give different openings. Raises `Conflict` as `compare`."""
    return moved(sides(*_result(left, right)), after or 0, size)


def is_publishable(run: Run) -> bool:
    """Whether publishing a run may be asked for: nobody did, or it was refused. No query where nobody did."""
    if run.state == RunState.PUBLISHING:
        return is_stuck(run) and halted(run) is None
    return run.state == RunState.MADE


def outdated_of(run: Run) -> str:
    """Why a run that was made no longer counts, as far as numbers tell; "" where they are the same. Two queries."""
    if run.state != RunState.MADE:
        return ""
    try:
        refuse_changed_numbers(run.round, run)
    except Outdated as told:
        return told.sentence
    return ""


def trouble_of(run: Run) -> str:
    """Why a run that is being computed or published will not get any further by itself; "" where it will.

    Of one that went back to what it was, since publishing it failed, the reason for that.
    """
    if run.state == RunState.REFUSED:
        return run.refused
    job = work_at_hand(run)
    return job.sentence if job is not None and job.state == Job.State.FAILED else ""


def halt_of(run: Run) -> Halt | None:
    """Where the work on a run came to a halt; None where it did not. Two queries, three where people are told."""
    job = halted(run)
    if job is None:
        return None
    if run.state != RunState.PUBLISHED:
        return Halt(job.attempts)
    figures = figures_of(run)
    people = figures.placed + figures.left_over if figures else 0
    told = told_count(run)
    return Halt(job.attempts, told=told, untold=max(people - told, 0), useless=run.round.state == RoundState.CANCELLED)


def _result(left: Run, right: Run) -> tuple[tuple[Stored, Output], tuple[Stored, Output]]:
    if left.round_id != right.round_id:
        raise Conflict(_("这两次试算不是同一个批次的，无法比较；请选同一批次的两次。"))
    for run in (left, right):
        if run.state not in (RunState.MADE, RunState.PUBLISHING, RunState.PUBLISHED):
            raise Conflict(_("试算 %(number)d 没有结果可比；请另选一次。") % {"number": run.number}, run=run.pk)
    return (load_input(left), load_output(left)), (load_input(right), load_output(right))


def _pairs(left: list[County], right: list[County]) -> list[CountyPair]:
    """Counties of the left run in its order, then those that only the right one has."""
    other = {one.unit: one for one in right}
    filled = {one.unit: one.filled for one in left}
    every = [*left, *(one for one in right if one.unit not in filled)]
    return [
        CountyPair(
            one.unit, one.name, one.seats, filled.get(one.unit, 0), other[one.unit].filled if one.unit in other else 0
        )
        for one in every
    ]
