"""Reports that those placed hand in, and what both sides say at the end."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from sangzi.kernel.complaints import meant
from sangzi.kernel.errors import BadInput, Conflict
from sangzi.kernel.fields import clean_all
from sangzi.kernel.models import Account
from sangzi.kernel.wording import day_of, title_of

from ..attachments import claim_reported, claim_said
from ..definitions import frozen
from ..life import noted, reason_given
from ..models import COUNTED, Feedback, Placement, PlacementState, Report, Side
from ..questions import asked, last_day_to_say
from ..service_claims import is_claim
from ..steps.service import Report as Wanted
from ..telling_placed import SERVICE, inform_placed


@transaction.atomic
def file_report(
    *, placement: Placement, report: str, answers: Mapping[str, object], now: datetime, by: Account | None
) -> Report:
    """Hand a report in, or hand it in again after it was given back. Once accepted it stays as it is."""
    wanted = wanted_report(placement, report)
    if placement.state not in COUNTED:
        raise BadInput(_("您还没有确认，不能交“%(report)s”。") % {"report": title_of(wanted)}, field="report")
    told = clean_all(wanted.fields, answers)
    there = Report.objects.select_for_update().filter(placement=placement, report=report).first()
    if there is None:
        there = _inserted(Report(placement=placement, report=report, answers=told, filed=now, by=by))
    if there.accepted is not None:
        raise Conflict(_("“%(report)s”已经收下，不能再改。") % {"report": title_of(wanted)}, report=there.pk)
    Report.objects.filter(pk=there.pk).update(answers=told, filed=now, remark="", by=by)
    there.refresh_from_db()
    claim_reported(there, wanted.fields, timezone.localdate(now), by)
    noted(placement, "file_report", by, report=there.pk)
    return there


@transaction.atomic
def accept_report(*, report: Report, now: datetime, by: Account | None) -> Report:
    """Take a report that was handed in."""
    _refuse_claim(report)
    if not Report.objects.filter(pk=report.pk, accepted=None).update(accepted=now, remark=""):
        raise Conflict(_("这份报告已经收下；请刷新页面。"), report=report.pk)
    report.refresh_from_db()
    noted(report.placement, "accept_report", by, report=report.pk)
    return report


@transaction.atomic
def return_report(*, report: Report, reason: str, now: datetime, by: Account | None) -> Report:
    """Give a report back to be mended, saying what is missing."""
    _refuse_claim(report)
    reason = reason_given(reason, _("退回报告要写明哪里要改；请补充。"))
    if not Report.objects.filter(pk=report.pk, accepted=None).update(remark=reason):
        raise Conflict(_("这份报告已经收下；请刷新页面。"), report=report.pk)
    report.refresh_from_db()
    noted(report.placement, "return_report", by, report=report.pk)
    inform_placed(
        report.placement,
        kind=SERVICE,
        title=gettext_noop("一份报告要修改：%(opening)s"),
        text="%(reason)s",
        key=f"report:{report.pk}:{report.filed:%Y%m%d%H%M%S}",
        now=now,
        by=by,
        reason=reason,
    )
    return report


@transaction.atomic
def give_feedback(
    *, placement: Placement, side: Side, answers: Mapping[str, object], now: datetime, by: Account | None
) -> Feedback:
    """Say how it was, once for each side, while it is asked for. The other side never sees who said it."""
    definition = frozen(placement.opening.round.definition)
    if definition.feedback is None:
        raise BadInput(
            _("项目“%(programme)s”不收集反馈。") % {"programme": title_of(definition)}, placement=placement.pk
        )
    _refuse_out_of_time(placement, now)
    fields = asked(definition, side)
    told = clean_all(fields, answers)
    try:
        with transaction.atomic():
            feedback = Feedback.objects.create(placement=placement, side=side, answers=told, at=now, by=by)
    except IntegrityError as error:
        raise Conflict(_("您已经反馈过；谢谢。"), placement=placement.pk) from error
    claim_said(feedback, fields, timezone.localdate(now), by)
    noted(placement, "give_feedback", by, side=str(side))
    return feedback


def wanted_report(placement: Placement, key: str) -> Wanted:
    """The report of that key that the definition asks for. Raises `BadInput` with what was probably meant."""
    service = frozen(placement.opening.round.definition).service
    found = {one.key: one for one in service.reports} if service else {}
    if key not in found:
        raise BadInput(_("没有要交的“%(key)s”") % {"key": key[:60]} + meant(key, list(found)), field="report")
    return found[key]


def _refuse_out_of_time(placement: Placement, now: datetime) -> None:
    if placement.state not in (PlacementState.SERVING, PlacementState.HELD, *COUNTED):
        raise BadInput(_("没有参加，不能反馈。"), placement=placement.pk)
    last = last_day_to_say(placement)
    if last is not None and timezone.localdate(now) > last:
        raise BadInput(_("反馈收到%(last)s为止，现在已经过了。") % {"last": day_of(last)}, placement=placement.pk)


def _refuse_claim(report: Report) -> None:
    if is_claim(report):
        raise BadInput(_("这是时长，不是报告；请用“确认时长”办理。"), report=report.pk)


def _inserted(report: Report) -> Report:
    try:
        with transaction.atomic():
            report.save(force_insert=True)
    except IntegrityError:
        return Report.objects.select_for_update().get(placement=report.placement_id, report=report.report)
    return report
