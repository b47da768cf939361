"""What must be so for a run to be published, and its result as rows to be written."""

from __future__ import annotations

import json

from django.db.models import F, Sum
from django.utils.translation import gettext as _

from sangzi.kernel.errors import Conflict

from ..allotment import Plan
from ..fitting import problem_of
from ..models import Opening, OpeningState, Round, Run, RunState
from ..pool import admitted
from ..readiness import refuse_broken
from .making import proof_from
from .stored import digest_of, load_output
from .terms import is_announced, terms_of


class Outdated(Conflict):
    """Since the run was made, somebody came or went, or wishes, seats or units changed."""

    code = "outdated"


def refuse_unmade(run: Run) -> None:
    """Raise `Conflict` where a run has nothing to publish, or was published."""
    sentence = {
        RunState.WORKING: _("试算 %(number)d 还没有算完；请稍候再公布。"),
        RunState.REFUSED: _("试算 %(number)d 没有结果，不能公布；请调整后重新试算。"),
        RunState.PUBLISHED: _("试算 %(number)d 已经公布，不用再公布。"),
        RunState.ASIDE: _("试算 %(number)d 已作废，不能公布；请重新试算。"),
    }.get(RunState(run.state))
    if sentence is not None:
        raise Conflict(sentence % {"number": run.number}, run=run.pk)


def refuse_unargued(round_: Round, run: Run, reason: str) -> None:
    """Raise `Conflict` where a run needs a reason and has none: not as announced, or rules do not hold."""
    if reason:
        return
    if not is_announced(round_, terms_of(run)):
        raise Conflict(_("这次试算的办法或规则与公布的不同；确须按它公布的，请写明原因。"), run=run.pk)
    if not proof_from(run.proof).least_kept:
        raise Conflict(_("这次试算没有达到录取的下限或比例；确须按它公布的，请写明原因。"), run=run.pk)
    refuse_broken(round_)


def refuse_changed_numbers(round_: Round, run: Run) -> None:
    """Raise `Outdated` where already the numbers of applications or of free seats are others. Two queries."""
    proof, told = proof_from(run.proof), json.loads(run.figures)
    offered = Opening.objects.filter(round=round_, state=OpeningState.OFFERED)
    seats = offered.aggregate(free=Sum(F("capacity") - F("taken")))["free"] or 0
    if (admitted(round_).count(), seats) != (proof.placed + proof.left_over, told["seats"]):
        raise outdated(run)


def plan_for(round_: Round, run: Run) -> Plan:
    """What a run comes to, in rows. Raises `Outdated` where what it worked on is no longer what there is."""
    terms = terms_of(run)
    problem = problem_of(round_, terms)
    if digest_of(terms.method, terms.written(), round_.seed, problem.stored()) != run.digest:
        raise outdated(run)
    return Plan(problem, load_output(run).assignment, proof_from(run.proof))


def outdated(run: Run) -> Outdated:
    return Outdated(
        _("自试算 %(number)d 以来，申请、志愿、名额或单位有了变化，结果不再作数；请重新试算。")
        % {"number": run.number},
        run=run.pk,
    )
