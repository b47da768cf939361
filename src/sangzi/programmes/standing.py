"""How the rules of a round stand: what each says, its present value, whether it holds, what would mend it.

What may be "at most" is refused when it would be passed; what must be "at least" is shown live, and must hold, or be
argued, before places are given.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass

from django.db.models import Count, Sum
from django.utils.translation import gettext as _

from sangzi.kernel.errors import Conflict
from sangzi.kernel.wording import listed
from sangzi.units.models import Level, Unit
from sangzi.units.paths import keys

from .definitions import frozen
from .locality import seat_levels
from .models import ACTIVE, Application, Opening, OpeningState, Round
from .rules import PerUnit, Rule, Share

LEVELS = {
    "province": Level.PROVINCE,
    "prefecture": Level.PREFECTURE,
    "county": Level.COUNTY,
    "township": Level.TOWNSHIP,
    "village": Level.VILLAGE,
}
NAMED = 5  # units that break a rule, named in the sentence


@dataclass(frozen=True)
class Standing:
    """One rule of a round now. `value` is what it is measured by: a percentage, or the most at one unit."""

    rule: Rule
    says: str
    now: str
    holds: bool
    mend: str
    value: int
    wanted: int


def rules_of(round_: Round) -> tuple[Rule, ...]:
    """The rules of the frozen definition, with the numbers that this round sets in their place."""
    rules = frozen(round_.definition).rules
    told = json.loads(round_.terms).get("rules", []) if rules and round_.terms != "{}" else []
    changes = [*told, *[{}] * len(rules)]
    return tuple(
        type(rule).model_validate(rule.model_dump() | (change or {}))
        for rule, change in zip(rules, changes, strict=False)
    )


def standings(round_: Round) -> list[Standing]:
    """How every rule of a round stands. A few queries a rule, none without rules."""
    return [_share(rule, round_) if isinstance(rule, Share) else _per_unit(rule, round_) for rule in rules_of(round_)]


def broken(round_: Round) -> list[Standing]:
    """The rules that do not hold."""
    return [standing for standing in standings(round_) if not standing.holds]


def refuse_above(round_: Round, of: str, unit: Unit, adding: int) -> None:
    """Raise `Conflict` where so many more would be too many at a unit. Holds the unit's row that is counted."""
    for rule in rules_of(round_):
        if isinstance(rule, PerUnit) and rule.of == of and rule.most is not None:
            seat = _seat(unit, rule)
            if seat and _amount_at(round_, of, seat) + adding > rule.most:
                raise Conflict(_too_many(rule, seat), unit=seat.pk)


def has_room(opening: Opening) -> bool:
    """Whether the seat that was just taken in an opening breaks no rule of at most so many placements."""
    try:
        refuse_above(opening.round, "placements", opening.unit, 0)
    except Conflict:
        return False
    return True


def limits_placements(round_: Round) -> bool:
    """Whether some rule bounds placements, so that the opening's unit must be looked at."""
    return any(isinstance(rule, PerUnit) and rule.of == "placements" and rule.most for rule in rules_of(round_))


def _seat(unit: Unit, rule: PerUnit) -> Unit | None:
    """The unit of the rule's level at or above a unit; its row stays locked until the transaction ends."""
    rows = Unit.objects.select_for_update(no_key=True).filter(pk__in=keys(unit.path), level=LEVELS[rule.level])
    return rows.first()


def _amount_at(round_: Round, of: str, seat: Unit) -> int:
    if of == "applications":
        rows = Application.objects.filter(round=round_, state__in=ACTIVE, unit__path__within=seat.path)
        return rows.count()
    openings = Opening.objects.filter(round=round_, unit__path__within=seat.path, state=OpeningState.OFFERED)
    column = "taken" if of == "placements" else "capacity"
    return int(openings.aggregate(all=Sum(column))["all"] or 0)


def amounts(round_: Round, of: str) -> dict[int, int]:
    """How much there is of something at each unit. One query."""
    if of == "applications":
        rows = Application.objects.filter(round=round_, state__in=ACTIVE).order_by().values_list("unit")
        return dict(rows.annotate(Count("pk")))
    openings = Opening.objects.filter(round=round_, state=OpeningState.OFFERED).order_by().values_list("unit")
    return dict(openings.annotate(Sum("taken" if of == "placements" else "capacity")))


