"""What a run goes by: the method, the points, the numbers of the rules on placements."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, get_args

from django.utils.translation import gettext as _
from pydantic import TypeAdapter, ValidationError

from sangzi.kernel.errors import BadInput, Conflict

from ..definitions import frozen
from ..models import Round, Run, RunState
from ..rules import PerUnit, Rule, Share
from ..standing import rules_of
from ..steps.allotment import FITTED, Fit, Method
from .staying import Stay

BY_HAND: Final = "by-hand"
METHODS: Final = tuple(method for method in get_args(Method) if method != BY_HAND)
STAYING: Final = "optimal"
"""The method of which several results may be equally good."""
WITH_RESULT: Final = (RunState.MADE, RunState.PUBLISHING, RunState.PUBLISHED)
_RULE: Final[TypeAdapter[Rule]] = TypeAdapter(Rule)


@dataclass(frozen=True)
class Terms:
    """`rules`: those on placements. `argued`: least numbers may be given up where they cannot be held.

    `stay`: the earlier run of which, among equally good results, as little as can be is changed.
    """

    method: str
    fit: Fit
    rules: tuple[PerUnit | Share, ...]
    argued: bool = False
    stay: Stay | None = None

    def told(self) -> dict[str, Any]:
        """What stands in the row of a run beside its method."""
        rules = [rule.model_dump() for rule in self.rules]
        told = {"fit": self.fit.model_dump(mode="json"), "rules": rules, "argued": self.argued}
        return told | ({"stay": self.stay.told()} if self.stay else {})

    def written(self) -> str:
        """The same as one text, always in the same order."""
        return json.dumps(self.told(), ensure_ascii=False, sort_keys=True)

    @property
    def keeps_least(self) -> bool:
        """Whether the method itself holds to least numbers."""
        return self.method in FITTED


def announced(round_: Round) -> Terms:
    """What applicants were told. Raises `Conflict` where seats are given by hand."""
    step = frozen(round_.definition).allotment
    if step is None or step.method == BY_HAND:
        raise Conflict(_("这个项目的名额由工作人员逐个安排，不自动分配。"), round=round_.pk)
    return Terms(step.method, step.fit or Fit(), _on_placements(rules_of(round_)))


def terms_for(
    round_: Round,
    *,
    method: str = "",
    changes: Sequence[dict[str, Any] | None] = (),
    fit: Fit | None = None,
    argued: bool = False,
    stay: int | None = None,
) -> Terms:
    """What was announced, with what is tried instead. `changes`: numbers for the rules of the definition, in order.

    `stay`: the number of the run to stay close to. Raises `BadInput` for a method that is none, a number that a rule
    cannot have, or a run that nothing can stay close to.
    """
    told = announced(round_)
    if method and method not in METHODS:
        raise BadInput(_("没有叫“%(method)s”的分配办法；请重新选择。") % {"method": method[:20]}, field="method")
    rules = _on_placements(changed(rules_of(round_), changes)) if changes else told.rules
    terms = Terms(method or told.method, fit or told.fit, rules, argued)
    return terms if stay is None else replace(terms, stay=_stay(round_, terms.method, stay))


def _stay(round_: Round, method: str, number: int) -> Stay:
    if method != STAYING:
        raise BadInput(_("只有“总分最高”能尽量不动以前的试算；请换办法，或不看以前的试算。"), field="stay")
    run = Run.objects.filter(round=round_, number=number, state__in=WITH_RESULT).values("result").first()
    if run is None:
        raise BadInput(_("试算 %(number)d 没有结果，不能依它算；请另选一次。") % {"number": number}, field="stay")
    return Stay(number, run["result"])


def changed(rules: Sequence[Rule], changes: Sequence[dict[str, Any] | None]) -> tuple[Rule, ...]:
    """Rules with other numbers; what is left out stays. Raises `BadInput`."""
    if len(changes) > len(rules):
        raise BadInput(_("这个批次只有%(count)d条规则；请刷新页面。") % {"count": len(rules)}, field="rules")
    every = [*changes, *[None] * (len(rules) - len(changes))]
    try:
        return tuple(
            type(rule).model_validate(rule.model_dump() | (change or {}))
            for rule, change in zip(rules, every, strict=True)
        )
    except ValidationError as error:
        field = ".".join(map(str, error.errors()[0]["loc"]))
        raise BadInput(_("规则的数字无法使用（%(field)s）；请改正。") % {"field": field}, field="rules") from error


def terms_of(run: Run) -> Terms:
    """What a run went by."""
    told = json.loads(run.terms)
    rules = tuple(_RULE.validate_python(rule) for rule in told["rules"])
    stay = Stay(**told["stay"]) if "stay" in told else None
    return Terms(run.method, Fit.model_validate(told["fit"]), rules, told["argued"], stay)


def is_announced(round_: Round, terms: Terms) -> bool:
    """Whether these are the terms that applicants were told."""
    return replace(terms, argued=False) == announced(round_)


def _on_placements(rules: Sequence[Rule]) -> tuple[PerUnit | Share, ...]:
    return tuple(rule for rule in rules if rule.of == "placements")
