"""An application told to who made it: what they answered, how it stands, what comes next and when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.utils.translation import pgettext_lazy

from sangzi.kernel.fields import answered
from sangzi.kernel.models import Paper
from sangzi.kernel.wording import title_of
from sangzi.programmes.answering import answers_of
from sangzi.programmes.definitions import frozen
from sangzi.programmes.models import Application, ApplicationState, Guardian, Milestone, Placement, PlacementState
from sangzi.web.capabilities import STEPS
from sangzi.web.deadlines import left_of, moment_of

LOOKS = {
    ApplicationState.DRAFT: "plain",
    ApplicationState.SUBMITTED: "go",
    ApplicationState.RETURNED: "warn",
    ApplicationState.REFUSED: "plain",
    ApplicationState.ADMITTED: "go",
    ApplicationState.WAITING: "warn",
    ApplicationState.OFFERED: "warn",
    ApplicationState.PLACED: "open",
    ApplicationState.UNPLACED: "plain",
    ApplicationState.DECLINED: "plain",
    ApplicationState.WITHDRAWN: "plain",
    ApplicationState.CLOSED: "plain",
}
OUTCOMES: dict[str, str | Promise] = {
    "nominated": pgettext_lazy("milestone", "推荐"),
    "submitted": pgettext_lazy("milestone", "已提交"),
    "returned": pgettext_lazy("milestone", "退回修改"),
    "admitted": pgettext_lazy("milestone", "通过审核"),
    "refused": pgettext_lazy("milestone", "未通过"),
    "waiting": pgettext_lazy("milestone", "进入候补"),
    "offered": pgettext_lazy("milestone", "得到名额，等待确认"),
    "placed": pgettext_lazy("milestone", "录取"),
    "unplaced": pgettext_lazy("milestone", "未录取"),
    "agreed": pgettext_lazy("milestone", "监护人同意"),
    "accepted": pgettext_lazy("milestone", "确认接受"),
    "declined": pgettext_lazy("milestone", "放弃"),
    "lapsed": pgettext_lazy("milestone", "逾期未确认"),
    "withdrawn": pgettext_lazy("milestone", "撤回"),
    "closed": pgettext_lazy("milestone", "关闭"),
    "finished": pgettext_lazy("milestone", "完成"),
    "broken": pgettext_lazy("milestone", "中途结束"),
    "kept": pgettext_lazy("milestone", "进入下一轮"),
    "out": pgettext_lazy("milestone", "止步本轮"),
    "shown": pgettext_lazy("milestone", "进入公示"),
    "awarded": pgettext_lazy("milestone", "获得表扬"),
    "revoked": pgettext_lazy("milestone", "撤销表扬"),
    "challenged": pgettext_lazy("milestone", "有人提出异议"),
    "paid": pgettext_lazy("milestone", "拨付"),
    "taken-back": pgettext_lazy("milestone", "收回一笔拨付"),
}


@dataclass(frozen=True)
class Next:
    """What comes next, in a sentence; a button where it is the applicant's turn."""

    sentence: str
    verb: str = ""
    url: str = ""


@dataclass(frozen=True)
class Told:
    """One answer as its writer reads it; `paper` is the file behind it."""

    title: str
    said: str
    kind: str
    paper: Paper | None


def look_of(application: Application) -> str:
    """The colour of a state."""
    return LOOKS[ApplicationState(application.state)]


def answers_told(application: Application) -> list[Told]:
    """What was answered, in the order in which it was asked. At most one query, for files."""
    step = frozen(application.round.definition).applications
    if step is None:
        return []
    answers = answers_of(application)
    numbers = [str(answers[field.key]) for field in step.fields if field.kind == "file" and answers.get(field.key)]
    papers = Paper.objects.filter(pk__in=[int(one) for one in numbers], purged=None).in_bulk() if numbers else {}
    told = answered(step.fields, application.answers) + answered(step.fields, application.evidence or "{}")
    order = {field.key: at for at, field in enumerate(step.fields)}
    return [
        Told(title_of(field), said, field.kind, papers.get(int(said)) if field.kind == "file" else None)
        for field, said in sorted(told, key=lambda one: order[one[0].key])
    ]


