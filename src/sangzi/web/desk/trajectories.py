"""The way of a target: setting it with a live chart, taking it back, and its history."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from sangzi.kernel.audience import audience
from sangzi.kernel.errors import BadInput, Conflict
from sangzi.plans.access import get_target_to_share
from sangzi.plans.actions.trajectories import Base, drafted, set_trajectory, withdraw_trajectory
from sangzi.plans.goals import goal_of, time_of
from sangzi.plans.models import Target, Trajectory
from sangzi.plans.queries.trajectories import Course as Followed
from sangzi.plans.queries.trajectories import way_of as arithmetic_of
from sangzi.plans.wording import wording
from sangzi.scoreboard.figures import moves_of
from sangzi.scoreboard.indicators import Indicator, indicators
from sangzi.scoreboard.judging import course_of, judged
from sangzi.scoreboard.past import figures_on
from sangzi.scoreboard.seasons import season_of
from sangzi.web.addresses import desk_url, to_desk
from sangzi.web.confirming import confirmation, is_confirmed
from sangzi.web.desk.trajectory_forms import TrajectoryForm
from sangzi.web.doors import Visit
from sangzi.web.trajectories import course_chart, plain_chart, way_of

DAY = timedelta(days=1)
A_YEAR = timedelta(days=365)


@audience("staff")
@require_http_methods(["GET", "HEAD", "POST"])
def trajectory(request: Visit, target: int) -> HttpResponse:
    """The form with a chart of what stands in it; `save` writes it, every other button shows it anew."""
    found = get_target_to_share(request.scope, target)
    form = _form(request, found)
    if request.method != "POST":
        return _shown(request, form)
    if not form.is_valid():
        return _shown(request, form, status=422)
    if "save" not in request.POST:
        return _shown(request, form)
    try:
        set_trajectory(target=found, by=request.user, **_terms(form))  # type: ignore[arg-type]  # the doors let no stranger in
    except (BadInput, Conflict) as refused:
        form.add_error(_field(form, refused), refused.sentence)
        return _shown(request, form, status=422)
    messages.success(request, _("已保存轨迹；亮灯从现在起按它来看。没有自己轨迹的下级跟着走。"))
    return to_desk(request, "desk:target", found.pk)


@audience("staff")
@require_POST
def draw(request: Visit, target: int) -> HttpResponse:
    """The chart of the form as it stands, as a part of its page. Writes nothing."""
    form = _form(request, get_target_to_share(request.scope, target))
    return render(request, "desk/trajectories/drawn.html", _page(form, timezone.localdate()))


@audience("staff")
@require_POST
def withdraw(request: Visit, target: int) -> HttpResponse:
    """Take a trajectory back, after a page that says so."""
    found = get_target_to_share(request.scope, target)
    if not is_confirmed(request):
        effects = [
            _("“%(unit)s”的“%(title)s”不再有自己的轨迹：跟上级的轨迹走，上级没有就按时间均匀推进。")
            % {"unit": found.unit.short, "title": found.commitment.title},
            _("撤回的轨迹留在历史里。"),
        ]
        back = desk_url(request, "desk:target", found.pk)
        return confirmation(request, heading=_("撤回轨迹"), effects=effects, verb=_("撤回"), back=back)
    withdraw_trajectory(target=found, by=request.user)  # type: ignore[arg-type]  # the doors let no stranger in
    messages.success(request, _("已撤回轨迹。"))
    return to_desk(request, "desk:target", found.pk)


def _form(request: Visit, target: Target) -> TrajectoryForm:
    held = target.trajectories.filter(withdrawn=None).first()
    today = timezone.localdate()
    begins, ends = time_of(target.commitment, today)
    span = (begins, ends if ends and ends > begins else max(begins, today) + A_YEAR)
    return TrajectoryForm(request.POST or None, target=target, held=held, span=span)


def _shown(request: Visit, form: TrajectoryForm, status: int = 200) -> HttpResponse:
    today = timezone.localdate()
    way = way_of(form.target, today)
    return render(request, "desk/trajectories/trajectory.html", _page(form, today) | {"way": way}, status=status)


def _page(form: TrajectoryForm, today: date) -> dict[str, Any]:
    target, commitment = form.target, form.target.commitment
    page = {
        "form": form,
        "target": target,
        "commitment": commitment,
        "said": wording(commitment, target.value, target.unit.level),
        "indicator": indicators().get(commitment.indicator),
    }
    return page | _drawn(form, today)


def _drawn(form: TrajectoryForm, today: date) -> dict[str, Any]:
    """The chart of what stands in the form, or the sentence that says why there is none."""
    if form.is_bound and not form.is_valid():
        return {"wrong": [sentence for lines in form.errors.values() for sentence in lines]}
    if not form.is_bound and form.held is None:
        return {}
    try:
        draft = drafted(target=form.target, **_terms(form)) if form.is_bound else form.held
    except BadInput as refused:
        return {"wrong": [refused.sentence]}
    return {"chart": _chart(form.target, draft, today), "base": draft.base if draft else None}


def _chart(target: Target, draft: Trajectory | None, today: date) -> Any:
    if draft is None:
        return None
    goal = goal_of(target.commitment, target.value, target.unit)
    followed = Followed(arithmetic_of(draft, goal), draft, own=True)
    indicator = indicators().get(target.commitment.indicator)
    if indicator is None:
        return plain_chart(course_of(target.commitment, today, followed), goal)
    moves = moves_of([indicator], target.unit_id, today)
    figure = figures_on([indicator], [target.unit_id], today)[indicator.key, target.unit_id]
    standing = judged(target, target.commitment, target.unit, figure, today, followed=followed)
    return course_chart(indicator, target.unit, standing, moves, today)


def _terms(form: TrajectoryForm) -> dict[str, Any]:
    """What the action needs to be told. Raises `BadInput` where records are wanted that are not there."""
    given, target = form.cleaned_data, form.target
    indicator = indicators().get(target.commitment.indicator)
    seasonal = given["kind"] == Trajectory.Kind.SEASONAL
    if indicator is None and (seasonal or given["with_base"]):
        raise BadInput(_("这个目标还没有绑定指标，没有往年记录和起点数可用；请先绑定指标。"), field="kind")
    return {
        "kind": given["kind"],
        "begins": given["begins"],
        "ends": given["ends"],
        "milestones": given["milestones"],
        "season": season_of(indicator, target.unit, given["begins"]) if indicator and seasonal else (),
        "base": _base(indicator, target, given["begins"]) if indicator and given["with_base"] else None,
    }


def _base(indicator: Indicator, target: Target, begins: date) -> Base:
    """The figure on the eve of the way, with where it is from."""
    eve = begins - DAY
    value = figures_on([indicator], [target.unit_id], eve)[indicator.key, target.unit_id].value
    if value is None:
        raise BadInput(_("开始前一天没有可用的数（分母为零），不能从它算起。"), field="with_base")
    number = (Decimal(value.numerator) / Decimal(value.denominator)).quantize(Decimal("0.0001"))
    return Base(number, f"figure:{indicator.key}:{eve.isoformat()}")


def _field(form: TrajectoryForm, refused: BadInput | Conflict) -> str | None:
    field = refused.context.get("field")
    return field if field in form.fields else None


urlpatterns = [
    path("targets/<int:target>/trajectory/", trajectory, name="trajectory"),
    path("targets/<int:target>/trajectory/draw/", draw, name="trajectory-draw"),
    path("targets/<int:target>/trajectory/withdraw/", withdraw, name="trajectory-withdraw"),
]
