"""What runs of an allotment are called on pages: methods in short, what each needs, the rules they went by."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.utils.translation import pgettext_lazy

from sangzi.programmes.models import Round, Run, RunState
from sangzi.programmes.queries.runs import Halt
from sangzi.programmes.rules import Rule

from .how_it_works import rule_in_words

Words = str | Promise

NAMES: dict[str, Words] = {
    "first-come": pgettext_lazy("method", "先到先得"),
    "lottery": pgettext_lazy("method", "抽签"),
    "serial": _l("按名次轮流挑"),
    "by-score": _l("按得分"),
    "stable": _l("志愿优先"),
    "optimal": _l("总分最高"),
    "by-hand": _l("逐个安排"),
}
DRAWN = ("lottery", "serial", "by-score", "stable", "optimal")
"""Methods that need lots."""
LOOKS: dict[str, str] = {
    RunState.WORKING: "on-track",
    RunState.MADE: "not-started",
    RunState.REFUSED: "behind",
    RunState.PUBLISHING: "on-track",
    RunState.PUBLISHED: "done",
    RunState.ASIDE: "plain",
}


def needs_in_words(method: str, round_: Round, *, scored: bool) -> str:
    """What a method needs and this round does not have yet; empty where it can be tried."""
    if method in DRAWN and not round_.seed:
        return _("要先抽签")
    return _("要先有评审得分") if method == "by-score" and not scored else ""


@dataclass(frozen=True)
class Halted:
    """That work on a run stopped: what stopped, how far it was, why, and the words that let it go on."""

    heading: str
    far: list[str]
    why: str
    verb: str


def halt_in_words(run: Run, halt: Halt) -> Halted:
    """For the page of the run. The error itself stands in the log, in the words of programmers."""
    why = _("后台试了%(times)s次都没有做完，已停止重试。请先让管理员按运行日志排除故障，再继续。") % {
        "times": halt.attempts
    }
    if run.state == RunState.WORKING:
        return Halted(_("试算停下了"), [_("还没有结果，也没有改动。")], why, _("继续试算"))
    if run.state == RunState.PUBLISHING:
        far = _("还没有公布：没有人看到结果，也没有人收到通知。")
        return Halted(_("公布停下了"), [far], why, _("继续公布"))
    return Halted(_("通知停下了"), _far(halt), "" if halt.useless else why, _("继续通知"))


def _far(halt: Halt) -> list[str]:
    told = _("结果已经公布，不受影响。已通知%(told)s人，还有%(untold)s人没有通知到。") % {
        "told": f"{halt.told:,}",
        "untold": f"{halt.untold:,}",
    }
    if halt.useless:
        return [told, _("批次已取消，所有人都收到了取消的通知，不用再通知结果。")]
    return [told, _("继续时从停下的地方接着做，已通知的人不会再收到一次。")]


def resumed_in_words(run: Run) -> str:
    """That it goes on now."""
    words = {RunState.WORKING: _("正在继续试算。"), RunState.PUBLISHING: _("正在继续公布。")}
    return words.get(RunState(run.state), _("正在继续通知；已通知的人不会再收到一次。"))


def rules_told(rules: tuple[Rule, ...], announced: tuple[Rule, ...]) -> list[tuple[str, bool]]:
    """Each rule on placements as a sentence, and whether it is other than announced."""
    return [(rule_in_words(one), one not in announced) for one in rules]
