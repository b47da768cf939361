"""The front page: what Sangzi is, and what it does not build."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_safe

from sangzi.kernel.audience import audience


@audience("anyone")
@require_safe
def front(request: HttpRequest) -> HttpResponse:
    return render(request, "open/front.html")


urlpatterns = [path("", front, name="front")]
