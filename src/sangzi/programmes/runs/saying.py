"""Why an application has what it has, in sentences for the applicant: true by the order of claims or by the prices.

Nobody else can be made out. A number that tells of others (the weakest claim that got a seat, how many points a change
would cost) is said only where at least `CROWD` got the seats it comes from; where fewer did, one sentence without it
covers all cases, so that not even which of them it is can be read off. What is the applicant's own is always said.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Final

from django.utils.translation import gettext as _

from sangzi.engines.matching.infeasible import Quota
from sangzi.engines.matching.reasons import Reason
from sangzi.engines.matching.reasons_by_price import PriceReason

from ..standing import LEVELS
from .recalled import Recalled

CROWD: Final = 5
"""Fewer than that could be made out from a number that comes of them."""


def order_called(method: str) -> str:
    """What decides whose turn it is; "" for methods that look at everybody at once."""
    words: dict[str, Callable[[], str]] = {
        "first-come": lambda: _("按报名先后"),
        "lottery": lambda: _("按签号先后"),
        "serial": lambda: _("按得分和签号先后"),
        "by-score": lambda: _("按得分和签号先后"),
    }
    return words[method]() if method in words else ""


def outcome(run: Recalled, turn: int, title: str) -> str:
    """What an allotment came to for one turn; `title` of the opening that it got."""
    rank, begin = run.wish_got(turn), run.instance.indptr[turn]
    if run.got(turn) is None:
        if run.instance.indptr[turn + 1] == begin:
            return _("没有得到名额：所填的志愿在分配时都已撤下。")
        return _("没有得到名额：%(why)s。") % {"why": _why_nothing(run, turn)}
    if rank == 0:
        return _("所填的志愿在分配时都已撤下，按规则安排了离家近的“%(opening)s”。") % {"opening": title}
    told = {"rank": rank, "opening": title}
    if rank == 1:
        return _("得到了第1志愿“%(opening)s”。") % told
    return _("得到第%(rank)d志愿“%(opening)s”：%(why)s。") % (told | {"why": _why_later(run, turn)})


def wish(run: Recalled, turn: int, opening: int, rank: int) -> str:
    """Why a turn has not an opening, by its key, that was its wish of this rank; or that it has it."""
    place = run.place_of(opening)
    if place is None:
        return _("分配时这个名额已经撤下。")
    if run.got(turn) == opening:
        return _("分配时得到了这个名额。")
    if 0 < run.wish_got(turn) < rank:
        return _("得到了更靠前的志愿。")
    if run.by_price:
        return _by_prices(run, run.by_prices(turn, place), place)
    return _by_claim(run, run.by_claim(turn, place), turn)


def _why_nothing(run: Recalled, turn: int) -> str:
    order = order_called(run.run.method)
    if order:
        told = {"order": order, "turn": turn + 1}
        return _("%(order)s第%(turn)d个轮到，所填的志愿都没有能给的名额了") % told
    if run.by_price:
        return _best(run)
    return _("所填的志愿，名额都没有轮到这份报名")


def _why_later(run: Recalled, turn: int) -> str:
    order = order_called(run.run.method)
    if order:
        told = {"order": order, "turn": turn + 1}
        return _("%(order)s第%(turn)d个轮到，更靠前的志愿没有能给的名额了") % told
    if run.by_price:
        return _best(run)
    return _("更靠前的志愿，名额没有轮到这份报名")


def _best(run: Recalled) -> str:
    """What was proven of the whole; nothing more where a gap is left."""
    if run.proof.get("bound") == run.proof.get("objective"):
        return _("换任何别的排法，全体的匹配分加起来都不会更高")
    return _("结果按公布的匹配分和规则算出")


def _by_claim(run: Recalled, reason: Reason, turn: int) -> str:
    if reason.kind == "not-named":
        return _("分配时没有这个志愿。")
    told = reason.context
    if told["seats"] == 0:
        return _("分配时这里已经没有空余的名额。")
    order = order_called(run.run.method)
    if not order:
        return _by_strength(run, reason)
    turned: dict[str, object] = {"order": order, "turn": turn + 1, "seats": told["seats"]}
    if reason.kind == "opening":
        return _("%(order)s第%(turn)d个轮到，这里的%(seats)d个名额都已经给了前面的申请人。") % turned
    turned["unit"] = _unit(run, told["place"])
    return _("%(order)s第%(turn)d个轮到，%(unit)s还能录取的%(seats)d人已满。") % turned


def _by_strength(run: Recalled, reason: Reason) -> str:
    told: dict[str, object] = {**reason.context}
    if reason.kind == "unit":
        told["unit"] = _unit(run, reason.context["place"])
        if told["kept"]:
            return _("%(unit)s最多还能录取%(seats)d人，其中一部分名额要按规则留给人数不足的地方。") % told
        where = _("%(unit)s还能录取的%(seats)d人都排在前面") % told
    else:
        where = _("这里的%(seats)d个名额都给了排在前面的申请人") % told
    return where + _compared(reason)


def _compared(reason: Reason) -> str:
    """What told the claim from the weakest that got a seat; numbers of others only where they are many."""
    told = reason.context
    if told["held"] < CROWD:
        return _("（先比匹配分，同分比签号；这份报名%(own)d分）。") % told
    if reason.decided == "priority":
        return _("：其中匹配分最低的%(weakest)d分，这份报名%(own)d分。") % told
    return _("：其中最后一位匹配分同为%(own)d分，签号在前。") % told


def _by_prices(run: Recalled, reason: PriceReason, place: int) -> str:
    told = reason.context
    if reason.kind == "not-named":
        return _("分配时没有这个志愿。")
    if reason.kind == "never":
        return _("规则都要满足时，没有哪种排法能把这里给这份报名。")
    if reason.kind == "own-points" and told["given"] == told["own"]:
        return _("得到的名额匹配分一样，都是%(given)d分。") % told
    if reason.kind == "own-points":
        return _("得到的名额匹配分是%(given)d分，这里只有%(own)d分。") % told
    many = min(run.held_at(place), told.get("held", CROWD)) >= CROWD
    return _without(reason, many=many) + _because(run, reason.because, told.get("held"))


def _without(reason: PriceReason, *, many: bool) -> str:
    """What all together would have if this application had the opening."""
    told = reason.context
    if reason.kind == "open":
        rest = _("比例要求之下，把名额改给它会不会使全体加起来更高，没有定论。")
    elif reason.kind == "no-more" or not many:
        rest = _("把名额改给它，全体的匹配分加起来不会更高。")
    elif reason.kind == "equal":
        rest = _("把名额改给它，全体加起来也可以一样高，结果是同样好的几种排法之一。")
    else:
        rest = _("把名额改给它，全体的匹配分加起来至少会减少%(lost)d分。") % told
    return _("这份报名在这里的匹配分是%(own)d分；") % told + rest


def _because(run: Recalled, because: Quota | None, held: int | None) -> str:
    """The bound that makes the opening so dear, as far as it is reached."""
    if because is None:
        return ""
    told: dict[str, object] = {"bound": because.bound}
    if because.kind == "floor":
        return _floor(run)
    if because.kind.startswith("unit"):
        told["unit"] = _unit(run, because.index)
    if because.kind.endswith("least"):
        return _("得到的名额所在的地方有录取下限。")
    if held != because.bound:
        return _("这里的名额很紧。")
    if because.kind == "opening most":
        return _("这里的%(bound)d个名额都已用上。") % told
    return _("%(unit)s还能录取的%(bound)d人已满。") % told


def _floor(run: Recalled) -> str:
    rule = next((rule for rule in json.loads(run.run.terms)["rules"] if rule["kind"] == "share"), None)
    if rule is None:
        return _("规则要求基层的名额占到一定比例。")
    told = {"level": str(LEVELS[rule["level"]].label), "least": rule["least"]}
    return _("规则要求%(level)s及以下的录取不少于%(least)d%%。") % told


def _unit(run: Recalled, place: int) -> str:
    name = run.unit_called(place)
    return _("“%(unit)s”（含下级）") % {"unit": name} if name else _("整个批次")
