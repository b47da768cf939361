"""The way of a target as pages show it: a sentence, a chart of what is due and what is there, milestones, periods."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from sangzi.plans.models import Comparator, Shape, Target, Trajectory
from sangzi.plans.queries.trajectories import Course as Followed
from sangzi.plans.queries.trajectories import course_of_target, trajectories_of
from sangzi.scoreboard.figures import Figure, Move, figure_from_moves, moves_of
from sangzi.scoreboard.indicators import Indicator, indicators
from sangzi.scoreboard.judging import Standing, judged, judged_on
from sangzi.scoreboard.lights import Course
from sangzi.scoreboard.months import label, last_day, month_of
from sangzi.scoreboard.periods import Known, Period, periods_of
from sangzi.scoreboard.shown import measure_word, percent, short, shown
from sangzi.units.models import Unit
from sangzi.web.addresses import slug_of
from sangzi.web.charts import Chart, Series
from sangzi.web.lights import sign_of

MOST_MONTHS = 72  # that a chart has
MONTHS = 12


@dataclass(frozen=True)
class Milestone:
    """One day of the way: what is due by then, and whether it was reached (None: not yet known)."""

    day: date
    due: str
    was: str
    reached: bool | None


@dataclass(frozen=True)
class Way:
    """Everything that a page says about the way of one target; without an indicator there is nothing to compare."""

    target: Target
    followed: Followed | None
    history: Sequence[Trajectory]
    indicator: Indicator | None = None
    standing: Standing | None = None
    light: str = "none"
    said: str = ""
    chart: Chart | None = None
    milestones: Sequence[Milestone] = ()
    periods: Sequence[tuple[Period, str, str, str]] = ()

    @property
    def kind(self) -> str:
        """What the way is called."""
        return str(Trajectory.Kind(self.followed.way.kind if self.followed else Trajectory.Kind.EVEN).label)

    @property
    def is_quota(self) -> bool:
        """Whether it is a number to be used and not passed, such as admissions of a year."""
        commitment = self.target.commitment
        based = self.followed is not None and self.followed.way.based
        return commitment.comparator == Comparator.AT_MOST and commitment.shape == Shape.COUNT and not based

    @property
    def used(self) -> str:
        """The share of a quota that is used up; "" where nothing counts it."""
        if self.standing is None or self.standing.figure.value is None or not self.standing.goal:
            return ""
        return percent(self.standing.figure.value * 100 / self.standing.goal)

    @property
    def figure_said(self) -> str:
        """The figure as written; "" where nothing counts it."""
        return shown(self.indicator, self.standing.figure) if self.indicator and self.standing else ""


def way_page(target: Target) -> dict[str, Any]:
    """What the section about the way of a target needs, as of today."""
    way = way_of(target, timezone.localdate())
    return {"way": way, "base_receipt": _base_receipt(way)}


def way_of(target: Target, today: date) -> Way:
    """The way of a target at its own unit, as of a day. A fixed number of queries."""
    followed, history = course_of_target(target), trajectories_of(target)
    indicator = indicators().get(target.commitment.indicator)
    if indicator is None:
        return Way(target, followed, history)
    moves = moves_of([indicator], target.unit_id, today)
    figure = figure_from_moves(indicator, target.unit_id, judged_on(target.commitment, today), moves)

    def on(day: date) -> Fraction | None:
        return figure_from_moves(indicator, target.unit_id, day, moves).value

    standing = judged(target, target.commitment, target.unit, figure, today, followed=followed, figure_on=on)
    return Way(
        target,
        followed,
        history,
        indicator,
        standing,
        sign_of(standing, asked=True),
        said_today(indicator, standing),
        course_chart(indicator, target.unit, standing, moves, today),
        _milestones(indicator, standing, moves, today),
        [_told(indicator, one) for one in periods_of(Known(indicator, target.unit, target, today, moves, followed))],
    )


def said_today(indicator: Indicator, standing: Standing) -> str:
    """按轨迹今天应到 40，实际 31; "" where nothing is due by a day."""
    if standing.expected is None or standing.course is None or standing.course.end is None:
        return ""
    told = {"due": written(indicator, standing.expected), "figure": shown(indicator, standing.figure)}
    return _("按轨迹今天应到 %(due)s，实际 %(figure)s") % told


def said_on_board(indicator: Indicator, standing: Standing) -> str:
    """What a line of the board says beside the figure: what is due today, or how much of a quota is used.

    Nothing where time alone counts: the mark on the bar tells that.
    """
    course = standing.course
    if standing.is_ceiling:
        return said_of_ceiling(indicator, standing)
    if standing.expected is not None and course is not None and course.way is not None:
        return _("按轨迹应到 %(due)s") % {"due": written(indicator, standing.expected)}
    return ""


def said_of_ceiling(indicator: Indicator, standing: Standing) -> str:
    """已用 25.0%，还剩 3个, or how much too much it is; "" where nothing counts it."""
    value, ceiling = standing.figure.value, standing.goal
    if value is None or ceiling is None:
        return ""
    apart = _apart(indicator, abs(value - ceiling))
    if standing.light == "exceeded":
        return _("比上限多 %(amount)s") % {"amount": apart}
    used = "" if indicator.is_ratio or not ceiling else _("已用 %(share)s") % {"share": percent(value * 100 / ceiling)}
    if standing.light != "near":
        return used
    left = _("离上限还有 %(amount)s") % {"amount": apart} if value < ceiling else _("已到上限")
    return _("%(used)s，%(left)s") % {"used": used, "left": left} if used else left


def _apart(indicator: Indicator, amount: Fraction) -> str:
    """A difference of figures; of shares in points."""
    if indicator.is_ratio:
        return _("%(number)s个百分点") % {"number": percent(amount).removesuffix("%")}
    return written(indicator, amount)


def written(indicator: Indicator, value: Fraction) -> str:
    """A number of the indicator as its figures are written; what is due of whole things is rounded to one decimal."""
    if indicator.is_ratio:
        return percent(value)
    rounded = Fraction(round(value * 10), 10)
    number = short(rounded) if rounded.denominator == 1 else f"{float(rounded):,}"
    return number + measure_word(indicator)


def course_chart(
    indicator: Indicator, unit: Unit, standing: Standing, moves: Sequence[Move], today: date
) -> Chart | None:
    """What is due and what is there, month by month over the whole course; None for a standing demand."""
    course, goal = standing.course, standing.goal
    if course is None or course.end is None or goal is None:
        return None
    months = months_between(course.start, course.end)
    due = Series(_("按轨迹应到"), [_due(course, goal, month) for month in months], dashed=True)
    if standing.expected is None:
        due = Series(_("指标数"), [float(goal)] * len(months), dashed=True)
    there = [_there(indicator, unit, month, moves, today) for month in months]
    series = [Series(_("实际"), there), due]
    word = "%" if indicator.is_ratio else measure_word(indicator).strip()
    now = label(month_of(today))
    return Chart(
        _("轨迹与实际"),
        [label(month) for month in months],
        series,
        word,
        marks=[now] if month_of(today) in months else [],
    )


def plain_chart(course: Course, goal: Fraction) -> Chart | None:
    """Only what is due, where no indicator counts what is there."""
    if course.end is None:
        return None
    months = months_between(course.start, course.end)
    return Chart(
        _("轨迹"),
        [label(month) for month in months],
        [Series(_("按轨迹应到"), [_due(course, goal, month) for month in months])],
    )


def months_between(start: date, end: date) -> list[int]:
    """The months of a course; of a very long one the last."""
    return list(range(month_of(start), month_of(end) + 1))[-MOST_MONTHS:]


def _due(course: Course, goal: Fraction, month: int) -> float:
    return round(float(course.expected(min(last_day(month), course.end or last_day(month)), goal)), 2)


def _there(indicator: Indicator, unit: Unit, month: int, moves: Sequence[Move], today: date) -> float | None:
    if month > month_of(today):
        return None
    number = figure_from_moves(indicator, unit.pk, min(last_day(month), today), moves).number
    return None if number is None else round(number, 2)


def _milestones(indicator: Indicator, standing: Standing, moves: Sequence[Move], today: date) -> list[Milestone]:
    """The milestones of the way, and what was there at the end of the month of each that is past."""
    course, goal = standing.course, standing.goal
    if course is None or course.way is None or goal is None:
        return []
    found = []
    for day, _share in course.way.points:
        due = course.expected(day, goal)
        figure = figure_from_moves(indicator, standing.figure.unit, day, moves) if day <= today else None
        reached = _reached(figure, due, goal) if figure else None
        found.append(Milestone(day, written(indicator, due), shown(indicator, figure) if figure else "—", reached))
    return found


def _reached(figure: Figure, due: Fraction, goal: Fraction) -> bool | None:
    if figure.value is None:
        return None
    return figure.value >= due if due <= goal else figure.value <= due


def _base_receipt(way: Way) -> str:
    """Where the receipt of the base is; "" where there is none."""
    source = way.followed.trajectory.base_source if way.followed and way.followed.own else ""
    if way.indicator is None or not source.startswith(f"figure:{way.indicator.key}:"):
        return ""
    query = {"unit": slug_of(way.target.unit), "indicator": way.indicator.key, "as_of": source.rpartition(":")[2]}
    return f"{reverse('desk:receipt-for')}?{urlencode(query)}"


def period_name(begins: date, ends: date) -> str:
    """2026年, 2026年上半年, 2026年第3季度, 2026年3月."""
    months = ends.month - begins.month + 1
    told = {"year": begins.year, "month": begins.month, "quarter": begins.month // 3 + 1}
    if months == MONTHS:
        return _("%(year)s年") % told
    if months == MONTHS // 2:
        return (_("%(year)s年上半年") if begins.month == 1 else _("%(year)s年下半年")) % told
    return (_("%(year)s年第%(quarter)s季度") if months == MONTHS // 4 else _("%(year)s年%(month)s月")) % told


def _told(indicator: Indicator, period: Period) -> tuple[Period, str, str, str]:
    """A period with its name, its target and its figure as written."""
    return (
        period,
        period_name(period.begins, period.ends),
        written(indicator, period.goal),
        shown(indicator, period.figure),
    )
