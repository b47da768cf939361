"""A page between a form and what it does: what will happen, in sentences, and one button."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise

CONFIRMED = "confirmed"
_OUR_OWN = ("csrfmiddlewaretoken", CONFIRMED)


def is_confirmed(request: HttpRequest) -> bool:
    """Whether the visitor has seen what will happen."""
    return request.POST.get(CONFIRMED) == "yes"


def confirmation(
    request: HttpRequest,
    *,
    heading: str | Promise,
    effects: Sequence[str],
    verb: str | Promise,
    back: str,
    dangerous: bool = False,
) -> HttpResponse:
    """Say what will happen; the button sends the same form again, confirmed."""
    sent = [(name, value) for name, values in request.POST.lists() if name not in _OUR_OWN for value in values]
    context = {
        "heading": heading,
        "effects": effects,
        "verb": verb,
        "sent": sent,
        "back": back,
        "dangerous": dangerous,
        "confirmed": CONFIRMED,
    }
    return render(request, "desk/confirm.html", context)
