"""The middle of a walk: judges score, seats are shared, places are accepted."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sangzi.kernel.wording import title_of

from ..actions import (
    accept,
    allot,
    appoint,
    close_stage,
    declare,
    draw_lots,
    pair,
    place,
    score,
    seal,
    take_place,
)
from ..models import Application, ApplicationState, Judge, Placement, PlacementState
from ..steps import Judging
from ..windows import ends
from .stage import Trial

SEED = "试用种子"
METHODS = {
    "first-come": gettext_lazy("先到先得"),
    "lottery": gettext_lazy("抽签"),
    "serial": gettext_lazy("按签号依次选志愿"),
    "by-score": gettext_lazy("按评审名次"),
    "stable": gettext_lazy("按志愿和优先顺序"),
    "optimal": gettext_lazy("整体最优"),
    "by-hand": gettext_lazy("由工作人员安排"),
}
DECIDED = (ApplicationState.ADMITTED, ApplicationState.SUBMITTED)


def end_of_applications(trial: Trial) -> None:
    """Let the time to apply run out."""
    assert trial.round is not None
    end = ends(trial.round)
    if end is not None and trial.now < end:
        trial.now = end + timedelta(minutes=1)


def judging(trial: Trial) -> Iterator[str]:
    """Judges declare their interests and score every entry, stage after stage."""
    step = trial.definition.judging
    assert step is not None
    assert trial.round is not None
    end_of_applications(trial)
    judges = [
        appoint(round=trial.round, account=trial.account(f"试评委{number}"), now=trial.now, by=trial.staff)
        for number in range(step.judges)
    ]
    for judge in judges:
        declare(judge=judge, text=_("没有利害关系"), recusals=(), now=trial.now, by=judge.account)
    for stage in step.stages:
        entries = _entries(trial)
        _scored(trial, step, stage.key, judges, entries)
        close_stage(round=trial.round, stage=stage.key, now=trial.now, by=trial.staff, seed=SEED)
        yield _("%(stage)s：%(judges)d名评委给%(entries)d份打分，%(kept)d份入围") % {
            "stage": title_of(stage),
            "judges": len(judges),
            "entries": len(entries),
            "kept": len(_entries(trial)),
        }


def _entries(trial: Trial) -> list[Application]:
    assert trial.round is not None
    return list(Application.objects.filter(round=trial.round, state__in=DECIDED).order_by("pk"))


def _scored(trial: Trial, step: Judging, stage: str, judges: list[Judge], entries: list[Application]) -> None:
    for at, judge in enumerate(judges):
        judge.refresh_from_db()
        for number, entry in enumerate(entries):
            points = {one.key: max(Decimal(one.most) - number - at % 2, Decimal(0)) for one in step.criteria}
            score(judge=judge, application=entry, stage=stage, points=points, now=trial.now, by=judge.account)
        seal(judge=judge, stage=stage, by=judge.account)


def allotment(trial: Trial) -> Iterator[str]:
    """Seats go by the method; whoever has to accept does."""
    step = trial.definition.allotment
    assert step is not None
    assert trial.round is not None
    if trial.definition.applications is None:
        yield from _seated(trial)
        return
    end_of_applications(trial)
    if step.method == "by-hand":
        _placed_by_hand(trial)
    elif not _seated_already(trial):
        draw_lots(round=trial.round, seed=SEED, now=trial.now, by=trial.staff)
        allot(round=trial.round, now=trial.now, by=trial.staff, reason=_("试办"))
    _accept(trial)
    yield _("按“%(method)s”录取%(placed)d份") % {"method": METHODS[step.method], "placed": len(trial.placements)}
    if step.accept_hours:
        yield _("本人在%(hours)d小时内确认") % {"hours": step.accept_hours}


def _seated_already(trial: Trial) -> bool:
    return Placement.objects.filter(opening__round=trial.round).exists()


def _placed_by_hand(trial: Trial) -> None:
    free = {opening.pk: opening.capacity for opening in trial.openings}
    for application in _entries(trial):
        opening = next((one for one in trial.openings if free[one.pk]), None)
        if opening is None:
            return
        free[opening.pk] -= 1
        place(application=application, opening=opening, now=trial.now, by=trial.staff)


def _accept(trial: Trial) -> None:
    held = Placement.objects.filter(opening__round=trial.round)
    for placement in held.filter(state=PlacementState.OFFERED).select_related("application__person__account"):
        accept(
            placement=placement,
            now=trial.now,
            by=placement.application.person.account if placement.application and placement.application.person else None,
        )
    trial.placements = list(
        held.select_related("opening__round__unit", "opening__unit", "person", "application").order_by("pk")
    )


def pairing(trial: Trial) -> Iterator[str]:
    """Where nobody allots, pairs are made by staff."""
    if trial.definition.allotment is None:
        yield from _seated(trial)
        return
    yield _("由提供的人和得到名额的人结成对")


def seat_directly(trial: Trial) -> Iterator[str]:
    """Where nobody applies, staff give somebody a place."""
    yield from _seated(trial)


def _seated(trial: Trial) -> Iterator[str]:
    opening = trial.openings[0]
    act = pair if opening.offered_by_id is not None and trial.definition.pairing else take_place
    placement = act(opening=opening, person=trial.person(30), on=opening.on, by=trial.staff, key=trial.key())
    trial.placements = [placement]
    yield _("由工作人员直接安排一人")
