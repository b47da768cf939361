"""Why a method cannot place anybody as the rules ask, in sentences with the names of units and openings."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from django.utils.translation import gettext as _
from numpy.typing import NDArray

from sangzi.engines.matching.infeasible import Infeasible, Quota
from sangzi.engines.matching.objections import MethodError
from sangzi.kernel.errors import Conflict
from sangzi.units.models import Unit

from .fitting_ground import Ground
from .rules import Share
from .standing import LEVELS

if TYPE_CHECKING:
    from .fitting import Problem

MOST_TOLD = 12


def clashing(refused: Infeasible, problem: Problem) -> Conflict:
    """What cannot hold together, the first dozen of it."""
    told = refused.clash[:MOST_TOLD]
    names = names_of(problem.ground, [one.index for one in told if one.kind.startswith("unit")])
    said = [_bound(one, names, problem) for one in told]
    if len(refused.clash) > len(told):
        said.append(_("另有%(count)d条") % {"count": len(refused.clash) - len(told)})
    several = _("按申请人的志愿，以下要求不能同时满足：%(bounds)s。")
    sentence = several if len(said) > 1 else _("按申请人的志愿无法满足：%(bounds)s。")
    return Conflict(sentence % {"bounds": "；".join(said)} + _way_out(), minimal=refused.minimal)


def cannot(refused: MethodError, problem: Problem) -> Conflict:
    """Seats that cannot be kept for least numbers."""
    context = {key: value for key, value in refused.context.items() if isinstance(value, int)}
    unit = names_of(problem.ground, [context["unit"]])[context["unit"]] if "unit" in context else ""
    sentence = {
        "no-room": _("“%(unit)s”要为下限留%(kept)d个名额，而最多录取%(upper)d人。"),
        "no-seats": _("“%(unit)s”要为下限留%(kept)d个名额，而那里一共只有%(seats)d个。"),
        "no-places": _("各下限共要录取%(kept)d人，而只有%(places)d份申请。"),
        "stay-high": _(
            "匹配分最高到%(highest)d，太高，没法同时尽量不动以前的试算；请把分值都改小，最高不超过%(most)d，"
            "或不看以前的试算。"
        ),
    }[refused.key]
    if refused.key == "stay-high":
        return Conflict(sentence % context)
    return Conflict(sentence % {**context, "unit": unit} + _way_out())


def short(units: NDArray[np.int64], missing: NDArray[np.int64], problem: Problem) -> Conflict:
    """Units at which too few asked."""
    told = [int(unit) for unit in units[:MOST_TOLD]]
    names = names_of(problem.ground, told)
    said = "；".join(_("“%(unit)s”还差%(count)d人") % {"unit": names[unit], "count": missing[unit]} for unit in told)
    return Conflict(_("按申请人的志愿达不到下限：%(bounds)s。") % {"bounds": said} + _way_out())


def names_of(ground: Ground, places: Sequence[int]) -> dict[int, str]:
    """The short names of units, by their place. One query."""
    rows = dict(Unit.objects.filter(pk__in=[int(ground.keys[at]) for at in places]).values_list("pk", "short"))
    return {at: rows.get(int(ground.keys[at]), "") for at in places}


def _bound(quota: Quota, names: dict[int, str], problem: Problem) -> str:
    if quota.kind == "floor":
        share = next(rule for rule in problem.terms.rules if isinstance(rule, Share))
        return _("%(level)s及以下的录取不少于%(least)d%%") % {
            "level": LEVELS[share.level].label,
            "least": share.least,
        }
    if quota.kind.startswith("opening"):
        return _("“%(opening)s”只有%(bound)d个名额") % {
            "opening": problem.openings[quota.index].title,
            "bound": quota.bound,
        }
    told = {"unit": names[quota.index], "bound": quota.bound}
    if quota.kind == "unit least":
        return _("“%(unit)s”（含下级）至少再录取%(bound)d人") % told
    return _("“%(unit)s”（含下级）最多再录取%(bound)d人") % told


def _way_out() -> str:
    return _("请调整规则或名额；确须现在分配的，请写明原因，届时不再要求下限。")
