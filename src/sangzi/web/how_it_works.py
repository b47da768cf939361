"""How a programme works, step by step in sentences: nothing is said here that its definition does not say."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from sangzi.kernel.fields import Field
from sangzi.kernel.wording import listed, speaks_english, title_of
from sangzi.people.definitions import registers
from sangzi.programmes.conditions import dated_conditions
from sangzi.programmes.definitions import ProgrammeType
from sangzi.programmes.models import Applicant
from sangzi.programmes.rules import Rule
from sangzi.programmes.steps.allotment import FITTED, Fit

from .capabilities import STEPS
from .points import fit_in_words

Words = str | Promise

OFFERERS: dict[str, Words] = {
    "unit": _l("各级单位"),
    "village": _l("村（社区）"),
    "person": _l("个人"),
    "partner": _l("合作方"),
}
METHODS: dict[str, Words] = {
    "first-come": _l("先到先得，谁先报上归谁"),
    "lottery": _l("公开抽签，事先公布种子，签号在前的先挑"),
    "serial": _l("按得分（没有得分或同分的看签号）一个接一个挑，轮到谁就给谁还空着的最想要的名额"),
    "by-score": _l("按评审得分从高到低一个接一个挑，同分的看签号"),
    "stable": _l("先看每个人的志愿，名额不够时看谁更符合事先公布的条件，谁也不会被条件更弱的人挤掉"),
    "optimal": _l("把所有人放在一起算，让全体的匹配分加起来最高，换任何别的排法都不会更高"),
    "by-hand": _l("由工作人员逐个安排"),
}
TURNS: dict[str, Words] = {
    "first-come": _l("报名先后"),
    "lottery": _l("签号先后"),
    "serial": _l("得分高低（没有得分或同分的看签号）"),
    "by-score": _l("得分高低（同分看签号）"),
    "stable": _l("匹配分高低（同分看签号）"),
    "optimal": _l("匹配分高低（同分看签号）"),
}
"""In which order those wait who got nothing."""
LEVELS: dict[str, Words] = {
    "province": _l("省级"),
    "prefecture": _l("市级"),
    "county": _l("县级"),
    "township": _l("乡级"),
    "village": _l("村级"),
}
KINDS: dict[str, Words] = {
    "text": _l("文字"),
    "long": _l("长文字"),
    "choice": _l("单选"),
    "choices": _l("多选"),
    "date": _l("日期"),
    "number": _l("数字"),
    "money": _l("金额"),
    "yes": _l("是或否"),
    "phone": _l("电话"),
    "url": _l("网址"),
    "unit": _l("单位"),
    "file": _l("文件"),
}


@dataclass(frozen=True)
class AskedLine:
    """One field of a form: what, of which kind, and what is special about it."""

    title: str
    kind: str
    notes: str


@dataclass(frozen=True)
class Explained:
    """One step in words, with the form that belongs to it."""

    kind: str
    title: str
    sentences: list[str]
    form: list[AskedLine] = field(default_factory=list)


def explained(programme: ProgrammeType) -> list[Explained]:
    """Every step of a programme, in its order."""
    return [_step(one, _dated(programme) if one.kind == "screening" else []) for one in programme.steps]


def rules_in_words(programme: ProgrammeType) -> list[str]:
    """What must hold of a round, in sentences."""
    return [rule_in_words(one) for one in programme.rules]


def rule_in_words(rule: Rule) -> str:
    """One rule as a sentence."""
    return _share(rule) if rule.kind == "share" else _per_unit(rule)


def refill_in_words(step: Any) -> str:
    """How a seat is filled again that somebody gave up: who waits, in which order, and how long they have to accept."""
    if step.method == "by-hand":
        return _("有空出的名额，由工作人员逐个安排。")
    if not step.waiting:
        return _("没有分到的不候补；空出的名额由工作人员另行安排。")
    told = {"order": TURNS[step.method], "hours": step.accept_hours}
    first = _("没有分到的按%(order)s排队候补；有人放弃、撤回，空出的名额马上给排在最前的人。")
    timed = _(
        "没有分到的按%(order)s排队候补；有人放弃、撤回或逾期，空出的名额马上给排在最前的人，限%(hours)s小时内确认。"
    )
    return (timed if step.accept_hours else first) % told


def how_shared(programme: ProgrammeType) -> list[str]:
    """By what method seats are given, what a placement is worth where that decides, and how lines move."""
    step = programme.allotment
    if step is None or step.method == "by-hand":
        return []
    said = [_("分配办法：%(method)s。") % {"method": METHODS[step.method]}]
    if step.method in FITTED:
        said.append(_("匹配分：%(points)s。") % {"points": fit_in_words(step.fit or Fit())})
    return [*said, refill_in_words(step)]


def form_lines(fields: Iterable[Field]) -> list[AskedLine]:
    """A form in words."""
    return [AskedLine(title_of(one), str(KINDS[one.kind]), "；".join(_notes(one))) for one in fields]


def _step(step: Any, first: Sequence[str]) -> Explained:
    sentences = [*first, *(one for one in SAID.get(step.kind, _nothing)(step) if one)]
    return Explained(step.kind, str(STEPS[step.kind]), sentences, form_lines(getattr(step, "fields", ())))


def _nothing(_step: Any) -> Sequence[str]:
    return ()


def _openings(step: Any) -> Sequence[str]:
    told = {
        "offers": step.offers_en if speaks_english() else step.offers,
        "by": listed(str(OFFERERS[one]) for one in step.by),
        "most": step.most,
    }
    return (
        _("%(by)s发布%(offers)s，一条最多%(most)s个。") % told,
        _("每一天各有名额，一次最多订%(days)s天。") % {"days": step.longest} if step.dated else "",
        _("每一条写明金额。") if step.money else "",
        _("个人和合作方发布的，先经审核。") if step.review else "",
        *_vetted(step),
    )


def _vetted(step: Any) -> Sequence[str]:
    titles = {field.key: title_of(field) for field in step.fields}
    known = [(titles[key], registers()[one]) for key, one in step.vets.items() if key in titles and one in registers()]
    return [
        _("“%(field)s”写的人，须在名册“%(register)s”里。") % {"field": field, "register": title_of(register)}
        for field, register in known
    ]


def _applications(step: Any) -> Sequence[str]:
    who = listed(str(Applicant(one).label) for one in step.by)
    return (
        _("%(who)s报名，最多填%(wishes)s个志愿，一个批次最多报%(each)s次。")
        % {"who": who, "wishes": step.wishes, "each": step.each},
        _("团队%(least)s至%(most)s人，每名队员本人同意才算。") % {"least": step.least, "most": step.most}
        if "team" in step.by
        else "",
        _("由他人提名。") if step.nominated else "",
    )


def _screening(step: Any) -> Sequence[str]:
    register = registers().get(step.listed_in)
    return (
        _("年满%(age)s周岁。") % {"age": step.least_age} if step.least_age is not None else "",
        _("不超过%(age)s周岁。") % {"age": step.most_age} if step.most_age is not None else "",
        _("家在开展批次的单位。") if step.home else "",
        _("在名册“%(register)s”里。") % {"register": title_of(register)} if register else "",
        _("上次参加满%(months)s个月以后。") % {"months": step.again_after} if step.again_after else "",
        _("工作人员在%(days)s天内审核。") % {"days": step.days}
        if step.by_hand
        else _("符合条件就通过，不用人工审核。"),
    )


def _dated(programme: ProgrammeType) -> list[str]:
    said = []
    for one, title in dated_conditions(programme):
        told = {"field": title, "years": one.years, "ahead": one.ahead}
        if not one.ahead:
            said.append(_("“%(field)s”在批次第一天之前%(years)s年以内。") % told)
        elif not one.years:
            said.append(_("“%(field)s”在批次第一天之后%(ahead)s年以内。") % told)
        else:
            said.append(_("“%(field)s”在批次第一天之前%(years)s年至之后%(ahead)s年以内。") % told)
    return said


def _judging(step: Any) -> Sequence[str]:
    return (
        _("每份由至少%(judges)s名评委打分：%(criteria)s。")
        % {"judges": step.judges, "criteria": listed(title_of(one) for one in step.criteria)},
        _("共%(count)s轮：%(stages)s。") % {"count": len(step.stages), "stages": listed(map(title_of, step.stages))},
        _("盲评：评委看不到报名的是谁，也看不到别人的分。") if step.blind else "",
        _("去掉一个最高分和一个最低分。") if step.trimmed else "",
    )


def _allotment(step: Any) -> Sequence[str]:
    return (
        _("分配办法：%(method)s。") % {"method": METHODS[step.method]},
        _("匹配分：%(points)s。") % {"points": fit_in_words(step.fit or Fit())} if step.method in FITTED else "",
        _("分到以后要在%(hours)s小时内确认，逾期让给候补。") % {"hours": step.accept_hours}
        if step.accept_hours
        else "",
        refill_in_words(step),
    )


def _pairing(step: Any) -> Sequence[str]:
    return (
        _("一人带%(least)s至%(most)s名。") % {"least": step.least, "most": step.most},
        _("%(days)s天没有见面记录就提醒。") % {"days": step.meets} if step.meets else "",
    )


def _consent(step: Any) -> Sequence[str]:
    guardian = {"minors": _("未成年人由监护人同意。"), "always": _("都要监护人同意。"), "never": ""}
    purpose = step.purpose_en if speaks_english() else step.purpose
    told = {"purpose": purpose, "days": step.days}
    return _("本人同意：%(purpose)s，%(days)s天有效。") % told, guardian[step.guardian]


def _training(step: Any) -> Sequence[str]:
    return (
        _("按场次签到，扫码或由工作人员登记都可以。"),
        _("参加满%(share)s%%算完成。") % {"share": step.passes} if step.passes else "",
    )


def _service(step: Any) -> Sequence[str]:
    reports = (_("%(title)s（第%(due)s天）") % {"title": title_of(one), "due": one.due} for one in step.reports)
    return (
        _("到岗由接收单位确认。") if step.onboard else "",
        _("期间要交：%(reports)s。") % {"reports": listed(reports)} if step.reports else "",
    )


def _payment(step: Any) -> Sequence[str]:
    return (
        _("最多分%(parts)s次拨付；系统只登记，不经手资金。") % {"parts": step.parts},
        _("证明困难情况的材料，决定以后保存%(days)s天就删除。") % {"days": step.keep},
    )


def _feedback(step: Any) -> Sequence[str]:
    return (_("结束后%(days)s天内，双方各填一次反馈。") % {"days": step.days},)


def _honour(step: Any) -> Sequence[str]:
    return (
        _("公示%(days)s个工作日，任何人都可以提出异议。") % {"days": step.notice} if step.notice else "",
        _("等次：%(levels)s。") % {"levels": listed(step.levels)} if step.levels else "",
    )


def _close(step: Any) -> Sequence[str]:
    return (
        _("%(days)s天没有动静的申请自动关闭。") % {"days": step.dormant},
        _("结束%(days)s天后删除填报的内容，只留数字。") % {"days": step.purge} if step.purge is not None else "",
    )


SAID: dict[str, Callable[[Any], Sequence[str]]] = {
    "openings": _openings,
    "applications": _applications,
    "screening": _screening,
    "judging": _judging,
    "allotment": _allotment,
    "pairing": _pairing,
    "consent": _consent,
    "training": _training,
    "service": _service,
    "payment": _payment,
    "feedback": _feedback,
    "honour": _honour,
    "close": _close,
}


def _share(rule: Any) -> str:
    told = {"least": rule.least, "level": LEVELS[rule.level]}
    if rule.of == "openings":
        return _("至少%(least)s%%的名额设在%(level)s及以下。") % told
    return _("至少%(least)s%%的人安排在%(level)s及以下。") % told


def _per_unit(rule: Any) -> str:
    of = {"openings": _("名额"), "placements": _("录取"), "applications": _("报名")}[rule.of]
    told = {"level": LEVELS[rule.level], "of": of, "least": rule.least, "most": rule.most}
    if rule.most is None:
        return _("每个%(level)s单位的%(of)s不少于%(least)s个。") % told
    if rule.least:
        return _("每个%(level)s单位的%(of)s为%(least)s至%(most)s个。") % told
    return _("每个%(level)s单位的%(of)s不超过%(most)s个。") % told


def _notes(asked: Field) -> list[str]:
    notes = [_("必填")] if asked.required else []
    if asked.choices:
        notes.append(listed(asked.choices))
    if asked.personal:
        notes.append(_("个人信息，列表中遮盖"))
    if asked.keep is not None:
        notes.append(_("办结后%(days)s天删除") % {"days": asked.keep})
    return notes
