"""The second half of a round in the sample: sessions, arrival, hours, reports, payments, feedback, certificates."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal

from sangzi.programmes.actions import (
    accept,
    accept_report,
    attend_many,
    break_off,
    claim_service,
    close_round,
    confirm_arrival,
    file_report,
    finish,
    give_feedback,
    hold_session,
    issue_many,
    log_service,
    pay,
    write_record,
)
from sangzi.programmes.attendances import attendees, kind_counted, session_called
from sangzi.programmes.models import Opening, Placement, PlacementState, Session, Side
from sangzi.programmes.questions import asked

from .ground import Scene

DAYS = "天"
WEEKS_OF_DAYS = (20, 24, 18, 26)  # how long those serve who are counted by days
BEGUN = (PlacementState.HELD, PlacementState.SERVING)


def lived(scene: Scene) -> None:
    """What has happened so far to those placed."""
    _met(scene)
    _served(scene)
    _reported(scene)
    if scene.definition.payment:
        _paid(scene)
    if scene.definition.applications is None:
        _given(scene)


def _met(scene: Scene) -> None:
    """A session a week of the first openings; most come; where the round goes on, one is still to come."""
    if scene.definition.training is None or kind_counted(scene.definition) is None:
        return
    first = scene.day(scene.call.phase.begins)
    for opening in scene.openings[:2]:
        for week in range(3):
            on = first + timedelta(days=1 + 7 * week)
            session = _held(scene, opening, week + 1, on, scene.moment_of(first, 8))
            who = [one.key for one in attendees(session)]
            came = who if week < 2 else who[: max(len(who) - 1, 1)]
            attend_many(session=session, who=came, today=on, by=scene.clerk)
        if scene.call.phase.goes == "serving":
            _held(scene, opening, 4, scene.day(5), scene.moment(-1, 9))


def _held(scene: Scene, opening: Opening, number: int, on: date, now: datetime) -> Session:
    return hold_session(
        opening=opening, on=on, now=now, by=scene.clerk, starts=time(9), ends=time(11),
        title=session_called(scene.definition, number),
    )  # fmt: skip


def _served(scene: Scene) -> None:
    """Arrival and work; one claim still waits to be confirmed, one has left early."""
    step = scene.definition.service
    if step is None:
        return
    first = scene.day(scene.call.phase.begins)
    begun = scene.placements(*BEGUN)
    if step.onboard:
        for placement in begun:
            confirm_arrival(placement=placement, on=first, today=first, by=scene.clerk)
    if step.record:
        _worked(scene, begun, first)
    if step.onboard and len(begun) > 4 and scene.call.phase.goes == "serving":
        left = first + timedelta(days=12)
        break_off(
            placement=begun[-1], on=left, reason="家中有事，提前结束（示例）", today=left, now=scene.moment_of(left),
            by=scene.clerk,
        )  # fmt: skip
        for moved_up in scene.placements(PlacementState.OFFERED):
            accept(placement=moved_up, now=scene.moment_of(left, 15), by=scene.clerk)


def _worked(scene: Scene, begun: list[Placement], first: date) -> None:
    kind = scene.definition.kind(scene.definition.service.record) if scene.definition.service else None
    assert kind is not None
    if kind.place == "required":
        return
    for number, placement in enumerate(begun):
        lasted = WEEKS_OF_DAYS[number % len(WEEKS_OF_DAYS)] if kind.unit == DAYS else 1 + number % 4
        on = first + timedelta(days=lasted if kind.unit == DAYS else 2 + number % 8)
        quantity = min(Decimal(lasted), kind.most)
        if number % 5 == 4:
            claim_service(
                placement=placement, on=on, quantity=quantity, note="示例服务", key=scene.ground.key(),
                now=scene.moment_of(on, 18), by=scene.clerk,
            )  # fmt: skip
        else:
            log_service(
                placement=placement, on=on, quantity=quantity, key=scene.ground.key(), today=on, by=scene.clerk,
                note="示例服务",
            )  # fmt: skip


def _reported(scene: Scene) -> None:
    """Reports that are due: most taken, the last one waits to be read."""
    step = scene.definition.service
    for wanted in step.reports if step else ():
        due = scene.call.phase.begins + wanted.due
        if due > 0 or any(field.kind == "file" and field.required for field in wanted.fields):
            continue
        for number, placement in enumerate(begun := scene.placements(*BEGUN)):
            filed = file_report(
                placement=placement, report=wanted.key, answers=scene.pen.answers(wanted.fields, papers=False),
                now=scene.moment(due, 16), by=scene.clerk,
            )  # fmt: skip
            if number < len(begun) - 1:
                accept_report(report=filed, now=scene.moment(min(due + 1, 0), 10), by=scene.clerk)


def _paid(scene: Scene) -> None:
    for number, placement in enumerate(scene.placements(*BEGUN)):
        amount = (placement.opening.amount or Decimal(3000)) / 4
        pay(
            placement=placement, part=1, amount=amount.quantize(Decimal("0.01")),
            on=scene.day(scene.call.phase.begins + 5), payer="示例资助单位", voucher=f"示例-{number + 1:03d}",
            now=scene.moment(scene.call.phase.begins + 5, 15), by=scene.clerk,
        )  # fmt: skip


def _given(scene: Scene) -> None:
    """What came in and what was spent for a project, as the charity told."""
    for number, opening in enumerate(scene.openings):
        for kind, sum_ in (("given", 68_000 + 9_000 * number), ("spent", 41_500), ("helped", 120)):
            day = scene.day(scene.call.phase.begins + 20)
            write_record(
                round=scene.round, unit=opening.unit, kind=kind, on=day, key=scene.ground.key(), today=day,
                by=scene.clerk, quantity=Decimal(sum_), note=f"{opening.title}（示例）",
            )  # fmt: skip


def ended(scene: Scene, at: int) -> None:
    """The work is done: everybody finishes, both sides say how it was, who earned it is certified, the round ends."""
    day = scene.day(at)
    for placement in scene.placements(*BEGUN):
        finish(placement=placement, on=day, today=day, now=scene.moment(at), by=scene.clerk)
    done = scene.placements(PlacementState.FINISHED, *BEGUN)
    if scene.definition.feedback:
        for placement in done[:4]:
            for side in Side:
                answers = scene.pen.answers(asked(scene.definition, side))
                give_feedback(placement=placement, side=side, answers=answers, now=scene.moment(at, 15), by=scene.clerk)
    if scene.definition.certificate:
        issue_many(placements=done, now=scene.moment(at + 2), by=scene.clerk)
    close_round(round=scene.round, now=scene.moment(at + 5), by=scene.clerk)
