"""我的: why an application came to what it did, wish by wish."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_safe

from sangzi.kernel.audience import audience
from sangzi.programmes.access.own import get_readable_application
from sangzi.programmes.queries.why import why_of
from sangzi.web.how_it_works import METHODS


@audience("signed-in")
@require_safe
def why(request: Any, key: int) -> HttpResponse:
    """Why an application has what it has; for whoever made it, and the members of its team."""
    found = get_readable_application(request.user, key)
    told = why_of(found)
    context = {
        "application": found,
        "round": found.round,
        "why": told,
        "method": METHODS[told.run.method] if told.run else "",
    }
    return render(request, "me/applications/why.html", context)


urlpatterns = [path("applications/<int:key>/why/", why, name="why")]
