"""The board: how a unit stands to everything asked of it, and one figure with its trend, children and records."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from sangzi.kernel.audience import audience
from sangzi.kernel.errors import NotVisible
from sangzi.kernel.wording import title_of
from sangzi.plans.access import get_target_for
from sangzi.plans.goals import is_ceiling
from sangzi.plans.models import Department, Target
from sangzi.plans.queries import objections_to_answer, stale_cascades
from sangzi.plans.queries.departments import departments_in, duties_in
from sangzi.scoreboard.figures import Figure
from sangzi.scoreboard.indicators import Indicator, indicators_of
from sangzi.scoreboard.judging import Standing
from sangzi.scoreboard.lights import Course
from sangzi.scoreboard.months import label, month_of
from sangzi.scoreboard.queries import Board, BoardLine, ChildLine, board, children_board, is_stale, standing_and_trend
from sangzi.scoreboard.receipts import listing
from sangzi.scoreboard.shown import measure_word, parts, percent, short, shown
from sangzi.web.addresses import slug_of
from sangzi.web.asof import AsOf, as_of
from sangzi.web.charts import Chart, Series
from sangzi.web.desk.drill import drill_links
from sangzi.web.doors import Visit
from sangzi.web.lights import sign_of
from sangzi.web.side_by_side import VIEWS, side_by_side
from sangzi.web.sparks import spark
from sangzi.web.trajectories import said_of_ceiling, said_on_board, said_today

TREND_MONTHS = 24


@dataclass(frozen=True)
class Row:
    """A line of the board as a page shows it."""

    line: BoardLine
    url: str
    figure: str
    parts: tuple[str, str] | None
    spark: str
    light: str
    due: str


@audience("staff")
@require_safe
def show(request: Visit) -> HttpResponse:
    when = as_of(request)
    found = board(request.unit, when.day)
    offices = departments_in(request.unit)
    found = of_department(found, request.GET.get("department", ""), offices)
    page = {
        "board": found,
        "offices": offices,
        "when": when,
        "lights": [("unknown" if state == "none" else state, count) for state, count in found.lights],
        "asked": [_row(request, line, when) for line in found.asked],
        "others": [_row(request, line, when) for line in found.others],
        "stale": is_stale(),
        "stale_cascades": stale_cascades(request.unit),
        "to_answer": objections_to_answer(request.unit),
    }
    return render(request, "desk/board/board.html", page)


def of_department(found: Board, asked: str, offices: Sequence[Department]) -> Board:
    """The board with what one department answers for; the whole board where none is asked for."""
    chosen = [one for one in offices if str(one.pk) == asked]
    if not chosen:
        return found
    mine = duties_in(chosen)
    lines = tuple(line for line in found.asked if any(one.commitment.pk in mine for one in line.asked))
    return replace(found, asked=lines, uncounted=tuple(one for one in found.uncounted if one.commitment.pk in mine))


@audience("staff")
@require_safe
def figure(request: Visit, key: str) -> HttpResponse:
    """One indicator of the unit at hand, against one target when `target` names it."""
    indicator = indicators_of(request.unit).get(key)
    if indicator is None:
        raise NotVisible(_("没有“%(key)s”这个指标；它可能已经从定义中移走。") % {"key": key[:60]})
    when = as_of(request)
    target = _target(request)
    page = _figure_page(request, indicator, target, when) | _children_page(request, indicator, target, when)
    return render(request, "desk/board/figure.html", page)


def _target(request: Visit) -> Target | None:
    """The unit's own target that the address names; another unit's target is not this page's."""
    asked = request.GET.get("target", "")
    if not asked.isdecimal():
        return None
    target = get_target_for(request.scope, int(asked))
    return target if target.unit_id == request.unit.pk and target.withdrawn is None else None


