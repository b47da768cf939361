"""What was paid to whom in a round, and writing down the next part."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from sangzi.kernel.audience import audience
from sangzi.kernel.errors import NotVisible
from sangzi.kernel.paging import page_of
from sangzi.programmes import actions
from sangzi.programmes.access import get_placement_for, require_may_write, visible_placements
from sangzi.programmes.access.life import get_payment_for
from sangzi.programmes.models import COUNTED, Payment
from sangzi.programmes.queries import definition_of
from sangzi.programmes.queries.life import called
from sangzi.web.addresses import desk_url
from sangzi.web.desk.life.forms import PayForm, ReasonForm
from sangzi.web.desk.life.verbs import EDITS, answer, round_at, round_page
from sangzi.web.doors import Visit


@audience("staff")
@require_safe
def listed(request: Visit, pk: int) -> HttpResponse:
    found = round_at(request, pk)
    rows = visible_placements(request.scope).filter(
        opening__round=found, state__in=COUNTED, opening__unit__path__within=request.unit.path
    )
    along = ("opening__unit", "person", "partner", "for_unit", "application")
    page = page_of(rows.select_related(*along), after=request.GET.get("after"))
    paid: dict[int, list[Payment]] = {}
    for one in Payment.objects.filter(placement__in=page.lines, record__reversal=None).order_by("part"):
        paid.setdefault(one.placement_id, []).append(one)
    lines = [(one, called(one), paid.get(one.pk, []), _sum(paid.get(one.pk, []))) for one in page.lines]
    context = round_page(request, found, "payments") | {"lines": lines, "page": page}
    return render(request, "desk/life/payments.html", context)


@audience("staff")
@require_http_methods(EDITS)
def pay(request: Visit, pk: int) -> HttpResponse:
    found = get_placement_for(request.scope, pk)
    require_may_write(request.scope, found.opening.unit)
    step = definition_of(found.opening.round).payment
    if step is None:
        raise NotVisible(_("这个项目不登记发放。"))
    form = PayForm(request.POST or None, step=step, today=timezone.localdate())

    def act(by: Any) -> str:
        actions.pay(placement=found, now=timezone.now(), by=by, **form.cleaned_data)
        return _("已登记发放，计入数据。")

    heading = _("登记发放：%(who)s") % {"who": called(found)}
    page = {"round": found.opening.round, "opening": found.opening, "heading": heading, "verb": _("登记")}
    return answer(request, form, act, back=desk_url(request, "desk:payments", found.opening.round_id), page=page)


@audience("staff")
@require_http_methods(EDITS)
def take_back(request: Visit, pk: int) -> HttpResponse:
    payment = get_payment_for(request.scope, pk)
    opening = payment.placement.opening
    require_may_write(request.scope, opening.unit)
    form = ReasonForm(request.POST or None)

    def act(by: Any) -> str:
        actions.take_payment_back(payment=payment, now=timezone.now(), by=by, **form.cleaned_data)
        return _("已撤销，可以重新登记。")

    page = {"round": opening.round, "opening": opening, "heading": _("撤销发放登记"), "verb": _("撤销")}
    return answer(request, form, act, back=desk_url(request, "desk:payments", opening.round_id), page=page)


def _sum(payments: list[Payment]) -> Decimal:
    return sum((one.amount for one in payments), Decimal(0))


urlpatterns = [
    path("rounds/<int:pk>/payments/", listed, name="payments"),
    path("placements/<int:pk>/pay/", pay, name="placement-pay"),
    path("payments/<int:pk>/take-back/", take_back, name="payment-take-back"),
]
