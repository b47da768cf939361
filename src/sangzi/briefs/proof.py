"""Proves a document before it is printed: every number has a receipt that says the same, every name is a real one."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _

from sangzi.plans.models import Commitment, Target
from sangzi.scoreboard.indicators import every_indicator
from sangzi.scoreboard.models import Receipt
from sangzi.scoreboard.receipts import figure_as_told
from sangzi.units.models import Unit

from . import derived
from .draft import CUT
from .parts import Citation, Derived, Document, Goal, IndicatorName, Number, Part, Seal, UnitName, Words
from .words import UnlinkedNumber, refuse_numbers
from .writing import written

_HEX = re.compile(r"[0-9a-f]*")


class Ledger:
    """Everything that the parts of one document lean on, in four queries."""

    def __init__(self, parts: list[Part]) -> None:
        self.receipts = Receipt.objects.in_bulk({key for part in parts for key in receipts_of(part)})
        goals = {part.target for part in parts if isinstance(part, Goal | Derived) and part.target}
        self.targets = Target.objects.select_related("commitment__plan", "unit").in_bulk(goals)
        cited = {part.commitment for part in parts if isinstance(part, Citation)}
        self.commitments = Commitment.objects.select_related("plan").in_bulk(cited)
        self.units = Unit.objects.in_bulk({part.unit for part in parts if isinstance(part, UnitName)})

    def says(self, part: Part) -> bool:
        """Whether what a part shows is what its source says."""
        check: dict[type, Callable[[Any], bool]] = {
            Words: _words,
            Number: self._number,
            Derived: self._derived,
            Goal: self._goal,
            Citation: self._citation,
            UnitName: self._unit,
            IndicatorName: _indicator,
            Seal: _seal,
        }
        return check[type(part)](part) if type(part) in check else True  # days, months and issues write themselves

    def _number(self, part: Number) -> bool:
        receipt = self.receipts.get(part.receipt)
        if receipt is None:
            return False
        return part.shown == written(receipt, part.field, every_indicator()[receipt.indicator], figure_as_told(receipt))

    def _derived(self, part: Derived) -> bool:
        found = [self.receipts.get(key) for key in part.receipts]
        receipts = [receipt for receipt in found if receipt is not None]
        if len(receipts) < len(found):
            return False
        figures = [figure_as_told(receipt) for receipt in receipts]
        target = self.targets.get(part.target) if part.target else None
        return part.shown == derived.again(part.rule, every_indicator()[receipts[0].indicator], figures, target)

    def _goal(self, part: Goal) -> bool:
        receipt, target = self.receipts.get(part.receipt), self.targets.get(part.target)
        if receipt is None or target is None or receipt.commitment_id != target.commitment_id:
            return False
        return part.shown == derived.goal(target)

    def _citation(self, part: Citation) -> bool:
        commitment = self.commitments.get(part.commitment)
        if commitment is None or commitment.plan_id != part.plan:
            return False
        sources = (commitment.title, "".join(commitment.sentence.split()), commitment.plan.title)
        return any(part.shown.removesuffix(CUT) in source for source in sources)

    def _unit(self, part: UnitName) -> bool:
        unit = self.units.get(part.unit)
        return unit is not None and part.shown in {unit.name, unit.short}


def prove(document: Document) -> None:
    """Raise `UnlinkedNumber` at the first part that shows something else than its source."""
    lines = document.lines()
    ledger = Ledger([part for _where, line in lines for part in line])
    for where, line in lines:
        for part in line:
            if not ledger.says(part):
                raise UnlinkedNumber(
                    _("“%(shown)s”（%(where)s）与它的凭据或出处不符，简报没有生成。")
                    % {"shown": part.shown, "where": where},
                    shown=part.shown,
                    where=where,
                )


def receipts_of(part: Part) -> tuple[int, ...]:
    """The receipts that a part leans on."""
    if isinstance(part, Derived):
        return part.receipts
    return (part.receipt,) if isinstance(part, Number | Goal) else ()


def _words(part: Words) -> bool:
    refuse_numbers(part.text, part.where)
    return True


def _indicator(part: IndicatorName) -> bool:
    return part.key in every_indicator() and part.shown == every_indicator()[part.key].title


def _seal(part: Seal) -> bool:
    return _HEX.fullmatch(part.shown) is not None
