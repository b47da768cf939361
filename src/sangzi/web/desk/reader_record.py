"""How often the reader was right, from what people of a unit and below decided about plans."""

from __future__ import annotations

from typing import NamedTuple

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from sangzi.kernel.audience import audience
from sangzi.kernel.errors import NotPermitted
from sangzi.plans.access import visible_plans
from sangzi.plans.corrections import TITLES
from sangzi.plans.examples import SHOWN_FIELDS
from sangzi.plans.queries.rightness import BANDS, Rightness, rightness
from sangzi.units.access import Scope
from sangzi.units.models import Unit
from sangzi.web.at_hand import audits, leads
from sangzi.web.charts import Chart, Series
from sangzi.web.doors import Visit

FEW = 30  # decisions from which shares begin to mean something


class Line(NamedTuple):
    """How often something was right."""

    words: str
    right: int
    whole: int

    @property
    def percent(self) -> float | None:
        return 100 * self.right / self.whole if self.whole else None


@audience("staff")
@require_safe
def record(request: Visit) -> HttpResponse:
    """For those who answer for a unit, and those who look over their shoulders."""
    if not may_see_record(request.scope, request.unit):
        raise NotPermitted(_("只有%(unit)s的负责人和审计员可以看读取的准确度。") % {"unit": request.unit.short})
    told = rightness(visible_plans(request.scope).filter(unit__path__within=request.unit.path))
    lines = [Line(_title(name), told.fields[name], told.kept) for name in SHOWN_FIELDS]
    context = {
        "told": told,
        "lines": lines,
        "overall": Line("", told.right, told.looked_at),
        "chart": _chart(lines),
        "bands": _bands(told),
        "readers": [Line(version or "—", right, whole) for version, (whole, right) in sorted(told.readers.items())],
        "few": told.looked_at < FEW,
    }
    return render(request, "desk/plans/record.html", context)


def may_see_record(scope: Scope, unit: Unit) -> bool:
    """Whether the scope leads or audits the unit."""
    return leads(scope, unit) or audits(scope, unit)


def _title(name: str) -> str:
    return str(TITLES[{"unit": "measure", "indicator": "title"}.get(name, name)])


def _chart(lines: list[Line]) -> Chart:
    values = [None if line.percent is None else round(line.percent, 1) for line in lines]
    series = Series(_("读对的比例"), values, kind="bar")
    return Chart(_("各项读对的比例"), [line.words for line in lines], [series], measure="%")


def _bands(told: Rightness) -> list[Line]:
    words = {
        BANDS[0]: _("80% 以上"),
        BANDS[1]: "70%–80%",
        BANDS[2]: "60%–70%",
        BANDS[3]: _("不到 60%"),
    }
    return [Line(words[band], right, whole) for band, (whole, right) in told.bands.items()]


urlpatterns = [path("plans/reader/", record, name="plan-reader")]