def _figure_page(request: Visit, indicator: Indicator, target: Target | None, when: AsOf) -> dict[str, Any]:
    standing, points = standing_and_trend(indicator, request.unit, target, when.day, TREND_MONTHS)
    return {
        "indicator": indicator,
        "target": target,
        "when": when,
        "standing": standing,
        "light": sign_of(standing, asked=target is not None),
        "figure": shown(indicator, standing.figure),
        "parts": parts(indicator, standing.figure),
        "chart": _chart(indicator, points, standing),
        "due": said_of_ceiling(indicator, standing) if standing.is_ceiling else said_today(indicator, standing),
        "receipt": _receipt_url(request, indicator, target, standing.figure.as_of),
        "drill": drill_links(listing(indicator, request.unit.pk, standing.figure.as_of), request.unit),
        "at_most": target is not None and is_ceiling(target.commitment, request.unit),
        "stale": is_stale(),
        "goal": _goal(indicator, standing.goal),
    }


def _children_page(request: Visit, indicator: Indicator, target: Target | None, when: AsOf) -> dict[str, Any]:
    commitment = target.commitment if target else None
    lines = children_board(request.unit, indicator, commitment, when.day)
    return side_by_side(request, indicator, lines, lambda line: _child_url(request, indicator, line, when))


def _row(request: Visit, line: BoardLine, when: AsOf) -> Row:
    target = line.asked[0].target if line.asked else None
    return Row(
        line,
        _figure_url(line.indicator, slug_of(request.unit), target, when),
        shown(line.indicator, line.standing.figure),
        parts(line.indicator, line.standing.figure),
        spark([one.number for one in line.trend], _("近一年走势")),
        sign_of(line.standing, asked=bool(line.asked)),
        said_on_board(line.indicator, line.standing),
    )


def _figure_url(indicator: Indicator, slug: str, target: Target | None, when: AsOf) -> str:
    address = f"{reverse('desk:figure', args=[indicator.key])}?unit={slug}"
    address += f"&target={target.pk}" if target else ""
    return address + (f"&until={when.until}" if when.until else "")


def _child_url(request: Visit, indicator: Indicator, line: ChildLine, when: AsOf) -> str:
    """The child's page, looked at in the same way."""
    view = request.GET.get("view", "")
    address = _figure_url(indicator, slug_of(line.unit), line.target, when)
    return address + (f"&view={view}" if view in VIEWS and view else "")


def _goal(indicator: Indicator, goal: Fraction | None) -> str:
    """What the figure must reach, as written."""
    if goal is None:
        return ""
    return percent(goal) if indicator.is_ratio else short(goal) + measure_word(indicator)


def _receipt_url(request: Visit, indicator: Indicator, target: Target | None, day: date) -> str:
    address = f"{reverse('desk:receipt-for')}?unit={slug_of(request.unit)}&indicator={indicator.key}"
    address += f"&target={target.pk}" if target else ""
    return f"{address}&as_of={day.isoformat()}"


def _chart(indicator: Indicator, points: list[Figure], standing: Standing) -> Chart:
    """The figure month by month beside the goal, and beside what the way asked for where it had begun."""
    series = [Series(title_of(indicator), [_rounded(point) for point in points])]
    if standing.goal is not None:
        series.append(Series(_("目标"), [float(standing.goal)] * len(points), dashed=True))
    course = standing.course
    if standing.goal is not None and course is not None and course.end is not None:
        due = [_due(course, point.as_of, standing.goal) for point in points]
        series.append(Series(_("按轨迹应到"), due, dashed=True))
    word = "%" if indicator.is_ratio else measure_word(indicator).strip()
    return Chart(_("逐月走势"), [label(month_of(point.as_of)) for point in points], series, word)


def _due(course: Course, on: date, goal: Fraction) -> float | None:
    return round(float(course.expected(on, goal)), 2) if on >= course.start else None


def _rounded(figure: Figure) -> float | None:
    return None if figure.number is None else round(figure.number, 2)


urlpatterns = [
    path("board/", show, name="board"),
    path("figures/<slug:key>/", figure, name="figure"),
]
