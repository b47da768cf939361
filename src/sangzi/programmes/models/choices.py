"""The states that things in a round pass through."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class RoundState(models.TextChoices):
    DRAFT = "draft", _("筹备")
    OPEN = "open", _("进行中")
    CANCELLED = "cancelled", _("已取消")
    CLOSED = "closed", pgettext_lazy("round", "已结束")


class RunState(models.TextChoices):
    """`working` to `made` or `refused`; one is `published`; `aside`: nobody wants it any more."""

    WORKING = "working", _("正在试算")
    MADE = "made", pgettext_lazy("run", "已算好")
    REFUSED = "refused", _("算不出")
    PUBLISHING = "publishing", _("正在公布")
    PUBLISHED = "published", pgettext_lazy("run", "已公布")
    ASIDE = "aside", pgettext_lazy("run", "已作废")


class OpeningState(models.TextChoices):
    REVIEW = "review", _("待审核")
    OFFERED = "offered", _("已发布")
    WITHDRAWN = "withdrawn", _("已撤下")
    REFUSED = "refused", _("未通过")


class ApproachState(models.TextChoices):
    """`asked` until the person answers, which nobody else can, or who asked takes it back."""

    ASKED = "asked", _("等待答复")
    WILLING = "willing", _("愿意帮忙")
    DECLINED = "declined", pgettext_lazy("approach", "已谢绝")
    WITHDRAWN = "withdrawn", pgettext_lazy("approach", "邀请已撤回")


class Applicant(models.TextChoices):
    PERSON = "person", _("个人")
    TEAM = "team", _("团队")
    PARTNER = "partner", _("合作方")
    UNIT = "unit", _("单位")
    VILLAGE = "village", _("村（社区）")


class ApplicationState(models.TextChoices):
    """`draft` to `submitted`; `returned` for mending; `admitted` to the draw; `waiting` in line; the rest are ends."""

    DRAFT = "draft", _("草稿")
    SUBMITTED = "submitted", _("待审核")
    RETURNED = "returned", _("退回修改")
    REFUSED = "refused", _("未通过")
    ADMITTED = "admitted", _("已通过审核")
    WAITING = "waiting", _("候补")
    OFFERED = "offered", _("待确认")
    PLACED = "placed", _("已录取")
    UNPLACED = "unplaced", _("未录取")
    DECLINED = "declined", _("已放弃")
    WITHDRAWN = "withdrawn", _("已撤回")
    CLOSED = "closed", pgettext_lazy("application", "已关闭")


class WishState(models.TextChoices):
    HOPING = "hoping", _("待分配")
    WAITING = "waiting", _("候补")
    GOT = "got", _("已得到")
    MISSED = "missed", _("未得到")


class PlacementState(models.TextChoices):
    """`offered` until it is accepted (the seat is held), then `held`, `serving`, and an end."""

    OFFERED = "offered", _("待确认")
    HELD = "held", _("已确认")
    SERVING = "serving", _("在岗")
    FINISHED = "finished", _("已完成")
    BROKEN = "broken", _("中途结束")
    DECLINED = "declined", _("已放弃")
    LAPSED = "lapsed", _("逾期未确认")


class Guardian(models.TextChoices):
    """Whether a guardian must agree, and has."""

    NOT_NEEDED = "not-needed", _("不需要")
    ASKED = "asked", _("等待监护人同意")
    AGREED = "agreed", _("监护人已同意")
    REFUSED = "refused", _("监护人不同意")


class Side(models.TextChoices):
    APPLICANT = "applicant", _("参与者")
    OFFERER = "offerer", _("提供方")


ACTIVE = (
    ApplicationState.SUBMITTED,
    ApplicationState.RETURNED,
    ApplicationState.ADMITTED,
    ApplicationState.WAITING,
    ApplicationState.OFFERED,
    ApplicationState.PLACED,
)
ENDED = (
    ApplicationState.REFUSED,
    ApplicationState.UNPLACED,
    ApplicationState.DECLINED,
    ApplicationState.WITHDRAWN,
    ApplicationState.CLOSED,
)
UNDECIDED = (ApplicationState.SUBMITTED, ApplicationState.RETURNED, ApplicationState.ADMITTED, ApplicationState.WAITING)
# States in which a placement counts: the seat was offered and taken.
COUNTED = (PlacementState.HELD, PlacementState.SERVING, PlacementState.FINISHED, PlacementState.BROKEN)