def _share(rule: Share, round_: Round) -> Standing:
    found = amounts(round_, rule.of)
    levels = seat_levels(Unit.objects.filter(pk__in=found).values_list("pk", "kind", "level", "path"))
    whole = sum(found.values())
    low = sum(amount for unit, amount in found.items() if levels[unit] >= LEVELS[rule.level])
    percent = low * 100 // whole if whole else 0
    holds = low * 100 >= rule.least * whole
    told = {"what": _what(rule.of), "level": _level(rule.level), "least": rule.least, "low": low, "whole": whole}
    return Standing(
        rule=rule,
        says=_("%(what)s中，%(level)s及以下的不少于%(least)d%%") % told,
        now=_("%(whole)d中有%(low)d，占%(percent)d%%") % {**told, "percent": percent} if whole else _("还没有"),
        holds=holds,
        mend=""
        if holds
        else _("再增加%(more)d个%(level)s及以下的即可达到") % {**told, "more": _missing(low, whole, rule.least)},
        value=percent,
        wanted=rule.least,
    )


def _missing(low: int, whole: int, least: int) -> int:
    """How many more low ones make the share, when nothing else is added."""
    if least == 100:
        return whole - low
    return -(-(least * whole - 100 * low) // (100 - least))


def _per_unit(rule: PerUnit, round_: Round) -> Standing:
    level = LEVELS[rule.level]
    found = amounts(round_, rule.of)
    at: Counter[int] = Counter()
    paths = dict(Unit.objects.filter(pk__in=found).values_list("pk", "path"))
    seats = {
        unit.pk: unit for unit in _units_of(round_, level, rule, {key for path in paths.values() for key in keys(path)})
    }
    for unit, amount in found.items():
        seat = next((key for key in keys(paths[unit]) if key in seats), None)
        if seat is not None:
            at[seat] += amount
    over = [unit for unit in seats.values() if rule.most is not None and at[unit.pk] > rule.most]
    under = [unit for unit in seats.values() if at[unit.pk] < rule.least]
    told = {"what": _what(rule.of), "level": _level(rule.level), "least": rule.least, "most": rule.most}
    highest = max(at.values(), default=0)
    return Standing(
        rule=rule,
        says=_per_unit_says(rule, told),
        now=_("最多的有%(highest)d，未达到的有%(under)d个") % {"highest": highest, "under": len(under)}
        if rule.least
        else _("最多的有%(highest)d") % {"highest": highest},
        holds=not over and not under,
        mend=_per_unit_mend(over, under),
        value=highest,
        wanted=rule.most or rule.least,
    )


def _units_of(round_: Round, level: Level, rule: PerUnit, near: set[int]) -> list[Unit]:
    """The units that a rule speaks of: all below the round's where each must have some, else those that have any."""
    units = Unit.objects.filter(level=level, closed=None)
    if rule.least:
        return list(units.filter(path__within=round_.unit.path))
    return list(units.filter(pk__in=near))


def _per_unit_says(rule: PerUnit, told: dict[str, object]) -> str:
    if rule.most is None:
        return _("每个%(level)s单位的%(what)s不少于%(least)d") % told
    if rule.least:
        return _("每个%(level)s单位的%(what)s为%(least)d至%(most)d") % told
    return _("每个%(level)s单位的%(what)s不多于%(most)d") % told


def _per_unit_mend(over: list[Unit], under: list[Unit]) -> str:
    said = []
    if over:
        said.append(_("过多：%(units)s") % {"units": _named(over)})
    if under:
        said.append(_("不足：%(units)s") % {"units": _named(under)})
    return "；".join(said)


def _named(units: list[Unit]) -> str:
    names = listed(unit.short for unit in units[:NAMED])
    if len(units) <= NAMED:
        return names
    return _("%(units)s等%(count)d个单位") % {"units": names, "count": len(units)}


def _too_many(rule: PerUnit, seat: Unit) -> str:
    told = {"unit": seat.short, "what": _what(rule.of), "most": rule.most}
    return _("%(unit)s的%(what)s在本批次不多于%(most)d，已满；请改选其他单位。") % told


def _what(of: str) -> str:
    return {"openings": _("名额"), "placements": _("录取"), "applications": _("报名")}[of]


def _level(level: str) -> str:
    return str(LEVELS[level].label)
