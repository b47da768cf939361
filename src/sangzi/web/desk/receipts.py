"""Receipts: where a figure comes from, and the same figure computed again."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from sangzi.kernel.audience import audience
from sangzi.kernel.errors import BadInput, NotVisible
from sangzi.plans.access import get_commitment_for, get_target_for
from sangzi.plans.models import Commitment
from sangzi.scoreboard import actions
from sangzi.scoreboard.access import get_receipt_for
from sangzi.scoreboard.declarations import version_of
from sangzi.scoreboard.figures import Figure
from sangzi.scoreboard.indicators import Indicator, every_indicator, indicators_of
from sangzi.scoreboard.models import Receipt
from sangzi.scoreboard.queries import figure_of
from sangzi.scoreboard.receipts import check, figure_as_told, listing
from sangzi.scoreboard.shown import parts, shown
from sangzi.units.models import Unit
from sangzi.units.queries import tree_edition
from sangzi.web.addresses import to_desk
from sangzi.web.desk.drill import drill_links
from sangzi.web.doors import Visit


@audience("staff")
@require_safe
def compute(request: Visit) -> HttpResponse:
    """The receipt of a figure on the board, computed for this visit and not kept."""
    indicator, day = _asked(request)
    commitment = _commitment(request)
    figure = figure_of(indicator, request.unit, day)
    page = _page(request.unit, indicator, figure, commitment)
    now = {"edition": tree_edition(), "definition": indicator.digest}
    return render(request, "desk/receipts/receipt.html", page | now)


@audience("staff")
@require_POST
def keep(request: Visit) -> HttpResponse:
    """Keep the receipt, so that a document can quote it."""
    indicator, day = _asked(request)
    receipt = actions.issue_receipt(
        indicator=indicator,
        unit=request.unit,
        as_of=day,
        commitment=_commitment(request),
        now=timezone.now(),
        by=request.user,  # type: ignore[arg-type]  # the doors let no stranger in
    )
    return to_desk(request, "desk:receipt", receipt.pk)


@audience("staff")
@require_safe
def show(request: Visit, receipt: int) -> HttpResponse:
    kept = get_receipt_for(request.scope, receipt)
    return render(request, "desk/receipts/receipt.html", _kept_page(request, kept))


@audience("staff")
@require_POST
def again(request: Visit, receipt: int) -> HttpResponse:
    """Compute a kept receipt again and say what came out."""
    kept = get_receipt_for(request.scope, receipt)
    found = check(kept)
    if found.same:
        messages.success(request, _("重新计算得到同一个数，分子分母也一致。"))
    else:
        messages.warning(request, _("重新计算的结果是 %(now)s，与凭据不同。") % {"now": _now(kept, found.again)})
    return render(request, "desk/receipts/receipt.html", _kept_page(request, kept) | {"check": found})


def _now(receipt: Receipt, figure: Figure) -> str:
    return shown(every_indicator()[receipt.indicator], figure)


def _asked(request: Visit) -> tuple[Indicator, date]:
    key, day = request.GET.get("indicator", ""), request.GET.get("as_of", "")
    indicator = indicators_of(request.unit).get(key)
    if indicator is None:
        raise NotVisible(_("没有“%(key)s”这个指标；它可能已经从定义中移走。") % {"key": key[:60]})
    try:
        asked = date.fromisoformat(day)
    except ValueError as error:
        raise BadInput(_("“%(day)s”不是日期；请写成 2025-03-31 这样。") % {"day": day[:20]}) from error
    if asked > timezone.localdate():
        raise BadInput(_("%(day)s 还没有到，不能算那一天的数据。") % {"day": day})
    return indicator, asked


def _commitment(request: Visit) -> Commitment | None:
    target = request.GET.get("target", "")
    return get_target_for(request.scope, int(target)).commitment if target.isdecimal() else None


def _kept_page(request: Visit, receipt: Receipt) -> dict[str, Any]:
    indicator = every_indicator().get(receipt.indicator)
    commitment = get_commitment_for(request.scope, receipt.commitment_id) if receipt.commitment_id else None
    page = _page(receipt.unit, indicator, figure_as_told(receipt), commitment, receipt.definition)
    return page | {"receipt": receipt, "edition": receipt.tree_edition, "definition": receipt.definition}


def _page(
    unit: Unit, indicator: Indicator | None, figure: Figure, commitment: Commitment | None, digest: str = ""
) -> dict[str, Any]:
    if indicator is None:
        raise NotVisible(_("指标“%(key)s”已不在定义中。") % {"key": figure.indicator})
    return {
        "indicator": indicator,
        "of_unit": unit,
        "figure": shown(indicator, figure),
        "version": version_of(indicator.key, digest or indicator.digest),
        "exact": "—" if figure.value is None else str(figure.value),
        "parts": parts(indicator, figure),
        "as_of": figure.as_of,
        "commitment": commitment,
        "drill": drill_links(listing(indicator, figure.unit, figure.as_of), unit),
        "now": timezone.now(),
    }


urlpatterns = [
    path("receipts/for/", compute, name="receipt-for"),
    path("receipts/keep/", keep, name="receipt-keep"),
    path("receipts/<int:receipt>/", show, name="receipt"),
    path("receipts/<int:receipt>/again/", again, name="receipt-again"),
]
