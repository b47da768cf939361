"""Giving places: lots are drawn by a published seed, the round's method shares the seats, staff place by hand."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from sangzi.engines.matching.lottery import lots
from sangzi.kernel import audit, jobs
from sangzi.kernel.errors import BadInput, Conflict
from sangzi.kernel.models import Account, Job

from .. import seats
from ..again import again
from ..allotment import Plan, method_of, preview
from ..definitions import frozen
from ..giving import write_plan
from ..handing_in import wishes_of
from ..holding import held
from ..models import (
    Application,
    ApplicationState,
    Milestone,
    Opening,
    OpeningState,
    Placement,
    Round,
    Wish,
)
from ..settling import give
from ..standing import broken
from ..steps.allotment import FITTED
from ..telling import tell_applicant
from ..trail import noted
from ..windows import is_taking, refuse_ended
from ..writing import outcome_of, save_wishes, write_placement

AT_ONCE = 2_000
TASK = "programmes.allot"
PLACEABLE = (
    ApplicationState.SUBMITTED,
    ApplicationState.ADMITTED,
    ApplicationState.WAITING,
    ApplicationState.UNPLACED,
)


@transaction.atomic
def draw_lots(*, round: Round, seed: str, now: datetime, by: Account | None) -> Round:  # noqa: A002
    """Draw a lot for every application that is admitted, by a seed that was published before. Once."""
    there = _held(round)
    _refuse_still_coming(there, now)
    seed = " ".join(seed.split())[:64]
    if not seed:
        raise BadInput(_("请填写抽签的种子；它要事先公布，比如当天的一个公开数字。"), field="seed")
    if there.seed:
        raise Conflict(_("已经用种子“%(seed)s”抽过签；结果不能重抽。") % {"seed": there.seed}, round=there.pk)
    there.seed = seed
    there.save(update_fields=["seed"])
    admitted = list(Application.objects.filter(round=there, state=ApplicationState.ADMITTED).order_by("pk"))
    for application, lot in zip(admitted, lots(seed, [one.pk for one in admitted]), strict=True):
        application.lot = lot
    # An insert that meets its own rows, since an update of so many is a statement with as many cases.
    Application.objects.bulk_create(
        admitted, batch_size=1_000, update_conflicts=True, unique_fields=["id"], update_fields=["lot"]
    )
    _log("draw_lots", there, by, seed=seed, drawn=len(admitted))
    return there


@again
@transaction.atomic
def allot(*, round: Round, now: datetime, by: Account | None, reason: str = "") -> Plan | Job:  # noqa: A002
    """Give the seats of a round by its method, at once, or by a job where more than two thousand applied.

    Rules that do not hold must be argued in `reason`, which stays in the audit chain.
    """
    there = _held(round)
    refuse_early(there, now, reason)
    many = Application.objects.filter(round=there, state=ApplicationState.ADMITTED).count() > AT_ONCE
    if many:
        told = {"round": there.pk, "reason": reason.strip()[:300], "by": by.pk if by else None}
        number = Job.objects.filter(kind=TASK, unit_id=there.unit_id).count()
        return jobs.enqueue(kind=TASK, key=f"{TASK}:{there.pk}:{number}", arguments=told, by=by, unit_id=there.unit_id)
    return allot_now(there, now=now, by=by, reason=reason)


def allot_now(round_: Round, *, now: datetime, by: Account | None, reason: str) -> Plan:
    """Share the seats and write down what came of it. In the transaction of the caller, who holds the round."""
    seats.hold(list(Opening.objects.filter(round=round_, state=OpeningState.OFFERED)))
    plan = preview(round_, argued=bool(reason.strip()))
    write_plan(round_, plan, now=now, by=by)
    told = {"placed": plan.placed, "left_over": plan.left_over, "method": method_of(round_), "reason": reason.strip()}
    proven = plan.proof.told() if plan.proof else {}
    _log("allot", round_, by, **told | proven)
    return plan


def refuse_early(round_: Round, now: datetime, reason: str) -> None:
    """Raise `Conflict` while applications come in or wait to be looked at, or rules do not hold unargued."""
    refuse_ended(round_)
    _refuse_still_coming(round_, now)
    definition = frozen(round_.definition)
    if definition.openings is not None and definition.openings.dated:
        raise Conflict(_("按日期预订的名额先到先得，不作统一分配。"), round=round_.pk)
    open_ones = (ApplicationState.SUBMITTED, ApplicationState.RETURNED)
    waiting = Application.objects.filter(round=round_, state__in=open_ones).count()
    if waiting:
        raise Conflict(_("还有%(count)d份申请待审核或修改；请先审核完再分配。") % {"count": waiting}, round=round_.pk)
    kept = method_of(round_) in FITTED  # the method itself holds to rules on placements, or says why it cannot
    unmet = [] if reason.strip() else [one for one in broken(round_) if not (kept and one.rule.of == "placements")]
    if unmet:
        raise Conflict(
            _("规则没有达到：%(rule)s（%(now)s）。%(mend)s；确须现在分配的，请写明原因。")
            % {"rule": unmet[0].says, "now": unmet[0].now, "mend": unmet[0].mend},
            round=round_.pk,
        )


@again
@transaction.atomic
def place(*, application: Application, opening: Opening, now: datetime, by: Account | None) -> Placement:
    """Give one application a seat by the hand of staff, whether it wished for the opening or not."""
    there = held(application)
    refuse_ended(there.round)
    if there.state not in PLACEABLE:
        raise Conflict(_("这份申请已有结果或已结束，不能再安排；请刷新页面。"), application=there.pk)
    if opening.round_id != there.round_id:
        raise BadInput(_("“%(opening)s”不属于这个批次；请重新选择。") % {"opening": opening.title}, field="opening")
    opening = Opening.objects.select_related("unit", "offered_by").get(pk=opening.pk)
    opening.round = there.round
    if not seats.take(opening, there):
        raise Conflict(_("“%(opening)s”没有空余的名额；请另选一个。") % {"opening": opening.title}, opening=opening.pk)
    return _placed_by_hand(there, opening, now, by)


def _placed_by_hand(application: Application, opening: Opening, now: datetime, by: Account | None) -> Placement:
    definition = frozen(application.round.definition)
    accept = definition.allotment is not None and definition.allotment.accept_hours > 0
    wishes = wishes_of(application)
    if opening.pk not in [wish.opening_id for wish in wishes]:
        wishes.append(Wish(application=application, opening=opening, rank=len(wishes) + 1))
    give(application, wishes, opening, offered=accept)
    application.revision += 1
    application.changed, application.reason = now, ""
    application.save(update_fields=["state", "revision", "changed", "reason"])
    save_wishes([(application, wishes)])
    placement = write_placement(application, opening, definition, now=now, accept=accept)
    Milestone.objects.bulk_create(outcome_of(application, now, by))
    noted(application, "place_by_hand", by=by, now=now, opening=opening.pk)
    tell_applicant(application, application.state, now=now, by=by, placement=placement)
    return placement


def held_round(pk: int) -> Round:
    """A round, held, for the job that allots it."""
    return _held(Round(pk=pk))


def _held(round_: Round) -> Round:
    return Round.objects.select_for_update(of=("self",), no_key=True).select_related("unit").get(pk=round_.pk)


def _refuse_still_coming(round_: Round, now: datetime) -> None:
    if is_taking(round_, now):
        raise Conflict(_("报名还没有截止；请在截止以后再办理。"), round=round_.pk)


def _log(act: str, round_: Round, by: Account | None, **detail: Any) -> None:
    audit.append(chain=round_.unit_id, act=f"programmes.{act}", about=f"round:{round_.pk}", by=by, detail=detail)
