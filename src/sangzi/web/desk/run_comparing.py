"""Two runs of an allotment side by side: their figures, who moves, and what it costs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.views.decorators.http import require_safe

from sangzi.kernel.audience import audience
from sangzi.kernel.errors import BadInput
from sangzi.kernel.paging import Page
from sangzi.programmes.access import visible_applications, visible_openings
from sangzi.programmes.access.runs import get_run_for
from sangzi.programmes.models import Opening, Run
from sangzi.programmes.queries.application_lists import ApplicationLine, applications_list
from sangzi.programmes.queries.runs import PAGE, Comparison, Moved, compare, figures_of, moved_page
from sangzi.programmes.runs.terms import announced, terms_of
from sangzi.programmes.steps.allotment import FITTED
from sangzi.scoreboard import shown
from sangzi.web.addresses import slug_of
from sangzi.web.desk.rounds import OVER
from sangzi.web.doors import Visit
from sangzi.web.points import fit_in_words
from sangzi.web.run_charts import DRAWN, RankBar, rank_bars
from sangzi.web.run_lines import RunLine, run_line, stayed_close
from sangzi.web.run_words import rules_told

CHANGES = {
    "gained": _l("左边没有，右边得到"),
    "lost": _l("左边得到，右边没有"),
    "dearer": _l("右边得到更想要的"),
    "less_dear": _l("右边得到没那么想要的"),
    "moved_equal": _l("换到同样想要的"),
    "same": _l("两边一样"),
}


@dataclass(frozen=True)
class RankPair:
    """How many got one wish, left and right; None where nobody did."""

    words: str
    left: RankBar | None
    right: RankBar | None

    @property
    def digits(self) -> tuple[str, str]:
        """Both counts with all their digits, to be compared."""
        left, right = (f"{one.count:,}" if one else "0" for one in (self.left, self.right))
        return left, right


@dataclass(frozen=True)
class CountyLine:
    """How many of a county's seats are filled, left and right."""

    name: str
    seats: int
    left: int
    right: int

    @property
    def difference(self) -> str:
        change = self.right - self.left
        return f"{change:+d}" if change else "0"


@dataclass(frozen=True)
class MovedLine:
    """Somebody who gets another opening; `line` None where the reader may not see the application."""

    line: ApplicationLine | None
    left: Opening | None
    right: Opening | None


@audience("staff")
@require_safe
def side_by_side(request: Visit, pk: int) -> HttpResponse:
    """Two runs that the address names."""
    numbers = request.GET.getlist("run")
    if numbers:
        return _to_sides(request, pk, numbers)
    left, right = (get_run_for(request.scope, pk, _number(request, side)) for side in ("left", "right"))
    found = compare(left, right)
    lines, counties = (run_line(left), run_line(right)), _counties(found)
    context = {
        "round": left.round,
        "left": lines[0],
        "right": lines[1],
        "lines": lines,
        "went_by": [(line, _went_by(one)) for line, one in zip(lines, (left, right), strict=True)],
        "figures": _figures(*lines),
        "ranks": _ranks(*lines),
        "changes": [(CHANGES[key], f"{count:,}") for key, count in found.moved.items()],
        "moving": found.moving,
        "moving_told": f"{found.moving:,}",
        "must": must_in_words(found),
        "spare": bool(found.spared and found.spared.count),
        "may_try": request.scope.writable.covers(left.round.unit) and left.round.state not in OVER,
        "counties": counties[:DRAWN],
        "more_counties": len(found.counties) - len(counties[:DRAWN]),
        "cost": cost_in_words(found),
        "page": _moved(request, found),
    }
    return render(request, "desk/runs/compare.html", context)


def cost_in_words(found: Comparison) -> str:
    """What going from left to right costs in points, as a sentence."""
    if found.cost is None:
        return _("两次的计分办法不同，总分不能直接相比。")
    whole = _objective(found.left)
    told = {"points": f"{abs(found.cost):,}", "share": f"{100 * abs(found.cost) / whole:.2f}" if whole else "100"}
    if not found.cost:
        return _("两次的总分一样多。")
    if found.cost < 0:
        return _("从左边换成右边，总分要少%(points)s分（%(share)s%%）。") % told
    return _("从左边换成右边，总分会多%(points)s分（%(share)s%%）。") % told


