"""Where the desk begins."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import path
from django.views.decorators.http import require_safe

from sangzi.kernel.audience import audience
from sangzi.web.addresses import to_desk
from sangzi.web.doors import Visit


@audience("staff")
@require_safe
def home(request: Visit) -> HttpResponse:
    return to_desk(request, "desk:board")


urlpatterns = [path("", home, name="home")]
