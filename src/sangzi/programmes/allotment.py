"""What an allotment would come to: who gets what by the round's method, before anything is written."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from sangzi.engines.matching.first_come import by_time
from sangzi.engines.matching.lottery import by_lot
from sangzi.engines.matching.serial import NOTHING, Shared, by_score, serial
from sangzi.kernel.errors import Conflict
from sangzi.units.models import Unit
from sangzi.units.paths import keys

from .definitions import frozen
from .models import Application, ApplicationState, Opening, OpeningState, Round, Wish
from .rules import PerUnit
from .standing import LEVELS, amounts, rules_of
from .steps.allotment import FITTED

if TYPE_CHECKING:  # arrays and compiled loops are loaded when a method runs that needs them
    from .fitted import Proof


@dataclass(frozen=True)
class Plan:
    """Who chooses in which order, what they get, and who waits for what. Positions as in `applications`, `openings`.

    `proof`: of a method that looks at everybody at once, what it went by and what its result is worth.
    """

    applications: list[Application]
    openings: list[Opening]
    order: list[int]
    shared: Shared
    proof: Proof | None = None

    @property
    def placed(self) -> int:
        return sum(one != NOTHING for one in self.shared.got)

    @property
    def left_over(self) -> int:
        return len(self.applications) - self.placed

    @property
    def free(self) -> int:
        """Seats that nobody who was left over wished for."""
        return sum(opening.capacity - opening.taken for opening in self.openings) - self.placed

    @property
    def taken(self) -> Counter[int]:
        """How many seats of each opening are given, by its key."""
        return Counter(self.openings[one].pk for one in self.shared.got if one != NOTHING)


def preview(round_: Round, *, argued: bool = False) -> Plan:
    """Who would get what now. Raises `Conflict` where lots or scores are missing. A dozen queries, however many apply.

    `argued`: a reason is written for giving places although rules do not hold.
    """
    applications = list(Application.objects.filter(round=round_, state=ApplicationState.ADMITTED).order_by("pk"))
    openings = list(Opening.objects.filter(round=round_, state=OpeningState.OFFERED).order_by("pk"))
    if method_of(round_) in FITTED:
        return _fitted(round_, applications, openings, argued)
    order = _order(round_, applications)
    at = {opening.pk: number for number, opening in enumerate(openings)}
    where = {application.pk: number for number, application in enumerate(applications)}
    wishes: list[list[int]] = [[] for _application in applications]
    rows = Wish.objects.filter(application__round=round_, application__state=ApplicationState.ADMITTED)
    for application, opening in rows.order_by("rank").values_list("application", "opening").iterator():
        if opening in at:
            wishes[where[application]].append(at[opening])
    groups, most = _groups(round_, openings)
    seats = [opening.capacity - opening.taken for opening in openings]
    return Plan(applications, openings, order, serial(wishes, seats, order, groups=groups, most=most))


def _fitted(round_: Round, applications: list[Application], openings: list[Opening], argued: bool) -> Plan:
    from .fitted import fitted

    found = fitted(round_, applications, openings, argued=argued)
    return Plan(applications, openings, found.order, found.shared, found.proof)


def method_of(round_: Round) -> str:
    """How places are given; by hand where the programme does not say."""
    step = frozen(round_.definition).allotment
    return step.method if step else "by-hand"


def _order(round_: Round, applications: list[Application]) -> list[int]:
    method = method_of(round_)
    if method == "by-hand":
        raise Conflict(_("这个项目的名额由工作人员逐个安排，不自动分配。"), round=round_.pk)
    if method == "first-come":
        moments = [one.submitted.timestamp() if one.submitted else 0.0 for one in applications]
        return by_time(moments, [one.pk for one in applications])
    if method == "by-score" and any(one.score is None for one in applications):
        raise Conflict(_("还有申请没有得分，不能按得分分配；请先完成评审。"), round=round_.pk)
    if any(one.lot is None for one in applications):
        raise Conflict(_("还没有抽签；请先公布种子并抽签。"), round=round_.pk)
    lots = [one.lot or 0 for one in applications]
    if method == "lottery":
        return by_lot(lots)
    return by_score([one.score for one in applications], lots)


def _groups(round_: Round, openings: list[Opening]) -> tuple[list[int] | None, list[int] | None]:
    """The units that a rule of at most so many placements speaks of, and how many more each may have."""
    rule = next((rule for rule in rules_of(round_) if _bounds(rule)), None)
    if not isinstance(rule, PerUnit) or rule.most is None:
        return None, None
    paths = dict(Unit.objects.filter(pk__in={one.unit_id for one in openings}).values_list("pk", "path"))
    near = {key for path in paths.values() for key in keys(path)}
    of_level = set(Unit.objects.filter(pk__in=near, level=LEVELS[rule.level]).values_list("pk", flat=True))
    seats = sorted(of_level)
    number = {unit: at for at, unit in enumerate(seats)}
    above = {unit: next((key for key in keys(path) if key in number), None) for unit, path in paths.items()}
    taken: Counter[int] = Counter()
    for unit, amount in amounts(round_, "placements").items():
        seat = above.get(unit)
        if seat is not None:
            taken[seat] += amount
    groups = [NOTHING if (seat := above[one.unit_id]) is None else number[seat] for one in openings]
    return groups, [max(rule.most - taken[unit], 0) for unit in seats]


def _bounds(rule: object) -> bool:
    return isinstance(rule, PerUnit) and rule.of == "placements" and rule.most is not None
