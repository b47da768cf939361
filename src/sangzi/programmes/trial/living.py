"""The second half of a walk: sessions, arrival, hours, reports, payments, feedback, notice, honours, certificates."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal

from django.utils.translation import gettext as _

from sangzi.kernel.wording import listed, title_of

from ..actions import (
    accept_report,
    answer_challenge,
    attend_many,
    award,
    challenge,
    claim_service,
    close_round,
    confirm_arrival,
    confirm_service,
    file_report,
    finish,
    give_feedback,
    hold_session,
    issue,
    pay,
    publish_notice,
    purge_rounds,
    write_record,
)
from ..attendances import attendees, kind_counted, session_called
from ..models import Application, ApplicationState, PlacementState, Side
from ..questions import asked
from .answers import answers_to
from .deciding import seat_directly
from .stage import Trial

SHOWN = (ApplicationState.ADMITTED, ApplicationState.OFFERED, ApplicationState.PLACED)


def training(trial: Trial) -> Iterator[str]:
    """A session is held; everybody placed is ticked on the list."""
    yield from _somebody(trial)
    if not trial.placements:
        yield _("没有名额的项目，培训登记为纪实")
        return
    opening = trial.placements[0].opening
    trial.wait_until(opening.on)
    title = session_called(trial.definition, 1)
    session = hold_session(opening=opening, on=trial.today, now=trial.now, by=trial.staff, title=title)
    if kind_counted(trial.definition) is None:
        yield _("安排一场，不逐人记到场")
        return
    who = [attendee.key for attendee in attendees(session)]
    there = attend_many(session=session, who=who, today=trial.today, by=trial.staff)
    yield _("安排一场，%(there)d人按名单签到") % {"there": there}


def service(trial: Trial) -> Iterator[str]:
    """Arrival, a claim that is confirmed, reports, the end."""
    step = trial.definition.service
    assert step is not None
    yield from _somebody(trial)
    if not trial.placements:
        yield _("没有名额的项目，服务登记为纪实")
        return
    trial.wait_until(max(placement.since for placement in trial.placements))
    if step.onboard:
        for placement in trial.placements:
            confirm_arrival(placement=placement, on=trial.today, today=trial.today, by=trial.staff)
        yield _("%(count)d人到岗") % {"count": len(trial.placements)}
    if step.record:
        yield _served(trial)
    yield from _reported(trial)
    _finished(trial)
    yield _("服务结束")


def _served(trial: Trial) -> str:
    for placement in trial.placements:
        claim = claim_service(
            placement=placement, on=trial.today, quantity=Decimal(1), note="", key=trial.key()[:40], now=trial.now,
            by=trial.staff,
        )  # fmt: skip
        confirm_service(report=claim, now=trial.now, by=trial.staff)
    return _("本人登记服务，提供方确认后成为%(count)d条纪实") % {"count": len(trial.placements)}


def _reported(trial: Trial) -> Iterator[str]:
    step = trial.definition.service
    assert step is not None
    first = trial.today
    for report in sorted(step.reports, key=lambda one: one.due):
        trial.wait_until(first + timedelta(days=report.due))
        for placement in trial.placements:
            answers = answers_to(trial, report.fields, trial.staff)
            filed = file_report(placement=placement, report=report.key, answers=answers, now=trial.now, by=trial.staff)
            accept_report(report=filed, now=trial.now, by=trial.staff)
        yield _("交“%(report)s”并收下") % {"report": title_of(report)}


def _finished(trial: Trial) -> None:
    for placement in trial.placements:
        placement.refresh_from_db()
        if placement.state in (PlacementState.HELD, PlacementState.SERVING):
            trial.wait_until(placement.arrived or placement.since)
            finish(placement=placement, on=trial.today, today=trial.today, now=trial.now, by=trial.staff)


def payment(trial: Trial) -> Iterator[str]:
    """Every part is paid to the first who was placed."""
    step = trial.definition.payment
    assert step is not None
    yield from _somebody(trial)
    for part in range(1, step.parts + 1):
        pay(
            placement=trial.placements[0],
            part=part,
            amount=Decimal(100),
            on=trial.today,
            payer="试用出资方",
            voucher=f"试-{part}",
            now=trial.now,
            by=trial.staff,
        )
    yield _("分%(parts)d次登记发放，金额以元计") % {"parts": step.parts}


def feedback(trial: Trial) -> Iterator[str]:
    """Both sides say how it was."""
    if not trial.placements:
        yield _("没有名额的项目，不收双方反馈")
        return
    placement = trial.placements[0]
    placement.refresh_from_db()
    for side in Side:
        answers = answers_to(trial, asked(trial.definition, side), trial.staff)
        give_feedback(placement=placement, side=side, answers=answers, now=trial.now, by=trial.staff)
    yield _("参与者和提供方各反馈一次")


def honour(trial: Trial) -> Iterator[str]:
    """Results are shown, an objection is answered, the days go by, one is honoured."""
    step = trial.definition.honour
    assert step is not None
    assert trial.round is not None
    shown = list(Application.objects.filter(round=trial.round, state__in=SHOWN).order_by("rank", "pk"))
    if not shown:
        yield _("没有报名的项目，没有可表彰的对象")
        return
    if step.notice:
        yield from _noticed(trial, shown)
    level = step.levels[0] if step.levels else ""
    award(application=shown[0], level=level, on=trial.today, now=trial.now, by=trial.staff)
    yield _("表彰一份：%(level)s") % {"level": level or _("不分等次")}


def _noticed(trial: Trial, shown: list[Application]) -> Iterator[str]:
    assert trial.round is not None
    notice = publish_notice(
        round=trial.round, applications=shown, title=_("试公示"), opens=trial.today, now=trial.now, by=trial.staff
    )
    objection = challenge(notice=notice, text=_("试提一条异议"), now=trial.now, by=None)
    answer_challenge(challenge=objection, answer=_("经核实，不影响结果"), upheld=False, now=trial.now, by=trial.staff)
    trial.wait_until(notice.closes + timedelta(days=1))
    yield _("公示%(count)d份到%(closes)s，答复1条异议") % {"count": len(shown), "closes": notice.closes.isoformat()}


def certificate(trial: Trial) -> Iterator[str]:
    """Whoever earned it is certified."""
    _finished(trial)
    made = issue(placement=trial.placements[0], now=trial.now, by=trial.staff)
    yield _("发证书%(number)s：%(text)s") % {"number": made.number, "text": made.text}


def records(trial: Trial) -> Iterator[str]:
    """A record of every kind, as staff write it at the desk."""
    assert trial.round is not None
    place = trial.place()
    for kind in trial.definition.records:
        write_record(
            round=trial.round,
            unit=trial.county,
            kind=kind.key,
            on=trial.today,
            key=trial.key(),
            today=trial.today,
            by=trial.staff,
            person=trial.person() if kind.person == "required" else None,
            place=place if kind.place == "required" else None,
        )
    yield _("纪实各登记一条：%(kinds)s") % {"kinds": listed(title_of(kind) for kind in trial.definition.records)}


def close(trial: Trial) -> Iterator[str]:
    """The round ends; what is not to be kept goes on its day."""
    step = trial.definition.close
    assert step is not None
    assert trial.round is not None
    _finished(trial)
    close_round(round=trial.round, now=trial.now, by=trial.staff)
    yield _("批次结束")
    if step.purge is not None:
        trial.wait(days=step.purge + 1)
        purge_rounds(now=trial.now, by=None, of=trial.round)
        yield _("结束%(days)d天后删除所填内容，只留人数") % {"days": step.purge}


def _somebody(trial: Trial) -> Iterator[str]:
    if not trial.placements and trial.openings and trial.definition.applications is None:
        yield from seat_directly(trial)
