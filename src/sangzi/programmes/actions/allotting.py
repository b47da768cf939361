"""Giving places: lots are drawn by a published seed, the round's method shares the seats, staff place by hand."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from sangzi.engines.matching.lottery import lots
from sangzi.kernel import audit
from sangzi.kernel.errors import BadInput, Conflict
from sangzi.kernel.models import Account, Job
from sangzi.kernel.round_trips import changing, write

from .. import seats
from ..again import again
from ..allotment import Plan
from ..definitions import frozen
from ..handing_in import wishes_of
from ..holding import held
from ..keeping import TRYING, begun, enqueue, hold_all, is_crowd, write_down
from ..models import Application, ApplicationState, Milestone, Opening, Placement, Round, Wish
from ..pool import admitted, refuse_unready
from ..readiness import held_round, refuse_broken, refuse_early, refuse_still_coming
from ..runs.computing import computed, digest_now
from ..runs.making import Columns, columns_of
from ..runs.publishing import refuse_unargued
from ..runs.terms import Terms, terms_for
from ..settling import give
from ..telling import tell_applicant
from ..trail import noted
from ..windows import refuse_ended
from ..writing import outcome_of, save_wishes, write_placement

PLACEABLE = (
    ApplicationState.SUBMITTED,
    ApplicationState.ADMITTED,
    ApplicationState.WAITING,
    ApplicationState.UNPLACED,
)


@transaction.atomic
def draw_lots(*, round: Round, seed: str, now: datetime, by: Account | None) -> Round:  # noqa: A002
    """Draw a lot for every application that is admitted, by a seed that was published before. Once."""
    there = held_round(round.pk)
    refuse_still_coming(there, now)
    seed = " ".join(seed.split())[:64]
    if not seed:
        raise BadInput(_("请填写抽签的种子；它要事先公布，比如当天的一个公开数字。"), field="seed")
    if there.seed:
        raise Conflict(_("已经用种子“%(seed)s”抽过签；结果不能重抽。") % {"seed": there.seed}, round=there.pk)
    there.seed = seed
    there.save(update_fields=["seed"])
    # Nothing but keys is read and nothing but lots is written: on a database with one writer all others wait meanwhile.
    keys = list(admitted(there).order_by("pk").values_list("pk", flat=True))
    write([changing(Application, ("lot",), zip(keys, lots(seed, keys), strict=True))])
    _log("draw_lots", there, by, seed=seed, drawn=len(keys))
    return there


def allot(*, round: Round, now: datetime, by: Account | None, reason: str = "") -> Plan | Job:  # noqa: A002
    """Try what was announced and publish it in one go, at once, or by a job where more than two thousand applied.

    Rules that do not hold must be argued in `reason`, which stays in the audit chain.
    """
    there, reason = Round.objects.select_related("unit").get(pk=round.pk), reason.strip()[:300]
    refuse_early(there, now)
    if not reason:
        refuse_broken(there)
    terms = terms_for(there, argued=bool(reason))
    if is_crowd(there):
        return _allot_later(there, terms, now=now, by=by, reason=reason)
    refuse_unready(there, terms.method, scored=bool(terms.fit.score))
    return _allot_now(there, terms, columns_of(computed(there, terms)), now=now, by=by, reason=reason)


@again
@transaction.atomic
def _allot_now(
    round_: Round, terms: Terms, columns: Columns, *, now: datetime, by: Account | None, reason: str
) -> Plan:
    held = held_round(round_.pk)
    hold_all(held)
    if digest_now(held, terms) != columns["digest"]:  # somebody came or went meanwhile
        columns = columns_of(computed(held, terms))
    run = begun(held, terms, now=now, by=by, made=now, reason=reason, **columns)
    refuse_unargued(held, run, reason)
    return write_down(run, now=now, by=by)


@transaction.atomic
def _allot_later(round_: Round, terms: Terms, *, now: datetime, by: Account | None, reason: str) -> Job:
    run = begun(held_round(round_.pk), terms, now=now, by=by, reason=reason)
    return enqueue(TRYING, run, by, publish=True)


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
        wishes.append(Wish.objects.create(application=application, opening=opening, rank=len(wishes) + 1))
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


def _log(act: str, round_: Round, by: Account | None, **detail: Any) -> None:
    audit.append(chain=round_.unit_id, act=f"programmes.{act}", about=f"round:{round_.pk}", by=by, detail=detail)
