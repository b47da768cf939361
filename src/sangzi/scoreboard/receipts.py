"""Receipts: where a figure comes from, so that anyone entitled can compute it again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction

from django.utils.translation import gettext as _

from sangzi.kernel.errors import Conflict
from sangzi.plans.models import Commitment
from sangzi.units.queries import tree_edition

from .figures import Figure
from .indicators import Indicator, every_indicator
from .models import Receipt
from .past import figures_on


@dataclass(frozen=True)
class Check:
    """A receipt computed again: the number now, and what has changed since."""

    again: Figure
    same: bool
    definition_changed: bool
    tree_changed: bool


def issue(figure: Figure, *, commitment: Commitment | None, now: datetime) -> Receipt:
    """Keep the receipt of a figure; the same figure in the same circumstances keeps the receipt it had."""
    indicator = every_indicator()[figure.indicator]
    edition = tree_edition()
    told = {
        "indicator": figure.indicator,
        "unit": figure.unit,
        "commitment": commitment.pk if commitment else None,
        "as_of": figure.as_of.isoformat(),
        "value": exact(figure),
        "numerator": figure.numerator,
        "denominator": figure.denominator,
        "definition": indicator.digest,
        "tree": edition,
    }
    digest = hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()
    receipt, _new = Receipt.objects.get_or_create(
        digest=digest,
        defaults={
            "indicator": figure.indicator,
            "unit_id": figure.unit,
            "commitment_id": commitment.pk if commitment else None,
            "as_of": figure.as_of,
            "value": exact(figure),
            "numerator": figure.numerator,
            "denominator": figure.denominator,
            "definition": indicator.digest,
            "tree_edition": edition,
            "records": json.dumps(listing(indicator, figure.unit, figure.as_of)),
            "made": now,
        },
    )
    return receipt


def check(receipt: Receipt) -> Check:
    """Compute a receipt's figure again, on the present records, definition and tree."""
    return check_all([receipt])[0]


def check_all(receipts: Sequence[Receipt]) -> list[Check]:
    """Compute the figures of many receipts again, those of one day together."""
    edition = tree_edition()
    again = _figures_again(receipts)
    return [
        Check(
            again=again[receipt.pk],
            same=_told(again[receipt.pk]) == (receipt.value, receipt.numerator, receipt.denominator),
            definition_changed=_indicator_of(receipt).digest != receipt.definition,
            tree_changed=edition != receipt.tree_edition,
        )
        for receipt in receipts
    ]


def _figures_again(receipts: Sequence[Receipt]) -> dict[int, Figure]:
    """By receipt; as many computations as there are days."""
    found: dict[int, Figure] = {}
    for day in {receipt.as_of for receipt in receipts}:
        these = [receipt for receipt in receipts if receipt.as_of == day]
        wanted = {receipt.indicator: _indicator_of(receipt) for receipt in these}
        figures = figures_on(list(wanted.values()), sorted({receipt.unit_id for receipt in these}), day)
        found |= {receipt.pk: figures[receipt.indicator, receipt.unit_id] for receipt in these}
    return found


def _indicator_of(receipt: Receipt) -> Indicator:
    indicator = every_indicator().get(receipt.indicator)
    if indicator is None:
        raise Conflict(_("指标“%(key)s”已不在定义中，无法重新计算这张凭据。") % {"key": receipt.indicator})
    return indicator


def _told(figure: Figure) -> tuple[str, int, int | None]:
    return exact(figure), figure.numerator, figure.denominator


def exact(figure: Figure) -> str:
    """The value as an exact fraction in words, "" when there is none."""
    return "" if figure.value is None else str(figure.value)


def listing(indicator: Indicator, unit: int, as_of: date) -> list[dict[str, str]]:
    """The query that lists the records behind a figure: fact, tag, unit and days, for each side of the line."""
    terms = [indicator.measure] + ([indicator.denominator] if indicator.denominator else [])
    since = date(as_of.year, 1, 1).isoformat() if indicator.reading == "year" else ""
    return [
        {"fact": term.fact, "tag": term.tag, "unit": str(unit), "since": since, "until": as_of.isoformat()}
        for term in terms
    ]


def figure_as_told(receipt: Receipt) -> Figure:
    """The figure that a receipt was issued for."""
    value = Fraction(receipt.value) if receipt.value else None
    return Figure(receipt.indicator, receipt.unit_id, receipt.as_of, value, receipt.numerator or 0, receipt.denominator)
