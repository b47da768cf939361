"""Results shown publicly for some working days; objections that anybody may make, each answered in words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from sangzi.kernel.errors import BadInput, Conflict
from sangzi.kernel.models import Account
from sangzi.kernel.wording import day_of, title_of
from sangzi.kernel.working_days import after

from ..definitions import frozen
from ..life import noted_of_round, passed, reason_given
from ..models import Application, ApplicationState, Challenge, PublicNotice, Round
from ..steps import Honour
from ..telling_placed import NOTICES, inform

LONGEST_OBJECTION, LONGEST_CONTACT = 2000, 100
AT_MOST = 200  # open objections to one notice: nobody buries the others under copies
SHOWABLE = (ApplicationState.ADMITTED, ApplicationState.OFFERED, ApplicationState.PLACED)


@transaction.atomic
def publish_notice(
    *,
    round: Round,  # noqa: A002
    applications: Sequence[Application],
    title: str,
    opens: date,
    now: datetime,
    by: Account | None,
    text: str = "",
) -> PublicNotice:
    """Show who is to be chosen, for as many working days as the definition says, counted from `opens`."""
    step = honour_of(round)
    _refuse_applications(round, applications)
    title = " ".join(title.split())[:200]
    if not title:
        raise BadInput(_("公示要有标题；请补充。"), field="title")
    if opens < timezone.localdate(now):
        raise BadInput(_("公示从今天或以后开始；已经过去的日子不能算公示期。"), field="opens")
    notice = PublicNotice.objects.create(
        round=round, title=title, text=text.strip(), opens=opens, closes=after(opens, step.notice), by=by
    )
    notice.applications.set(applications)
    noted_of_round(round, "publish_notice", by, notice=notice.pk, applications=[one.pk for one in applications])
    for one in applications:
        passed(one, "honour", "shown", now, by)
    return notice


@transaction.atomic
def challenge(
    *,
    notice: PublicNotice,
    text: str,
    now: datetime,
    by: Account | None,
    contact: str = "",
    application: Application | None = None,
) -> Challenge:
    """Anybody objects, with or without a name or an account, while the notice lasts."""
    text = text.strip()
    if not 5 <= len(text) <= LONGEST_OBJECTION:
        raise BadInput(_("异议要写5到%(most)d个字，说清对谁、为什么。") % {"most": LONGEST_OBJECTION}, field="text")
    if not is_open(notice, timezone.localdate(now)):
        raise Conflict(_("这份公示从%(opens)s到%(closes)s，现在不收异议。") % _days(notice), notice=notice.pk)
    if application is not None and not notice.applications.filter(pk=application.pk).exists():
        raise BadInput(_("这份公示里没有您选的对象；请重新选择。"), field="application")
    if Challenge.objects.filter(notice=notice, answered=None).count() >= AT_MOST:
        raise Conflict(_("这份公示的异议已经很多，正在处理；请稍后再提，或按公示上的电话联系。"), notice=notice.pk)
    made = Challenge.objects.create(
        notice=notice, application=application, text=text, contact=contact.strip()[:LONGEST_CONTACT], made=now, by=by
    )
    noted_of_round(notice.round, "challenge", by, notice=notice.pk, challenge=made.pk)
    inform(
        [notice.round.unit],
        kind=NOTICES,
        title=gettext_noop("收到一条公示异议：%(notice)s"),
        link=f"/desk/public-notices/{notice.pk}/",
        key=f"challenge:{made.pk}",
        now=now,
        by=by,
        notice=notice.title,
    )
    return made


@transaction.atomic
def answer_challenge(
    *, challenge: Challenge, answer: str, upheld: bool, now: datetime, by: Account | None
) -> Challenge:
    """Answer an objection in words. Where it is upheld, whom it is about is not honoured; the contact is deleted."""
    answer = answer.strip()
    if not 2 <= len(answer) <= LONGEST_OBJECTION:
        raise BadInput(_("请写明核实的结果；异议人和本人都会看到。"), field="answer")
    if upheld and challenge.application_id is None:
        raise BadInput(_("这条异议没有指明是谁；要采纳，请先改为撤回整份公示。"), field="upheld")
    rows = Challenge.objects.filter(pk=challenge.pk, answered=None)
    if not rows.update(answer=answer, upheld=upheld, answered=now, contact=""):
        raise Conflict(_("这条异议已经答复；请刷新页面。"), challenge=challenge.pk)
    challenge.refresh_from_db()
    round_ = challenge.notice.round
    noted_of_round(round_, "answer_challenge", by, challenge=challenge.pk, upheld=upheld)
    if upheld and challenge.application_id is not None:
        passed(challenge.application_id, "honour", "challenged", now, by)
    if challenge.by is not None:
        _tell_objector(challenge, now, by)
    return challenge


@transaction.atomic
def withdraw_notice(*, notice: PublicNotice, reason: str, now: datetime, by: Account | None) -> PublicNotice:
    """Take a notice back; what it showed is honoured only after a new one."""
    reason = reason_given(reason, _("撤回公示要写明原因；请补充。"))
    today = timezone.localdate(now)
    if not PublicNotice.objects.filter(pk=notice.pk, withdrawn=None).update(withdrawn=today):
        raise Conflict(_("这份公示已经撤回；请刷新页面。"), notice=notice.pk)
    notice.refresh_from_db()
    noted_of_round(notice.round, "withdraw_notice", by, notice=notice.pk, reason=reason)
    return notice


def honour_of(round_: Round) -> Honour:
    """The step of honours as the round keeps it. Raises `BadInput` where there is none."""
    definition = frozen(round_.definition)
    if definition.honour is None:
        raise BadInput(_("项目“%(programme)s”没有公示和表彰。") % {"programme": title_of(definition)}, round=round_.pk)
    return definition.honour


def is_open(notice: PublicNotice, on: date) -> bool:
    """Whether anybody may object on a day."""
    return notice.withdrawn is None and notice.opens <= on <= notice.closes


def _refuse_applications(round_: Round, applications: Sequence[Application]) -> None:
    if not applications:
        raise BadInput(_("请选择要公示的对象。"), field="applications")
    for one in applications:
        if one.round_id != round_.pk or one.state not in SHOWABLE:
            raise BadInput(
                _("第%(number)s号还没有通过审核或评审，不能公示；请去掉。") % {"number": one.pk}, field="applications"
            )


def _days(notice: PublicNotice) -> dict[str, str]:
    return {"opens": day_of(notice.opens), "closes": day_of(notice.closes)}


def _tell_objector(challenge: Challenge, now: datetime, by: Account | None) -> None:
    assert challenge.by is not None
    inform(
        [challenge.by],
        kind=NOTICES,
        title=gettext_noop("您的异议有了答复：%(notice)s"),
        text="%(answer)s",
        link=f"/notices/{challenge.notice_id}/",
        key=f"challenge:{challenge.pk}:answered",
        now=now,
        by=by,
        notice=challenge.notice.title,
        answer=challenge.answer,
    )
