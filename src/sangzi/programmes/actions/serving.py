"""The work itself: arriving, hours that are confirmed, finishing, breaking off."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from sangzi.kernel.errors import BadInput, Conflict
from sangzi.kernel.facts import SCALE, moved
from sangzi.kernel.models import Account
from sangzi.kernel.wording import day_of, title_of
from sangzi.people.dating import refuse_backwards, refuse_future
from sangzi.places.models import Place

from .. import seats
from ..definitions import RecordKind, frozen
from ..life import noted, passed, reason_given
from ..models import Placement, PlacementState, Record, Report
from ..moving_up import move_up
from ..pair_steps import locked_pair_steps, paired_movements
from ..service_claims import PREFIX, Claim, claim_of, is_claim
from ..telling_placed import SERVICE, inform_placed
from ..trail import placed
from .records import refuse_quantity, write_record

BEGUN = (PlacementState.HELD, PlacementState.SERVING)


@transaction.atomic
def confirm_arrival(*, placement: Placement, on: date, today: date, by: Account | None) -> Placement:
    """The place says that somebody has arrived: the service begins. Nobody is located for it."""
    refuse_future(on, today)
    refuse_backwards(placement.since, on)
    held = Placement.objects.filter(pk=placement.pk, state=PlacementState.HELD, until=None)
    if not held.update(state=PlacementState.SERVING, arrived=on):
        raise Conflict(_("只有已确认、还没有到岗的人可以登记到岗；请刷新页面。"), placement=placement.pk)
    placement.refresh_from_db()
    noted(placement, "confirm_arrival", by, on=on.isoformat())
    return placement


@transaction.atomic
def log_service(
    *,
    placement: Placement,
    on: date,
    quantity: Decimal,
    key: str,
    today: date,
    by: Account | None,
    note: str = "",
    place: Place | None = None,
) -> Record:
    """Whoever offers the opening writes down what somebody served. It counts at once; the same key is one record."""
    kind = kind_served(placement)
    _refuse(placement, on, today)
    opening = placement.opening
    return write_record(
        round=opening.round,
        unit=opening.unit,
        kind=kind.key,
        on=on,
        key=key,
        today=today,
        by=by,
        quantity=quantity,
        person=placement.person if kind.person != "none" else None,
        partner=None if placement.person_id else placement.partner,
        place=place or (opening.place if kind.place == "required" else None),
        note=note,
    )


@transaction.atomic
def claim_service(
    *, placement: Placement, on: date, quantity: Decimal, note: str, key: str, now: datetime, by: Account | None
) -> Report:
    """Somebody writes down what they served themselves. It waits, and counts in no figure, until it is confirmed."""
    if not 1 <= len(key) <= 40:
        raise BadInput(_("提交编号须为1至40个字符；请刷新页面后重新提交。"), field="key")
    there = Report.objects.filter(placement=placement, report=PREFIX + key).first()
    if there is not None:
        return there
    _refuse(placement, on, timezone.localdate(now))
    refuse_quantity(kind_served(placement), quantity)
    claim = Claim(on, quantity, " ".join(note.split())[:200])
    report = _inserted(Report(placement=placement, report=PREFIX + key, answers=claim.stored(), filed=now, by=by))
    noted(placement, "claim_service", by, report=report.pk)
    return report


@transaction.atomic
def confirm_service(*, report: Report, now: datetime, by: Account | None) -> Record:
    """Whoever offers the opening confirms what was claimed: now it is a record. Confirmed twice it is one."""
    claim = _claim(report)
    record = log_service(
        placement=report.placement,
        on=claim.on,
        quantity=claim.quantity,
        note=claim.note,
        key=f"claim-{report.pk}",
        today=timezone.localdate(now),
        by=by,
    )
    Report.objects.filter(pk=report.pk, accepted=None).update(accepted=now, remark="")
    return record


@transaction.atomic
def refuse_service(*, report: Report, reason: str, now: datetime, by: Account | None) -> Report:
    """What was claimed is not confirmed, with the reason, which the person is told."""
    _claim(report)
    reason = reason_given(reason, _("请写明原因，会告诉本人。"))
    if not Report.objects.filter(pk=report.pk, accepted=None, remark="").update(remark=reason):
        raise Conflict(_("这一条已经处理过；请刷新页面。"), report=report.pk)
    report.refresh_from_db()
    noted(report.placement, "refuse_service", by, report=report.pk)
    inform_placed(
        report.placement,
        kind=SERVICE,
        title=gettext_noop("一条时长没有确认：%(opening)s"),
        text="%(reason)s",
        key=f"claim:{report.pk}:refused",
        now=now,
        by=by,
        reason=reason,
    )
    return report


@transaction.atomic
def finish(*, placement: Placement, on: date, today: date, now: datetime, by: Account | None) -> Placement:
    """The work is done; `on` is its last day. The seat stays theirs; a pair is one no longer."""
    refuse_future(on, today)
    _refuse_before_begin(placement, on)
    before = locked_pair_steps(placement.opening, placement.person_id)
    _end(placement, PlacementState.FINISHED, on, on + timedelta(days=1), "")
    moved(paired_movements(placement, before))
    noted(placement, "finish", by, on=on.isoformat())
    passed(placement.application_id, "service", "finished", now, by)
    inform_placed(
        placement,
        kind=SERVICE,
        title=gettext_noop("已完成：%(opening)s"),
        text=gettext_noop("谢谢您。请说说您的感受；发了证书，也在同一页。"),
        key=f"placement:{placement.pk}:finished",
        now=now,
        by=by,
    )
    return placement


@transaction.atomic
def break_off(
    *, placement: Placement, on: date, reason: str, today: date, now: datetime, by: Account | None
) -> Placement:
    """The work ends before it is done, with the reason. The seat is free from `on`, and goes to the next in line."""
    reason = reason_given(reason, _("请写明原因，会告诉本人。"))
    refuse_future(on, today)
    _refuse_before_begin(placement, on)
    before = locked_pair_steps(placement.opening, placement.person_id)
    _end(placement, PlacementState.BROKEN, on, on, reason)
    seats.free(placement, on)
    never_began = placed(placement, -SCALE) if on == placement.since else []
    moved([*never_began, *paired_movements(placement, before)])
    noted(placement, "break_off", by, on=on.isoformat())
    passed(placement.application_id, "service", "broken", now, by, reason)
    move_up(placement.opening, now)
    return placement


def kind_served(placement: Placement) -> RecordKind:
    """The kind of record that the service of a placement leaves. Raises `BadInput` where it leaves none."""
    definition = frozen(placement.opening.round.definition)
    kind = definition.kind(definition.service.record) if definition.service and definition.service.record else None
    if kind is None:
        raise BadInput(
            _("项目“%(programme)s”不逐条登记服务。") % {"programme": title_of(definition)}, placement=placement.pk
        )
    return kind


def _refuse(placement: Placement, on: date, today: date) -> None:
    """Served is only what lies within the placement, by somebody who has begun."""
    refuse_future(on, today)
    definition = frozen(placement.opening.round.definition)
    must_arrive = definition.service is not None and definition.service.onboard
    if placement.state not in (*BEGUN, PlacementState.FINISHED) or (must_arrive and placement.arrived is None):
        raise BadInput(_("还没有登记到岗，不能记服务；请先由接收单位确认到岗。"), placement=placement.pk)
    first, last = placement.arrived or placement.since, placement.ended or placement.until
    if on < first or (last and on > last):
        raise BadInput(
            _("%(on)s不在服务期间（%(first)s起%(last)s）；请改日期。")
            % {"on": day_of(on), "first": day_of(first), "last": _("，%s止") % day_of(last) if last else ""},
            field="on",
        )


def _refuse_before_begin(placement: Placement, on: date) -> None:
    refuse_backwards(placement.arrived or placement.since, on)
    if placement.state not in BEGUN or placement.ended is not None:
        raise Conflict(_("这个人不在岗，或已经结束；请刷新页面。"), placement=placement.pk)


def _end(placement: Placement, state: PlacementState, on: date, until: date, reason: str) -> None:
    rows = Placement.objects.filter(pk=placement.pk, state__in=BEGUN, until=None)
    if not rows.update(state=state, ended=on, until=until, reason=reason):
        raise Conflict(_("这个人不在岗，或已经结束；请刷新页面。"), placement=placement.pk)
    placement.state, placement.ended, placement.until, placement.reason = state, on, until, reason


def _claim(report: Report) -> Claim:
    if not is_claim(report):
        raise BadInput(_("这是报告，不是时长；请用“收下报告”办理。"), report=report.pk)
    return claim_of(report)


def _inserted(report: Report) -> Report:
    """The new row, or the one that the same request, sent twice, wrote in this very moment."""
    try:
        with transaction.atomic():
            report.save(force_insert=True)
    except IntegrityError:
        return Report.objects.get(placement=report.placement_id, report=report.report)
    return report
