"""What a round asks of who applies, in words: conditions, fields, how long they are kept, the days that count."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sangzi.kernel.fields import Field
from sangzi.kernel.wording import day_of, listed, speaks_english, title_of
from sangzi.people.definitions import registers
from sangzi.programmes.conditions import dated_conditions, span_of
from sangzi.programmes.definitions import ProgrammeType, frozen
from sangzi.programmes.models import Applicant, Round
from sangzi.programmes.steps import Applications, Consent, Screening

from .deadlines import moment_of


@dataclass(frozen=True)
class Asked:
    """A field of the form as it is announced: what, whether it must be answered, how long the answer is kept."""

    field: Field
    title: str
    required: bool
    kept: str


def asked_of(programme: ProgrammeType) -> list[Asked]:
    """What will have to be filled in, in its order."""
    step = programme.applications
    return [_asked(field) for field in step.fields] if step else []


def conditions_of(round_: Round) -> list[str]:
    """Who can apply, in sentences."""
    programme = frozen(round_.definition)
    step = programme.applications
    if step is None:
        return []
    said = [_who(step), *_of_teams(step)]
    if programme.screening:
        said += [*_dated(programme, round_), *_screened(programme.screening, round_)]
    if programme.consent:
        said += _guarded(programme.consent)
    return said


def days_of(round_: Round) -> list[tuple[str, str]]:
    """The days that count: pairs of a name and when."""
    days = []
    if round_.apply_from:
        days.append((_("报名开始"), moment_of(round_.apply_from)))
    if round_.apply_until:
        days.append((_("报名截止"), moment_of(round_.apply_until)))
    run = f"{day_of(round_.opens)} — {day_of(round_.closes)}" if round_.closes else day_of(round_.opens)
    return [*days, (_("活动时间"), run)]


def consent_of(programme: ProgrammeType) -> str:
    """What is agreed to by applying; empty where nothing is asked."""
    step = programme.consent
    if step is None:
        return ""
    return step.purpose_en if speaks_english() else step.purpose


def kept_words(days: int) -> str:
    """How long an answer is kept once its matter is closed."""
    if not days:
        return _("办结后立即删除")
    return ngettext("办结后%(n)d天删除", "办结后%(n)d天删除", days) % {"n": days}


def _asked(field: Field) -> Asked:
    return Asked(field, title_of(field), field.required, "" if field.keep is None else kept_words(field.keep))


def _who(step: Applications) -> str:
    kinds = listed(str(Applicant(kind).label) for kind in step.by)
    said = _("可以报名的：%(kinds)s") % {"kinds": kinds}
    if step.wishes > 1:
        said += _("；最多填%(wishes)d个志愿，按先后排序") % {"wishes": step.wishes}
    return said


def _of_teams(step: Applications) -> list[str]:
    if "team" not in step.by:
        return []
    return [_("团队%(least)d到%(most)d人，成员要自己点链接同意加入") % {"least": step.least, "most": step.most}]


def _screened(step: Screening, round_: Round) -> list[str]:
    said = []
    if step.least_age is not None:
        said.append(_("年满%(age)d周岁") % {"age": step.least_age})
    if step.most_age is not None:
        said.append(_("不超过%(age)d周岁") % {"age": step.most_age})
    if step.home:
        said.append(_("家乡在%(unit)s") % {"unit": round_.unit.short})
    if step.listed_in and step.listed_in in registers():
        said.append(_("已列入名册“%(register)s”") % {"register": title_of(registers()[step.listed_in])})
    if step.again_after:
        said.append(_("距上次参加满%(months)d个月") % {"months": step.again_after})
    return said + ([_("工作人员在%(days)d天内审核") % {"days": step.days}] if step.by_hand else [])


def _dated(programme: ProgrammeType, round_: Round) -> list[str]:
    said = []
    for one, title in dated_conditions(programme):
        first, last = map(day_of, span_of(one, round_.opens))
        said.append(_("“%(field)s”在%(first)s至%(last)s之间") % {"field": title, "first": first, "last": last})
    return said


def _guarded(step: Consent) -> list[str]:
    return {
        "minors": [_("不满18周岁的，要有监护人同意")],
        "always": [_("要有监护人同意")],
        "never": [],
    }[step.guardian]
