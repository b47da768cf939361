"""Everything that happened to what a commitment asks of one unit, in the order of time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from sangzi.kernel.models import Account
from sangzi.plans.bases import basis_of
from sangzi.plans.causes import Difference, because, difference
from sangzi.plans.models import Cascade, Objection, Rule, Target
from sangzi.plans.wording import plain, wording
from sangzi.units.models import Unit

State = Objection.State
MOST_ENDED = 20


@dataclass(frozen=True)
class Happening:
    """One thing that happened: when, by whom, what (a sentence), why (what the rows tell), and what a person said."""

    at: datetime
    by: Account | None
    icon: str
    what: str
    why: str = ""
    said: str = ""


@dataclass(frozen=True)
class ChangedTarget:
    """A target whose number is not the one before: both numbers, why, and the reason that was given."""

    target: Target
    was: str
    now: str
    why: str
    said: str


def history_of_target(target: Target, *, objections: bool = True) -> list[Happening]:
    """What happened to the demand on the target's unit, the latest first. Four queries.

    Without `objections` for readers to whom they do not belong.
    """
    rows = Target.objects.filter(commitment=target.commitment_id, unit=target.unit_id)
    targets = list(rows.select_related("unit", "commitment", "parent__unit", "cascade__follows", "follows", "by"))
    cascades = list(Cascade.objects.filter(target__in=targets).select_related("follows", "by"))
    raised = Objection.objects.filter(target__in=targets).select_related("by", "answered_by", "target")
    names = _names(cascades + [one.cascade for one in targets if one.cascade])
    found = [*_of_targets(targets, names), *_of_cascades(cascades, names)]
    if objections:
        found += [line for one in raised for line in _of_objection(one)]
    return sorted(found, key=lambda line: line.at, reverse=True)


def changed_targets(targets: Iterable[Target]) -> dict[int, ChangedTarget]:
    """Of some targets with their cascades and what they follow, those whose number changed. One query."""
    changed = [one for one in targets if one.follows and one.follows.value != one.value]
    names = _names([one.cascade for one in changed if one.cascade])
    return {one.pk: _changed(one, names) for one in changed}


def ended_targets(unit: Unit, since: datetime) -> list[Target]:
    """What was asked of a unit until a day after `since` and is no more, the latest first. One query."""
    now = Target.objects.filter(commitment=OuterRef("commitment"), unit=unit, withdrawn=None)
    later = Target.objects.filter(commitment=OuterRef("commitment"), unit=unit, withdrawn__gt=OuterRef("withdrawn"))
    rows = Target.objects.filter(~Exists(now), ~Exists(later), unit=unit, withdrawn__gte=since, parent__isnull=False)
    return list(rows.select_related("unit", "parent__unit", "commitment").order_by("-withdrawn", "-pk")[:MOST_ENDED])


def _changed(target: Target, names: dict[int, str]) -> ChangedTarget:
    before = target.follows
    cascade = target.cascade
    return ChangedTarget(
        target,
        plain(before.value) if before else "",
        plain(target.value),
        _why(cascade, names) if cascade else "",
        cascade.reason if cascade else "",
    )


def _of_targets(targets: Sequence[Target], names: dict[int, str]) -> list[Happening]:
    followed = {one.follows_id for one in targets}
    found = [_arrival(one, names) for one in targets]
    ended = [one for one in targets if one.withdrawn and one.pk not in followed]
    return found + [Happening(one.withdrawn, None, "x-circle", _("目标撤回")) for one in ended if one.withdrawn]


def _arrival(target: Target, names: dict[int, str]) -> Happening:
    said = wording(target.commitment, target.value, target.unit.level)
    cascade = target.cascade
    before = target.follows
    if before is not None and before.value != target.value:
        told = _("由 %(was)s 改为 %(now)s") % {"was": plain(before.value), "now": plain(target.value)}
        why = _why(cascade, names) if cascade else ""
        return Happening(target.made, target.by, "arrow-left-right", told, why, cascade.reason if cascade else "")
    if target.parent is None:
        return Happening(target.made, target.by, "check-lg", _("成为本单位的目标：%(said)s") % {"said": said})
    told = _("%(giver)s分来：%(said)s") % {"giver": target.parent.unit.short, "said": said}
    return Happening(target.made, target.by, "bullseye", told, str(Rule(target.rule).label))


def _of_cascades(cascades: Sequence[Cascade], names: dict[int, str]) -> list[Happening]:
    followed = {one.follows_id for one in cascades}
    found = [_sharing(one, names) for one in cascades]
    ended = [one for one in cascades if one.withdrawn and one.pk not in followed]
    return found + [Happening(one.withdrawn, None, "x-circle", _("撤回分解")) for one in ended if one.withdrawn]


def _sharing(cascade: Cascade, names: dict[int, str]) -> Happening:
    label = {"rule": Rule(cascade.rule).label}
    if cascade.follows is None:
        return Happening(cascade.made, cascade.by, "signpost-split", _("分给下级：%(rule)s") % label)
    told = _("重新分给下级：%(rule)s") % label
    return Happening(cascade.made, cascade.by, "arrow-counterclockwise", told, _why(cascade, names), cascade.reason)


def _of_objection(objection: Objection) -> list[Happening]:
    numbers = {"was": plain(objection.target.value), "now": plain(objection.proposed)}
    told = _("提出异议：%(was)s 不合适，建议 %(now)s") % numbers
    made = Happening(objection.made, objection.by, "chat-left-text", told, said=objection.reason)
    if objection.state == State.OPEN or objection.answered is None:
        return [made]
    decided = {"number": "" if objection.decided is None else plain(objection.decided)}
    words = {
        State.GRANTED: _("异议被采纳，定为 %(number)s"),
        State.MET: _("异议部分采纳，定为 %(number)s"),
        State.REFUSED: _("异议没有采纳"),
        State.WITHDRAWN: _("异议撤回"),
    }
    sentence = words[State(objection.state)] % decided
    return [made, Happening(objection.answered, objection.answered_by, "check-lg", sentence, said=objection.answer)]


def _why(cascade: Cascade, names: dict[int, str]) -> str:
    """Why a sharing-out gave other shares than the one before."""
    return because(_difference(cascade), names)


def _difference(cascade: Cascade) -> Difference:
    now = basis_of(cascade)
    return difference(basis_of(cascade.follows), now) if cascade.follows else difference(replace(now), now)


def _names(cascades: Iterable[Cascade]) -> dict[int, str]:
    units = {unit for one in cascades for unit in _difference(one).units}
    return dict(Unit.objects.filter(pk__in=units).values_list("pk", "short")) if units else {}