def milestone_words(milestone: Milestone) -> str:
    """What a milestone says; its step's name where the outcome has no words of its own."""
    if (milestone.step, milestone.outcome) == ("consent", "refused"):
        return _("监护人不同意")
    words = OUTCOMES.get(milestone.outcome)
    return str(words) if words else str(STEPS.get(milestone.step, milestone.step))


def next_of(application: Application, placement: Placement | None, now: datetime) -> Next:
    """What comes next for whoever applied."""
    state = ApplicationState(application.state)
    if state in (ApplicationState.DRAFT, ApplicationState.RETURNED):
        return _to_fill_in(application, now)
    if state == ApplicationState.SUBMITTED and application.guardian == Guardian.ASKED:
        return Next(_("等监护人点开链接答复；同意之后才会继续办理。"))
    if state == ApplicationState.OFFERED and placement is not None:
        return _to_accept(placement, now)
    if state == ApplicationState.PLACED and placement is not None:
        return Next(str(_placed(placement, timezone.localdate(now))))
    return Next(str(AFTER[state]))


def _placed(placement: Placement, today: date) -> str | Promise:
    """What comes next for who was placed: before the first day, while it goes on, when it is over."""
    if placement.state in (PlacementState.FINISHED, PlacementState.BROKEN):
        return OVER[PlacementState(placement.state)]
    return GOES_ON if placement.since <= today else AFTER[ApplicationState.PLACED]


GOES_ON = _l("已经开始。场次、时长和要交的都在“我参加的”里。")
OVER: dict[PlacementState, str | Promise] = {
    PlacementState.FINISHED: _l("已经完成，谢谢您。证书在“我参加的”里。"),
    PlacementState.BROKEN: _l("已经中途结束。"),
}


AFTER: dict[ApplicationState, str | Promise] = {
    ApplicationState.SUBMITTED: _l("工作人员正在看您的报名，有结果会通知您。"),
    ApplicationState.ADMITTED: _l("审核已通过，等分配名额；结果会通知您。"),
    ApplicationState.WAITING: _l("您在候补名单里。有人退出时按顺序递补，会通知您。"),
    ApplicationState.OFFERED: _l("请确认是否接受。"),
    ApplicationState.PLACED: _l("已经录取。请留意开始的时间和地点。"),
    ApplicationState.UNPLACED: _l("这次没有录取。可以看看别的批次。"),
    ApplicationState.REFUSED: _l("这次没有通过。可以看看别的批次。"),
    ApplicationState.DECLINED: _l("您放弃了这个名额。"),
    ApplicationState.WITHDRAWN: _l("您撤回了这份报名。"),
    ApplicationState.CLOSED: _l("这份报名已经关闭。"),
}


def _to_fill_in(application: Application, now: datetime) -> Next:
    until = application.round.apply_until
    when = (
        _("%(moment)s截止（%(left)s）。") % {"moment": moment_of(until), "left": left_of(until, now)} if until else ""
    )
    if until and until <= now:
        return Next(_("报名已经截止，不能再提交。"))
    if application.state == ApplicationState.RETURNED:
        return Next(_("请按下面的原因修改后再提交。") + when, _("去修改"), reverse("me:edit", args=[application.pk]))
    return Next(_("还没有提交。") + when, _("接着填"), reverse("me:edit", args=[application.pk]))


def _to_accept(placement: Placement, now: datetime) -> Next:
    by = placement.accept_by
    if by is None:
        return Next(str(AFTER[ApplicationState.OFFERED]))
    told = {"moment": moment_of(by), "left": left_of(by, now)}
    return Next(_("请在%(moment)s以前确认（%(left)s）；过时不确认，名额会给下一位。") % told)
