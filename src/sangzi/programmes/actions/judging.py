"""Judges, their interests, their points; closing a stage and saying who goes on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from sangzi.engines.judging import Standing, lots, standings
from sangzi.kernel.complaints import meant
from sangzi.kernel.errors import BadInput, Conflict
from sangzi.kernel.models import Account
from sangzi.kernel.wording import listed, title_of

from ..definitions import frozen
from ..interests import entries, interests, is_closed, open_stage
from ..life import noted_of_round, passed
from ..models import Application, ApplicationState, Judge, Recusal, Round, Score
from ..steps import Judging
from ..telling_placed import JUDGING, inform

HUNDRED = Decimal(100)
PLACES = Decimal("0.0001")


@transaction.atomic
def appoint(*, round: Round, account: Account, now: datetime, by: Account | None) -> Judge:  # noqa: A002
    """Ask somebody to judge in a round. Asked twice it is one judge."""
    step = judging_of(round)
    if not account.is_active:
        raise BadInput(_("这个账号已经停用，不能担任评委。"), field="account")
    stage = open_stage(round, step)
    if stage != step.stages[0].key:
        raise Conflict(_("评审已经有结果，不能再加评委。"), field="account")
    judge, made = Judge.objects.get_or_create(round=round, account=account)
    if made:
        noted_of_round(round, "appoint", by, judge=judge.pk)
        inform(
            [account],
            kind=JUDGING,
            title=gettext_noop("请您担任评委：%(round)s"),
            text=gettext_noop("先申明利害关系，再评分。"),
            link=f"/me/judging/{judge.pk}/",
            key=f"judge:{judge.pk}",
            now=now,
            by=by,
            round=round.title,
        )
    return judge


@transaction.atomic
def dismiss_judge(*, judge: Judge, by: Account | None) -> None:
    """Let a judge go who has given no points."""
    if Score.objects.filter(judge=judge).exists():
        raise Conflict(_("这名评委已经评分，不能撤下；可以让他回避。"), judge=judge.pk)
    noted_of_round(judge.round, "dismiss_judge", by, judge=judge.pk)
    judge.delete()


@transaction.atomic
def declare(
    *, judge: Judge, text: str, recusals: Iterable[Application], now: datetime, by: Account | None
) -> list[Recusal]:
    """A judge says in which entries they have an interest; the data adds those that it shows. Only then they score."""
    named = {one.pk: _("本人申明") for one in recusals}
    rows = _rows(judge.round)
    odd = sorted(set(named) - {one.pk for one in rows})
    if odd:
        raise BadInput(_("第%(number)s号不在这个批次的评审里。") % {"number": odd[0]}, field="recusals")
    Judge.objects.filter(pk=judge.pk).update(declared=now, declaration=text.strip()[:500])
    judge.refresh_from_db()
    _recuse(judge, named | interests(judge, rows))
    noted_of_round(judge.round, "declare", by, judge=judge.pk, recusals=len(named))
    return list(judge.recusals.all())


@transaction.atomic
def score(
    *,
    judge: Judge,
    application: Application,
    stage: str,
    points: Mapping[str, Decimal],
    now: datetime,
    by: Account | None,
) -> list[Score]:
    """A judge gives an entry points by every criterion; given again before sealing, they replace the first."""
    step = judging_of(judge.round)
    _refuse_stage(judge, step, stage)
    if not entries(judge.round, step, stage).filter(pk=application.pk).exists():
        raise BadInput(_("第%(number)s号不在这一轮；请刷新页面。") % {"number": application.pk}, field="application")
    _refuse_recused(judge, application)
    cleaned = _points(step, points)
    rows = [
        Score(judge=judge, application=application, stage=stage, criterion=key, points=value, at=now)
        for key, value in cleaned.items()
    ]
    Score.objects.bulk_create(
        rows,
        update_conflicts=True,
        update_fields=["points", "at"],
        unique_fields=["judge", "application", "stage", "criterion"],
    )
    noted_of_round(judge.round, "score", by, judge=judge.pk, application=application.pk, stage=stage)
    return rows


@transaction.atomic
def seal(*, judge: Judge, stage: str, by: Account | None) -> Judge:
    """A judge has finished a stage: their points stand, and nobody sees any before all have sealed."""
    step = judging_of(judge.round)
    judge = Judge.objects.select_for_update().get(pk=judge.pk)
    _refuse_stage(judge, step, stage)
    _recuse(judge, interests(judge, _rows(judge.round)))
    missing = unscored(judge, step, stage)
    if missing:
        raise BadInput(
            _("还有%(count)d份没有评完：%(numbers)s号；评完再提交。")
            % {"count": len(missing), "numbers": listed(str(one) for one in missing[:10])},
            judge=judge.pk,
        )
    judge.done = ",".join([*sealed(judge), stage])
    judge.save(update_fields=["done"])
    noted_of_round(judge.round, "seal", by, judge=judge.pk, stage=stage)
    return judge


@transaction.atomic
def close_stage(*, round: Round, stage: str, now: datetime, by: Account | None, seed: str = "") -> list[Standing]:  # noqa: A002
    """Work out the ranks of a stage and say who goes on. `seed` draws the lot where points leave a tie."""
    Round.objects.select_for_update().get(pk=round.pk)
    step = judging_of(round)
    if stage != open_stage(round, step):
        raise Conflict(_("这一轮不在评审中，或已经有结果；请刷新页面。"), stage=stage)
    found = ready_standings(round, step, stage)
    found = _drawn(found, round, stage, seed.strip()[:64])
    _write(found, step, stage, now, by)
    noted_of_round(round, "close_stage", by, stage=stage, entries=len(found), seed=seed.strip()[:64])
    return found


def judging_of(round_: Round) -> Judging:
    """The step of judging as the round keeps it. Raises `BadInput` where there is none."""
    definition = frozen(round_.definition)
    if definition.judging is None:
        raise BadInput(_("项目“%(programme)s”没有评审。") % {"programme": title_of(definition)}, round=round_.pk)
    return definition.judging


def sealed(judge: Judge) -> list[str]:
    """Keys of the stages that a judge has sealed."""
    return [key for key in judge.done.split(",") if key]


def unscored(judge: Judge, step: Judging, stage: str) -> list[int]:
    """Entries of a stage that a judge still has to score."""
    recused = judge.recusals.values_list("application_id", flat=True)
    rows = entries(judge.round, step, stage).exclude(pk__in=recused)
    given: dict[int, int] = {}
    for pk in Score.objects.filter(judge=judge, stage=stage).values_list("application_id", flat=True):
        given[pk] = given.get(pk, 0) + 1
    return [pk for pk in rows.order_by("pk").values_list("pk", flat=True) if given.get(pk, 0) < len(step.criteria)]


def ready_standings(round_: Round, step: Judging, stage: str) -> list[Standing]:
    """Who stands where, once every judge has sealed and every entry has enough of them. Raises `Conflict` before."""
    judges = list(Judge.objects.filter(round=round_))
    waiting = sum(stage not in sealed(judge) for judge in judges)
    if waiting or not judges:
        raise Conflict(
            _("还有%(count)d名评委没有提交；都提交以后才能看分数、定结果。") % {"count": waiting}, stage=stage
        )
    points = _given(round_, step, stage)
    short = [pk for pk, given in points.items() if len(given) < step.judges]
    if short:
        raise Conflict(
            _("%(numbers)s号的评委不足%(least)d名（有人回避）；请加请评委。")
            % {"numbers": listed(str(one) for one in short[:10]), "least": step.judges},
            stage=stage,
        )
    return standings(points, trimmed=step.trimmed)


def _rows(round_: Round) -> list[Application]:
    along = ("unit", "person__home", "for_unit", "round__unit")
    rows = Application.objects.filter(round=round_).exclude(state=ApplicationState.DRAFT)
    return list(rows.select_related(*along))


def _recuse(judge: Judge, found: Mapping[int, str]) -> None:
    rows = [Recusal(judge=judge, application_id=pk, reason=reason[:300]) for pk, reason in found.items()]
    Recusal.objects.bulk_create(rows, ignore_conflicts=True)


def _refuse_stage(judge: Judge, step: Judging, stage: str) -> None:
    names = [one.key for one in step.stages]
    if stage not in names:
        raise BadInput(_("没有“%(stage)s”这一轮") % {"stage": stage[:60]} + meant(stage, names), field="stage")
    if judge.declared is None:
        raise BadInput(_("请先申明利害关系，再评分。"), judge=judge.pk)
    if stage in sealed(judge) or is_closed(judge.round, step, stage):
        raise Conflict(_("这一轮您已经提交，分数不能再改。"), stage=stage)


def _refuse_recused(judge: Judge, application: Application) -> None:
    there = judge.recusals.filter(application=application).exists()
    if not there:
        row = Application.objects.select_related("unit", "person__home", "for_unit", "round__unit").get(
            pk=application.pk
        )
        there = bool(interests(judge, [row]))
    if there:
        raise BadInput(_("第%(number)s号您要回避，不能评分。") % {"number": application.pk}, field="application")


def _points(step: Judging, points: Mapping[str, Decimal]) -> dict[str, Decimal]:
    most = {one.key: one.most for one in step.criteria}
    for key in points:
        if key not in most:
            raise BadInput(_("没有“%(key)s”这项标准") % {"key": key[:60]} + meant(key, list(most)), field=key)
    for one in step.criteria:
        value = points.get(one.key)
        if value is None or not value.is_finite() or not 0 <= value <= one.most or value != round(value, 2):
            raise BadInput(
                _("“%(criterion)s”要给0到%(most)d分，最多两位小数。") % {"criterion": title_of(one), "most": one.most},
                field=one.key,
            )
    return {key: points[key] for key in most}


def _given(round_: Round, step: Judging, stage: str) -> dict[int, dict[int, list[Decimal]]]:
    """Points by entry and judge; those of a judge who is recused are left out, however they came in."""
    order = {one.key: at for at, one in enumerate(step.criteria)}
    rows = Score.objects.filter(judge__round=round_, stage=stage)
    recused = set(Recusal.objects.filter(judge__round=round_).values_list("judge_id", "application_id"))
    found: dict[int, dict[int, list[Decimal]]] = {
        pk: {} for pk in entries(round_, step, stage).values_list("pk", flat=True)
    }
    for judge, entry, criterion, points in rows.values_list("judge_id", "application_id", "criterion", "points"):
        if entry in found and (judge, entry) not in recused and criterion in order:
            found[entry].setdefault(judge, [Decimal(0)] * len(order))[order[criterion]] = points
    return found


def _drawn(found: list[Standing], round_: Round, stage: str, seed: str) -> list[Standing]:
    """Ties that criteria do not part are parted by lot. Raises `Conflict` naming them where no seed was given."""
    tied = [one.entry for one in found if one.tied]
    if not tied:
        return found
    if not seed:
        raise Conflict(
            _("%(numbers)s号总分和各项得分都相同；请由评审组长抽签：填写当场公布的抽签种子。")
            % {"numbers": listed(str(one) for one in tied)},
            field="seed",
        )
    drawn = lots(f"{seed}/{stage}", tied)
    Application.objects.filter(pk__in=tied, round=round_).update(lot=None)
    for entry, lot in drawn.items():
        Application.objects.filter(pk=entry).update(lot=lot)
    order = sorted(found, key=lambda one: (one.rank, drawn.get(one.entry, 0)))
    return [Standing(**vars(one) | {"rank": place}) for place, one in enumerate(order, 1)]


def _write(found: list[Standing], step: Judging, stage: str, now: datetime, by: Account | None) -> None:
    """Score, rank and stage of every entry; who is out is told so with the rank, never with the others' points."""
    declared = next(one for one in step.stages if one.key == stage)
    whole = sum(one.most for one in step.criteria)
    for one in found:
        share = (Decimal(one.mean.numerator) / one.mean.denominator * HUNDRED / whole).quantize(PLACES)
        kept = share >= declared.least and (not declared.keeps or one.rank <= declared.keeps)
        outcome: dict[str, str] = {"state": ApplicationState.ADMITTED} if kept else {"state": ApplicationState.UNPLACED}
        if not kept:
            outcome["reason"] = _("“%(stage)s”第%(rank)d名，没有入围") % {"stage": declared.title, "rank": one.rank}
        Application.objects.filter(pk=one.entry).update(stage=stage, score=share, rank=one.rank, changed=now, **outcome)
        passed(one.entry, "judging", "kept" if kept else "out", now, by, declared.title)