def must_in_words(found: Comparison) -> str:
    """How many of those who move must, whatever result as good as the right one is taken; "" where nobody knows."""
    if found.spared is None or not found.moving:
        return ""
    told = {"forced": f"{found.moving - found.spared.count:,}", "spare": f"{found.spared.count:,}"}
    if not found.spared.least:
        return _("其中至少%(spare)s人不动，结果也可以同样好。") % told if found.spared.count else ""
    if not found.spared.count:
        return _("动的人不能再少：和右边同样好的结果里，没有一个比这动得更少。")
    if not found.forced:
        return _("一个人也不必动：照右边的办法和规则，左边的安排同样好。")
    return _("至少要动%(forced)s人；其余%(spare)s人不动，结果也可以同样好：他们不是因为规则才动的。") % told


def _to_sides(request: Visit, pk: int, numbers: list[str]) -> HttpResponse:
    """The same by its proper address: the older run left."""
    if len(set(numbers)) != len(numbers) or len(numbers) != 2 or not all(one.isdecimal() for one in numbers):
        raise BadInput(_("请正好选两次试算来比较；现在选了%(count)d次。") % {"count": len(numbers)})
    left, right = sorted(map(int, numbers))
    address = reverse("desk:runs-compare", args=[pk])
    return HttpResponseRedirect(f"{address}?unit={slug_of(request.unit)}&left={left}&right={right}")


def _number(request: Visit, side: str) -> int:
    text = request.GET.get(side, "")
    if not text.isdecimal():
        raise BadInput(_("没有说明要比较哪两次试算；请回到分配页面选两次。"))
    return int(text)


def _went_by(run: Run) -> dict[str, Any]:
    terms = terms_of(run)
    points = fit_in_words(terms.fit) if run.method in FITTED else ""
    return {
        "points": points,
        "rules": rules_told(terms.rules, announced(run.round).rules),
        "argued": terms.argued,
        "stay": stayed_close(run, terms),
    }


def _figures(left: RunLine, right: RunLine) -> list[tuple[str, str, str]]:
    """Words, left, right: with all their digits, to be compared."""
    one, other = left.figures, right.figures
    assert one is not None
    assert other is not None
    share = [shown.UNKNOWN if line.first is None else shown.percent(line.first) for line in (left, right)]
    return [
        (_("分到名额"), f"{one.placed:,}", f"{other.placed:,}"),
        (_("没有分到"), f"{one.left_over:,}", f"{other.left_over:,}"),
        (_("还空着的名额"), f"{one.free:,}", f"{other.free:,}"),
        (_("得到第一志愿"), share[0], share[1]),
        (_("分到志愿以外"), f"{one.beyond:,}", f"{other.beyond:,}"),
        (_("总分"), left.objective, right.objective),
    ]


def _ranks(left: RunLine, right: RunLine) -> list[RankPair]:
    """Every wish that somebody got in one of the two, the dearest first."""
    assert left.figures is not None
    assert right.figures is not None
    one, other = ({bar.place: bar for bar in rank_bars(figures)} for figures in (left.figures, right.figures))
    words = {place: bar.words for place, bar in (one | other).items()}
    return [RankPair(words[place], one.get(place), other.get(place)) for place in sorted(words)]


def _counties(found: Comparison) -> list[CountyLine]:
    """Where something changes, most first."""
    changed = [one for one in found.counties if one.left != one.right]
    lines = [CountyLine(one.name or _("别处"), one.seats, one.left, one.right) for one in changed]
    return sorted(lines, key=lambda one: (-abs(one.right - one.left), one.name))


def _moved(request: Visit, found: Comparison) -> Page[MovedLine]:
    """A page of those who move, persons masked; whom the reader may not see is counted, not named."""
    text = request.GET.get("after", "")
    after = int(text) if text.isdecimal() else None
    rows = moved_page(found.left, found.right, after=after, size=PAGE + 1)
    page = rows[:PAGE]
    named = _named(request, page)
    openings = visible_openings(request.scope).select_related("unit").in_bulk(_keys(page))
    lines = [
        MovedLine(named.get(one.application), openings.get(one.left or 0), openings.get(one.right or 0)) for one in page
    ]
    return Page(lines, str(page[-1].application) if len(rows) > PAGE else None)


def _named(request: Visit, page: list[Moved]) -> dict[int, ApplicationLine]:
    mine = visible_applications(request.scope).filter(pk__in=[one.application for one in page])
    return {line.pk: line for line in applications_list(mine, size=PAGE).lines}


def _keys(page: list[Moved]) -> set[int]:
    return {key for one in page for key in (one.left, one.right) if key}


def _objective(run: Run) -> int:
    figures = figures_of(run)
    return figures.objective if figures else 0


urlpatterns = [path("rounds/<int:pk>/allotment/runs/compare/", side_by_side, name="runs-compare")]
