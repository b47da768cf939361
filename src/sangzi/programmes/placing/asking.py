"""Questions to an outcome: why somebody has not an opening, and what it would come to if a bound were another one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from sangzi.engines.matching.infeasible import Infeasible, Quota
from sangzi.engines.matching.reasons import Ranked, Reason, ranked, reason_in
from sangzi.engines.matching.reasons_by_price import Priced, PriceReason, priced, reason_by_price
from sangzi.engines.matching.whatif import Bound, Changed, Settled, changed, settled
from sangzi.kernel.spoken import spoken

from .methods import Outcome
from .questions import Supposed
from .sentences import PlacingRefused, bound_in_words, clashing, unusable

if TYPE_CHECKING:
    from sangzi.engines.matching.optimal import Solution

_ = spoken
KINDS: dict[str, Callable[[int], Bound]] = {
    "opening-most": lambda at: Bound("opening most", at),
    "opening-least": lambda at: Bound("opening least", at),
    "unit-most": lambda at: Bound("unit most", at),
    "unit-least": lambda at: Bound("unit least", at),
    "floor": lambda _at: Bound("floor"),
}


def why(outcome: Outcome, pairs: Sequence[tuple[int, int]]) -> list[str]:
    """Why the applicant of each pair (applicant, opening) has not its opening. Raises `PlacingRefused`."""
    for applicant, opening in pairs:
        _refuse_beyond("applicant", applicant, outcome.instance.applicants)
        _refuse_beyond("opening", opening, outcome.instance.openings)
    if not pairs:
        return []
    ask = _by_claim(outcome) if outcome.proof is None else _by_price(outcome)
    return [ask(pair) for pair in pairs]


def what_if(outcome: Outcome, supposed: Sequence[Supposed]) -> list[str]:
    """What it would come to with each bound changed alone. Raises `PlacingRefused` for other methods than `optimal`."""
    if supposed and outcome.proof is None:
        raise unusable("no-what-if", {})
    return [_what_if(outcome, one) for one in supposed]


def _by_claim(outcome: Outcome) -> Callable[[tuple[int, int]], str]:
    result: Ranked = ranked(outcome.instance, outcome.assignment)
    return lambda pair: _claim(reason_in(result, pair), pair)


def _by_price(outcome: Outcome) -> Callable[[tuple[int, int]], str]:
    result: Priced = priced(outcome.instance, outcome.assignment, outcome.proof)
    one_each = outcome.assignment.ndim == 1
    ground: Settled | None = settled(outcome.instance, outcome.assignment, outcome.proof) if one_each else None
    return lambda pair: _price(reason_by_price(result, pair, ground), pair)


def _claim(reason: Reason, pair: tuple[int, int]) -> str:
    told = reason.context | {"applicant": pair[0], "opening": pair[1]}
    where = {
        "got": _("申请人 %(applicant)d 得到的就是岗位 %(opening)d。"),
        "not-named": _("申请人 %(applicant)d 没有写岗位 %(opening)d。"),
        "dearer": _("申请人 %(applicant)d 得到的岗位，排在岗位 %(opening)d 前面。"),
        "opening": _("岗位 %(place)d 有 %(seats)d 个名额，其中 %(held)d 个给了排在前面的人；"),
        "unit": _("单位 %(place)d 最多 %(seats)d 人，%(held)d 人排在前面，%(kept)d 个名额为下限留着；"),
    }[reason.kind]
    compared = {
        "": "",
        "priority": _("最后一位的优先分是 %(weakest)d，申请人 %(applicant)d 是 %(own)d。"),
        "lot": _("最后一位的优先分同为 %(own)d，签号 %(weakest_lot)d 在 %(own_lot)d 之前。"),
        "nobody": _("没有人得到其中的名额。"),
    }[reason.decided]
    return (where + compared) % told


def _price(reason: PriceReason, pair: tuple[int, int]) -> str:
    told = reason.context | {"applicant": pair[0], "opening": pair[1]}
    said = {
        "got": _("申请人 %(applicant)d 得到的就是岗位 %(opening)d。"),
        "not-named": _("申请人 %(applicant)d 没有写岗位 %(opening)d。"),
        "own-points": _("申请人 %(applicant)d 得到的值 %(given)d 分，岗位 %(opening)d 值 %(own)d 分。"),
        "cost": _("把岗位 %(opening)d 给申请人 %(applicant)d，总分至少减少 %(lost)d。"),
        "bound": _("把岗位 %(opening)d 给申请人 %(applicant)d，总分至少减少 %(lost)d。"),
        "equal": _("把岗位 %(opening)d 给申请人 %(applicant)d，总分也可以一样。"),
        "no-more": _("把岗位 %(opening)d 给申请人 %(applicant)d，总分不会更高。"),
        "open": _("把岗位 %(opening)d 给申请人 %(applicant)d，总分最多增加 %(more)d，能不能增加没有定论。"),
        "never": _("各项要求都满足时，岗位 %(opening)d 不能给申请人 %(applicant)d。"),
    }[reason.kind] % told
    if reason.because is None:
        return said
    return said + _("主要因为：%(bound)s。") % {"bound": bound_in_words(reason.because)}


def _what_if(outcome: Outcome, supposed: Supposed) -> str:
    bound, instance = KINDS[supposed.kind](supposed.at), outcome.instance
    sizes = {"opening": instance.openings, "unit": instance.units}
    side = bound.kind.split()[0]
    if side in sizes:
        _refuse_beyond(side, bound.at, sizes[side])
    try:
        found = changed(instance, _solution(outcome), bound, supposed.value)
    except Infeasible as refused:
        raise clashing(refused) from refused
    except PlacingRefused:
        raise
    except ValueError as refused:
        raise unusable("no-such-bound", {"value": f"{supposed.value:g}"}) from refused
    return _changed(found)


def _changed(found: Changed) -> str:
    told = {
        "bound": _supposed(found),
        "before": f"{found.before:g}",
        "objective": found.solution.objective,
        "cost": abs(found.cost),
        "moved": found.moved.size,
    }
    if found.cost > 0:
        return _("若%(bound)s（现为 %(before)s），总分 %(objective)d，减少 %(cost)d，%(moved)d 人的结果不同。") % told
    if found.cost < 0:
        return _("若%(bound)s（现为 %(before)s），总分 %(objective)d，增加 %(cost)d，%(moved)d 人的结果不同。") % told
    return _("若%(bound)s（现为 %(before)s），总分仍是 %(objective)d，%(moved)d 人的结果不同。") % told


def _supposed(found: Changed) -> str:
    if found.bound.kind == "floor":
        return _("grass_floor 为 %(value)s") % {"value": f"{found.value:g}"}
    return bound_in_words(Quota(found.bound.kind, found.bound.at, int(found.value)))


def _solution(outcome: Outcome) -> Solution:
    """The outcome as the engine goes on from."""
    from sangzi.engines.matching.certificate import verify
    from sangzi.engines.matching.optimal import Solution

    found = verify(outcome.instance, outcome.assignment, outcome.proof)
    return Solution(outcome.assignment, found.objective, found.placed, outcome.proof, 0, outcome.instance)


def _refuse_beyond(side: str, at: int, size: int) -> None:
    if not 0 <= at < size:
        raise unusable(f"no-{side}", {"at": at, "most": size - 1})
