"""How personal information and minors are protected, and where complaints go."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_safe

from sangzi.kernel.audience import audience
from sangzi.kernel.settings_list import COMPLAINTS


@audience("anyone")
@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    return render(request, "open/privacy.html", {"complaints_at": COMPLAINTS.value})


urlpatterns = [path("privacy/", privacy, name="privacy")]
