"""Why an application has what it has, and where it stands in line: for the applicant and for staff."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.db.models import Count, IntegerField, OuterRef, Subquery
from django.utils.translation import gettext as _

from sangzi.kernel.models import AuditLine

from ..allotment import method_of
from ..definitions import frozen
from ..models import (
    ENDED,
    Application,
    ApplicationState,
    Opening,
    Placement,
    Run,
    RunState,
    Wish,
    WishState,
)
from ..settling import decides_itself
from ..standing import limits_placements
from ..steps.allotment import FITTED

if TYPE_CHECKING:  # arrays and compiled loops are loaded when a published run is asked
    from ..runs.recalled import Recalled

BY_HAND: Final = "programmes.place_by_hand"
MOVED_UP: Final = "programmes.move_up"


@dataclass(frozen=True)
class WishWhy:
    """One wish. `place` on its waiting list, 1 is next; None where it does not wait. `says` why it was not met."""

    wish: Wish
    place: int | None
    says: str


@dataclass(frozen=True)
class Why:
    """What became of an application, in a sentence, and of each of its wishes. `run`: what that is read off, if any."""

    says: str
    wishes: list[WishWhy]
    run: Run | None
    decided: bool


@dataclass(frozen=True, eq=False)
class _Ground:
    """What reasons are read off."""

    application: Application
    method: str
    decided: bool
    got: Opening | None
    way: str
    """The act by which it got something after or beside the allotment; "" for the allotment itself."""
    run: Recalled | None
    turn: int


def outcome_of(application: Application) -> str:
    """What became of an application, in a sentence; "" where nothing has yet. Reads the round. Four queries."""
    ground = _ground(application)
    if ground.run is not None:
        ground.run.foresee()  # what became of it is read before why
    return _outcome(ground) if ground.decided else ""


def why_of(application: Application) -> Why:
    """What became of an application and of each of its wishes, and why. Reads the round.

    Half a dozen queries, and one for each unit that is named.
    """
    ground = _ground(application)
    rows = application.wishes.select_related("opening__unit").order_by("rank")
    wishes = [one.as_told(application.state) for one in rows]
    places = places_in_line(wishes)
    run = ground.run.run if ground.run else None
    if not ground.decided:
        return Why(_not_yet(application), [WishWhy(one, places.get(one.pk), "") for one in wishes], None, decided=False)
    return Why(
        _outcome(ground), [WishWhy(one, places.get(one.pk), _wish(ground, one)) for one in wishes], run, decided=True
    )


def places_in_line(wishes: list[Wish]) -> dict[int, int]:
    """The place on its waiting list, from 1, of each wish that waits, by its key. One query."""
    waiting = [one.pk for one in wishes if one.state == WishState.WAITING]
    if not waiting:
        return {}
    there = Wish.objects.filter(application__state=ApplicationState.WAITING, state=WishState.WAITING)
    ahead = there.filter(opening=OuterRef("opening"), line__lt=OuterRef("line"))
    count = ahead.order_by().values("opening").annotate(count=Count("pk")).values("count")
    rows = Wish.objects.filter(pk__in=waiting).annotate(ahead=Subquery(count, output_field=IntegerField()))
    return {key: (before or 0) + 1 for key, before in rows.values_list("pk", "ahead")}


def _ground(application: Application) -> _Ground:
    run, turn = _published(application)
    placement = Placement.objects.filter(application=application).select_related("opening").order_by("-pk").first()
    got = placement.opening if placement else None
    decided = run is not None or application.milestones.filter(step="allotment").exists()
    by_run = run is not None and got is not None and run.got(turn) == got.pk
    way = "" if got is None or by_run else _way(application)
    return _Ground(application, method_of(application.round), decided, got, way, run, turn)


def _published(application: Application) -> tuple[Recalled | None, int]:
    """The latest published run that looked at an application, and its turn there."""
    rows = Run.objects.filter(round=application.round_id, state=RunState.PUBLISHED).defer("input", "output")
    for run in rows.order_by("-published", "-pk"):
        from ..runs.recalled import recalled

        found = recalled(run)
        turn = found.turn_of(application.pk)
        if turn is not None:
            return found, turn
    return None, -1


def _way(application: Application) -> str:
    lines = AuditLine.objects.filter(about=f"application:{application.pk}", act__in=(BY_HAND, MOVED_UP))
    return lines.order_by("-pk").values_list("act", flat=True).first() or ""


def _not_yet(application: Application) -> str:
    if application.state in ENDED:
        return _("这份报名在分配名额以前已经结束。")
    return _("名额还没有分配；结果公布以后，这里会写明原因。")


def _outcome(ground: _Ground) -> str:
    told = {"opening": ground.got.title if ground.got else ""}
    if ground.method == "by-hand" or ground.way == BY_HAND:
        return _("由工作人员安排了“%(opening)s”。") % told if ground.got else _("名额由工作人员逐个安排，没有排到。")
    if ground.way == MOVED_UP:
        return _("有人放弃以后，按候补顺序得到“%(opening)s”。") % told
    if ground.run is not None:
        from ..runs.saying import outcome

        got = ground.run.got(ground.turn)
        title = Opening.objects.values_list("title", flat=True).get(pk=got) if got else ""
        return outcome(ground.run, ground.turn, title)
    return _without_run(ground)


def _without_run(ground: _Ground) -> str:
    if ground.got is not None:
        return _("得到了“%(opening)s”。") % {"opening": ground.got.title}
    if ground.application.state == ApplicationState.WAITING:
        return _("轮到时所填的志愿没有空余的名额，进入候补。")
    return _("没有得到名额。")


def _wish(ground: _Ground, wish: Wish) -> str:
    if ground.got is not None and ground.got.pk == wish.opening_id and ground.way:
        return _("由工作人员安排。") if ground.way == BY_HAND else _("有人放弃以后，按候补顺序得到。")
    if ground.method == "by-hand":
        return _("由工作人员安排。") if wish.state == WishState.GOT else _("工作人员没有安排这个志愿。")
    if ground.run is not None:
        from ..runs.saying import wish as said

        return said(ground.run, ground.turn, wish.opening_id, wish.rank)
    return _wish_without_run(ground, wish)


def _wish_without_run(ground: _Ground, wish: Wish) -> str:
    """Of seats that went to who came first, and of allotments from before runs were kept."""
    if ground.got is not None and ground.got.pk == wish.opening_id:
        return _("轮到时这里还有名额。")
    if _got_before(ground, wish):
        return _("得到了更靠前的志愿。")
    if ground.method in FITTED:
        return _("结果按公布的办法算出；那时没有保存每个志愿的依据。")
    lot = ground.application.lot
    if lot is not None and not decides_itself(frozen(ground.application.round.definition)):
        return _("轮到时（签号%(lot)d），这里没有能给的名额了。") % {"lot": lot}
    if limits_placements(ground.application.round):
        return _("办理时这里的名额已满，或所在的地方已到规则的上限。")
    return _("办理时这里的名额已满。")


def _got_before(ground: _Ground, wish: Wish) -> bool:
    """Whether a dearer wish was met, when nothing had moved up yet."""
    if ground.got is None or ground.way:
        return False
    return Wish.objects.filter(application=wish.application_id, opening=ground.got, rank__lt=wish.rank).exists()
