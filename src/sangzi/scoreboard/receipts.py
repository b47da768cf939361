"""Receipts: where a figure comes from, so that anyone entitled can compute it again."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction

from django.utils.translation import gettext as _

from sangzi.kernel.errors import Conflict
from sangzi.plans.models import Commitment
from sangzi.units.models import Unit
from sangzi.units.queries import tree_edition

from .figures import Figure
from .indicators import Indicator, indicators
from .models import Receipt
from .queries import figure_of


@dataclass(frozen=True)
class Check:
    """A receipt computed again: the number now, and what has changed since."""

    again: Figure
    same: bool
    definition_changed: bool
    tree_changed: bool


def issue(figure: Figure, *, commitment: Commitment | None, now: datetime) -> Receipt:
    """Keep the receipt of a figure; the same figure in the same circumstances keeps the receipt it had."""
    indicator = indicators()[figure.indicator]
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
    indicator = indicators().get(receipt.indicator)
    if indicator is None:
        raise Conflict(_("指标“%(key)s”已不在定义中，无法重新计算这张凭据。") % {"key": receipt.indicator})
    again = figure_of(indicator, Unit.objects.get(pk=receipt.unit_id), receipt.as_of)
    return Check(
        again=again,
        same=(exact(again), again.numerator, again.denominator)
        == (receipt.value, receipt.numerator, receipt.denominator),
        definition_changed=indicator.digest != receipt.definition,
        tree_changed=tree_edition() != receipt.tree_edition,
    )


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
