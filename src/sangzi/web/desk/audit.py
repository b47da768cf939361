"""The audit chains of the unit at hand and of everything below it."""

from __future__ import annotations

from itertools import islice

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_POST, require_safe

from sangzi.kernel import audit
from sangzi.kernel.audience import audience
from sangzi.kernel.queries import audit_lines
from sangzi.units.queries.listing import chains_below, units_by_key
from sangzi.web.doors import Visit

BREACHES_SHOWN = 100


@audience("auditor")
@require_safe
def lines(request: Visit) -> HttpResponse:
    page = audit_lines(chains=chains_below(request.unit), after=request.GET.get("after"))
    units = units_by_key(line.chain for line in page.lines)
    return render(
        request, "desk/audit/lines.html", {"page": page, "rows": [(line, units[line.chain]) for line in page.lines]}
    )


@audience("auditor")
@require_POST
def verify(request: Visit) -> HttpResponse:
    """Hold every chain of the installation against its hashes."""
    breaches = list(islice(audit.verify(), BREACHES_SHOWN))
    return render(request, "desk/audit/verified.html", {"breaches": breaches})


urlpatterns = [
    path("audit/", lines, name="audit"),
    path("audit/verify/", verify, name="audit-verify"),
]
