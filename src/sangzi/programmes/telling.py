"""Telling whom it concerns: applicants what became of their application, everybody that a round changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import NamedTuple

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy, gettext_noop

from sangzi.kernel.models import Account
from sangzi.notices import kinds
from sangzi.notices.actions import Telling, tell, tell_all, tell_each
from sangzi.people.models import Person
from sangzi.units.models import Unit

from .models import ENDED, Application, Opening, Placement, Round
from .windows import moment_of

KIND = kinds.declare("programmes.application", gettext_lazy("报名进展"))
ROUND = kinds.declare("programmes.round", gettext_lazy("批次变动"))
DEADLINE = kinds.declare("programmes.deadline", gettext_lazy("报名时限"))


class Words(NamedTuple):
    title: str
    text: str = ""


WORDS: Mapping[str, Words] = {
    "nominated": Words(
        gettext_noop("您在“%(round)s”被推荐"), gettext_noop("请看一看为您填写的内容；您同意并提交之后才会办理。")
    ),
    "returned": Words(gettext_noop("请修改您在“%(round)s”的申请"), gettext_noop("要改的是：%(reason)s")),
    "refused": Words(gettext_noop("您在“%(round)s”的申请未通过"), gettext_noop("原因：%(reason)s")),
    "reconsidered": Words(
        gettext_noop("您在“%(round)s”的申请重新审核"), gettext_noop("此前的审核决定已撤销，有结果会再通知您。")
    ),
    "admitted": Words(gettext_noop("您在“%(round)s”的申请已通过审核"), gettext_noop("结果分配后会再通知您。")),
    "waiting": Words(gettext_noop("您在“%(round)s”进入候补"), gettext_noop("有人退出时会按顺序递补，并通知您。")),
    "unplaced": Words(gettext_noop("您在“%(round)s”没有得到名额"), gettext_noop("感谢报名，欢迎关注其他批次。")),
    "offered": Words(
        gettext_noop("您得到“%(opening)s”的名额，请确认"),
        gettext_noop("请在%(until)s前到“我的报名”确认；逾期名额将给下一位。"),
    ),
    "placed": Words(gettext_noop("您已得到“%(opening)s”的名额"), gettext_noop("批次：%(round)s。详情见“我的报名”。")),
    "round-offered": Words(
        gettext_noop("您在“%(round)s”得到名额，请确认"), gettext_noop("请按时到“我的报名”确认；逾期名额将给下一位。")
    ),
    "round-placed": Words(gettext_noop("您在“%(round)s”得到名额"), gettext_noop("详情见“我的报名”。")),
    "lapsed": Words(gettext_noop("“%(opening)s”的名额逾期未确认"), gettext_noop("名额已给下一位。")),
    "line-over": Words(
        gettext_noop("“%(opening)s”的候补已到期"),
        gettext_noop("名额已经结束，没有轮到您。批次：%(round)s；欢迎关注其他批次。"),
    ),
    "closed": Words(gettext_noop("您在“%(round)s”的申请已关闭"), gettext_noop("原因：%(reason)s")),
    "guardian": Words(gettext_noop("监护人已答复您在“%(round)s”的申请"), gettext_noop("结果见“我的报名”。")),
}


def tell_applicant(
    application: Application,
    what: str,
    *,
    now: datetime,
    by: Account | None,
    placement: Placement | None = None,
    opening: str = "",
) -> None:
    """Tell an applicant what happened, once for each state of the application."""
    told = {"round": application.round.title, "reason": application.reason, "opening": opening}
    if placement is not None:
        told["opening"] = placement.opening.title
        told["until"] = moment_of(placement.accept_by) if placement.accept_by else ""
    words = WORDS[what]
    tell(
        to=recipient_of(application),
        kind=KIND,
        title=words.title,
        text=words.text,
        told=told,
        link=f"/me/applications/{application.pk}/",
        about=f"application:{application.pk}",
        key=f"application:{application.pk}:{what}:{application.revision}",
        now=now,
        by=by,
    )


def tell_applicants(applications: Iterable[Application], what: str, *, now: datetime, by: Account | None) -> None:
    """Tell many applicants what happened to each, as `tell_applicant` does. One statement."""
    words = WORDS[what]
    tellings = [
        Telling(
            to=recipient_of(one),
            key=f"application:{one.pk}:{what}:{one.revision}",
            told={"round": one.round.title, "reason": one.reason, "opening": ""},
            link=f"/me/applications/{one.pk}/",
            about=f"application:{one.pk}",
        )
        for one in applications
    ]
    tell_each(tellings=tellings, kind=KIND, title=words.title, text=words.text, now=now, by=by)


REMINDERS: Mapping[str, Words] = {
    "draft": Words(
        gettext_noop("“%(round)s”报名快要截止"), gettext_noop("您的草稿还没有提交；请在%(until)s前到“我的报名”提交。")
    ),
    "accept": Words(
        gettext_noop("请确认“%(opening)s”的名额"), gettext_noop("请在%(until)s前到“我的报名”确认；逾期名额将给下一位。")
    ),
}
OUTCOMES = {"placed": "round-placed", "offered": "round-offered", "waiting": "waiting", "unplaced": "unplaced"}


def tell_outcome(round_: Round, state: str, keys: list[int], *, at: datetime, by: Account | None) -> None:
    """Tell those whose applications an allotment brought to a state what came of it, by two statements."""
    what, told = OUTCOMES[state], {"round": round_.title}
    key = f"round:{round_.pk}:{what}:{at.isoformat(timespec='minutes')}"
    tell_those(
        Application.objects.filter(pk__in=keys), WORDS[what], told, about=f"round:{round_.pk}", key=key, now=at, by=by
    )


def tell_closed(round_: Round, keys: list[int], reason: str, *, now: datetime, by: Account | None) -> None:
    """Tell those whose applications were closed at this moment why, by two statements."""
    chosen = Application.objects.filter(pk__in=keys, state="closed", changed=now)
    told = {"round": round_.title, "reason": reason}
    key = f"round:{round_.pk}:closed:{now.isoformat(timespec='minutes')}"
    tell_those(chosen, WORDS["closed"], told, about=f"round:{round_.pk}", key=key, now=now, by=by)


def tell_those(
    applications: QuerySet[Application],
    words: Words,
    told: Mapping[str, object],
    *,
    about: str,
    key: str,
    now: datetime,
    by: Account | None,
    kind: str = KIND,
) -> None:
    """Tell many applicants the same: persons, and units for which somebody applied. Two statements."""
    persons = Person.objects.filter(pk__in=applications.filter(for_unit=None).values("person"))
    units = Unit.objects.filter(pk__in=applications.values("for_unit"))
    for recipients in (persons, units):
        tell_all(
            recipients=recipients,
            kind=kind,
            title=words.title,
            text=words.text,
            told=told,
            link="/me/applications/",
            about=about,
            key=key,
            now=now,
            by=by,
        )


def recipient_of(application: Application) -> Account | Person | Unit:
    """Whom to tell: the person, or whoever wrote for a partner or a unit, or the unit itself."""
    if application.person is not None:
        return application.person
    return application.for_unit or application.by or application.unit


def tell_round(
    round_: Round, words: Words, told: Mapping[str, object], *, key: str, now: datetime, by: Account | None
) -> int:
    """Tell everybody who is concerned by a round: applicants, who offers in it, the units. How many."""
    count = 0
    for number, recipients in enumerate(concerned(round_)):
        link = f"/me/applications/?round={round_.pk}" if number == 0 else f"/desk/rounds/{round_.pk}/"
        count += tell_all(
            recipients=recipients,
            kind=ROUND,
            title=words.title,
            text=words.text,
            told=told,
            link=link,
            about=f"round:{round_.pk}",
            key=key,
            now=now,
            by=by,
        )
    return count


def concerned(round_: Round) -> list[QuerySet[Person] | QuerySet[Unit] | QuerySet[Account]]:
    """Everybody whom a change of a round concerns: persons who applied, are placed or offer; units that offer."""
    alive = Application.objects.filter(round=round_).exclude(state__in=ENDED)
    placed = Placement.objects.filter(opening__round=round_, until=None)
    offered = Opening.objects.filter(round=round_)
    persons = Person.objects.filter(
        Q(pk__in=alive.values("person")) | Q(pk__in=placed.values("person")) | Q(pk__in=offered.values("offered_by"))
    )
    units = Unit.objects.filter(
        Q(pk__in=offered.values("unit")) | Q(pk__in=alive.values("for_unit")) | Q(pk=round_.unit_id)
    )
    writers = Account.objects.filter(pk__in=alive.filter(person=None, for_unit=None).values("by"))
    return [persons, units, writers]


def tell_offerer(opening: Opening, words: Words, *, now: datetime, by: Account | None) -> None:
    """Tell who offered an opening what became of it: the person, whoever wrote for a partner, or else the unit."""
    outside = opening.offered_by or (opening.by if opening.partner_id else None)
    told = {"opening": opening.title, "round": opening.round.title, "reason": opening.reason}
    tell(
        to=outside or opening.unit,
        kind=ROUND,
        title=words.title,
        text=words.text,
        told=told,
        link="/me/applications/" if outside else f"/desk/openings/{opening.pk}/",
        about=f"opening:{opening.pk}",
        key=f"opening:{opening.pk}:{opening.state}",
        now=now,
        by=by,
    )
