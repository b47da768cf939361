"""The middle of a round in the sample: judges score blindly, results are shown, seats are shared and accepted."""

from __future__ import annotations

from decimal import Decimal

from django.db.models import F

from sangzi.programmes.actions import (
    accept,
    allot,
    answer_challenge,
    appoint,
    award,
    challenge,
    close_stage,
    declare,
    decline,
    draw_lots,
    place,
    publish_notice,
    score,
    seal,
)
from sangzi.programmes.interests import entries
from sangzi.programmes.models import Application, ApplicationState, Judge, Opening, PlacementState, PublicNotice
from sangzi.programmes.steps import Judging

from ..accounts import PANEL
from .ground import Scene

JUDGES = (*PANEL, "judge")  # the one whose password is told comes last, and has still to score
SEED = "示例公开数字 20260101"
SCORED = (ApplicationState.ADMITTED, ApplicationState.SUBMITTED)


def judged(scene: Scene, at: int, *, sealed: bool) -> None:
    """All stages judged to the end where `sealed`; else the last judge is still at the first one."""
    step = scene.definition.judging
    assert step is not None
    judges = _judges(scene, step, at)
    if len(judges) < step.judges:
        return
    for number, stage in enumerate(step.stages):
        if not entries(scene.round, step, stage.key).exists():  # a thinned-out sample may have nobody left to judge
            return
        _scored(scene, step, stage.key, judges if sealed else judges[:-1], at + number)
        if not sealed:
            return
        close_stage(round=scene.round, stage=stage.key, now=scene.moment(at + number, 18), by=scene.clerk, seed=SEED)


def _judges(scene: Scene, step: Judging, at: int) -> list[Judge]:
    accounts = [scene.ground.accounts[name] for name in JUDGES if name in scene.ground.accounts][: step.judges]
    judges = [appoint(round=scene.round, account=one, now=scene.moment(at, 8), by=scene.clerk) for one in accounts]
    for judge in judges:
        declare(judge=judge, text="没有利害关系（示例）", recusals=(), now=scene.moment(at, 9), by=judge.account)
    return judges


def _scored(scene: Scene, step: Judging, stage: str, judges: list[Judge], at: int) -> None:
    entries = list(Application.objects.filter(round=scene.round, state__in=SCORED).order_by("pk"))
    now = scene.moment(at, 14)
    for judge in judges:
        judge.refresh_from_db()
        mine = [one for one in entries if not judge.recusals.filter(application=one).exists()]
        for entry in mine:
            points = {one.key: Decimal(int(one.most * scene.chance.uniform(0.62, 0.97))) for one in step.criteria}
            score(judge=judge, application=entry, stage=stage, points=points, now=now, by=judge.account)
        seal(judge=judge, stage=stage, by=judge.account)


def allotted(scene: Scene, at: int) -> None:
    """Seats by the round's method, one by one where staff share them."""
    step = scene.definition.allotment
    if step is None or (scene.definition.openings and scene.definition.openings.dated):
        return
    if step.method == "by-hand":
        _by_hand(scene, at)
    elif Application.objects.filter(round=scene.round, state=ApplicationState.ADMITTED).exists():
        if step.method != "first-come":
            drawn(scene, at)
        allot(round=scene.round, now=scene.moment(at, 10), by=scene.clerk, reason="示例分配")


def drawn(scene: Scene, at: int) -> None:
    """Everybody who is admitted has a lot; what is left to do is to try and to publish."""
    draw_lots(round=scene.round, seed=SEED, now=scene.moment(at, 9), by=scene.clerk)


def _by_hand(scene: Scene, at: int) -> None:
    rows = Application.objects.filter(round=scene.round, state=ApplicationState.ADMITTED)
    for application in rows.select_related("round__unit", "unit").order_by("pk"):
        free = Opening.objects.filter(round=scene.round, state="offered", taken__lt=F("capacity"))
        opening = free.order_by("taken", "pk").first()
        if opening is not None:
            place(application=application, opening=opening, now=scene.moment(at, 10), by=scene.clerk)


def accepted(scene: Scene, at: int, *, all_of_them: bool) -> None:
    """Who got an offer accepts it; while the time runs one has declined and some have not answered yet."""
    for number, placement in enumerate(scene.placements(PlacementState.OFFERED)):
        now = scene.moment(at, 12, number % 60)
        if all_of_them or number % 3 == 0:
            accept(placement=placement, now=now, by=scene.clerk)
        elif number == 1:
            decline(placement=placement, now=now, by=scene.clerk, reason="另有安排（示例）")


def shown(scene: Scene, at: int) -> PublicNotice | None:
    """A public notice of those who are to be chosen, with an objection."""
    scene.again()
    chosen = [one for one in scene.applications if one.state in (ApplicationState.ADMITTED, ApplicationState.PLACED)]
    if not chosen:
        return None
    notice = publish_notice(
        round=scene.round, applications=chosen, title=f"{scene.round.title}拟表彰名单公示", opens=scene.day(at),
        now=scene.moment(at, 9), by=scene.clerk, text="示例公示：名单均为虚构。",
    )  # fmt: skip
    challenge(
        notice=notice, text="请核实第一位的事迹材料是否属实（示例异议）。", now=scene.moment(at, 15), by=None,
        application=chosen[0],
    )  # fmt: skip
    return notice


def honoured(scene: Scene, notice: PublicNotice, at: int) -> None:
    """The objection is answered, the time is over, the best are honoured level by level."""
    step = scene.definition.honour
    assert step is not None
    for objection in notice.challenges.all():
        answer_challenge(
            challenge=objection, answer="经核实，材料属实，不影响结果（示例）。", upheld=False,
            now=scene.moment(at, 9), by=scene.clerk,
        )  # fmt: skip
    best = Application.objects.filter(public_notices=notice, state=ApplicationState.PLACED).order_by("rank", "pk")
    levels = step.levels or ("",)
    for number, application in enumerate(best[: len(levels)]):
        award(application=application, level=levels[number], on=scene.day(at), now=scene.moment(at), by=scene.clerk)
