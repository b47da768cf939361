"""Runs of an allotment as lists name them, what proves them in words, and how two of them differ."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from django.utils.translation import gettext as _

from sangzi.kernel.models import Account
from sangzi.programmes.models import Run, RunState
from sangzi.programmes.queries.runs import Figures, figures_of
from sangzi.programmes.runs.terms import Terms

from .run_charts import first_share
from .run_words import NAMES

WITH_RESULT = (RunState.MADE, RunState.PUBLISHING, RunState.PUBLISHED)


@dataclass(frozen=True)
class RunLine:
    """One run in a list. `first`: of all who applied, in hundredths, who got their first wish."""

    number: int
    called: str
    method: str
    as_announced: bool
    figures: Figures | None
    first: Fraction | None
    state: str
    words: str
    by: str
    at: datetime

    @property
    def objective(self) -> str:
        """The sum of points with all its digits, to be compared."""
        return f"{self.figures.objective:,}" if self.figures else ""

    @property
    def comparable(self) -> bool:
        return self.state in WITH_RESULT

    @property
    def set_aside(self) -> bool:
        return self.state == RunState.ASIDE


@dataclass(frozen=True)
class Proven:
    """One thing that the separate checker found, and whether it is as it should be."""

    says: str
    good: bool = True


def run_line(run: Run) -> RunLine:
    """A run for a list. Reads who made it."""
    figures = figures_of(run) if run.state in WITH_RESULT else None
    return RunLine(
        number=run.number,
        called=called(run),
        method=str(NAMES[run.method]),
        as_announced=run.as_announced,
        figures=figures,
        first=first_share(figures) if figures else None,
        state=run.state,
        words=str(run.get_state_display()),
        by=name_of(run.by),
        at=run.published or run.asked,
    )


def called(run: Run) -> str:
    """试算 3, with the name somebody gave it."""
    number = _("试算 %(number)s") % {"number": run.number}
    return f"{number} · {run.name}" if run.name else number


@dataclass(frozen=True)
class Close:
    """A run that another one stayed close to: its number, and what it is called."""

    number: int
    called: str


def stayed_close(run: Run, terms: Terms) -> Close | None:
    """The run that a run stayed close to. One query where there is one."""
    if terms.stay is None:
        return None
    there = Run.objects.only("number", "name").get(round=run.round_id, number=terms.stay.run)
    return Close(there.number, called(there))


def name_of(account: Account | None) -> str:
    """Who it was; the system where it was nobody."""
    return account.name or account.username if account else _("系统")


def proven(run: Run) -> list[Proven]:
    """What the proof of a run says, for lay readers."""
    told = json.loads(run.proof)
    said = [Proven(_("这是放弃下限以后算出的结果，下面的话只对它说。"), good=False)] if told.get("given_up") else []
    if told.get("bound") is not None:
        said.append(_bounded(told["objective"], told["bound"]))
    if told.get("stay") is not None:
        said.append(_stayed(told["stay"], told["stay_most"]))
    if told.get("blocking") is not None:
        said.append(_unblocked(run.method, told["blocking"]))
    if "least_kept" in told:
        said.append(_kept(told["least_kept"]))
    return said


def _bounded(objective: int, bound: int) -> Proven:
    told = {"objective": objective, "bound": bound, "gap": bound - objective}
    if bound == objective:
        return Proven(_("总分%(objective)s，任何安排都不可能超过%(bound)s：这就是最好的结果。") % told)
    return Proven(
        _("总分%(objective)s，任何安排都不可能超过%(bound)s：离最好的结果最多差%(gap)s分。") % told, good=False
    )


def _stayed(stay: int, most: int) -> Proven:
    if stay == most:
        return Proven(_("总分一样高的结果里，没有一个比它更少动先前那次试算的安排。"))
    told = {"count": most - stay}
    return Proven(_("总分一样高的结果里，有没有少动一些的没有定论，最多少动%(count)d人。") % told, good=False)


def _unblocked(method: str, blocking: int) -> Proven:
    if blocking:
        told = {"count": blocking}
        return Proven(_("有%(count)s处申请人更想要某个名额，而那里录取了条件更弱的人。") % told, good=False)
    if method == "stable":
        return Proven(_("没有任何人被条件更弱的人挤掉：谁更想去而没去成的地方，录取的都是条件更强的人。"))
    return Proven(_("没有任何人被排在后面的人挤掉：轮到谁，谁就得到当时还空着的、自己最想要的名额。"))


def _kept(least_kept: bool) -> Proven:
    if least_kept:
        return Proven(_("规则的上限和下限全部守住。"))
    return Proven(_("上限全部守住；有的下限没有达到。"), good=False)
