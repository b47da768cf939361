"""What runs of an allotment are called on pages: methods in short, what each needs, the rules they went by."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.utils.translation import pgettext_lazy

from sangzi.programmes.models import Round, RunState
from sangzi.programmes.rules import Rule

from .how_it_works import rule_in_words

Words = str | Promise

NAMES: dict[str, Words] = {
    "first-come": _l("先到先得"),
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


def rules_told(rules: tuple[Rule, ...], announced: tuple[Rule, ...]) -> list[tuple[str, bool]]:
    """Each rule on placements as a sentence, and whether it is other than announced."""
    return [(rule_in_words(one), one not in announced) for one in rules]
