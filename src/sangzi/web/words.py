"""What keys are called on pages: levels, roles, and what audit lines are about (their acts: acts.py)."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sangzi.kernel.wording import speaks_english, title_of
from sangzi.people.definitions import registers
from sangzi.people.purposes import register_of
from sangzi.programmes.definitions import programmes
from sangzi.programmes.steps import Openings
from sangzi.units.models import Assignment

Words = str | Promise

LEVELS: dict[int, Words] = {
    0: _("全国"),
    1: _("省级"),
    2: _("市级"),
    3: _("县级"),
    4: _("乡级"),
    5: _("村级"),
    9: _("直属组织"),
}

ROLES: dict[str, Words] = {role.value: role.label for role in Assignment.Role}

PURPOSES: dict[str, Words] = {
    "register": _("列入名册"),
    "account": _("注册和使用桑梓"),
    "student-aid": _("助学"),
}

NOUNS: dict[str, Words] = {
    "account": _("账号"),
    "unit": _("单位"),
    "person": _("人员"),
    "partner": _("合作方"),
    "entry": _("名册"),
    "place": _("阵地"),
    "plan": _("规划"),
    "commitment": _("承诺"),
    "target": _("目标"),
    "round": _("批次"),
    "opening": _("名额"),
    "application": _("申请"),
    "placement": _("结果"),
    "record": _("纪实"),
    "session": _("场次"),
    "paper": _("材料"),
    "sheet": _("表格"),
    "item": _("作品"),
    "brief": _("简报"),
    "receipt": _("凭据"),
    "event": _("单位变更"),
    "consent": _("同意书"),
    "invitation": _("邀请"),
    "indicator": _("指标"),
    "department": _("部门"),
    "computation": _("数据计算"),
    "job": _("任务"),
    "statistics": _("统计数据"),
}


def offered_in_words(step: Openings) -> str:
    """What a programme calls that which is offered."""
    return step.offers_en if speaks_english() else step.offers


def purpose_in_words(purpose: str) -> str:
    """What a consent is for, as people read it."""
    programme = programmes().get(purpose.removeprefix("programme:")) if purpose.startswith("programme:") else None
    if programme is not None:
        return gettext("参加：%(programme)s") % {"programme": title_of(programme)}
    about = register_of(purpose)
    if about is None or about[0] not in registers():
        return str(PURPOSES.get(purpose, purpose))
    title = title_of(registers()[about[0]])
    return gettext("公开名片：%(register)s") % {"register": title} if about[1] else title
