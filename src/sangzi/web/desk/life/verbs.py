"""What the pages of this folder share: a round for whoever may change it, and the answer to a form."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone

from sangzi.kernel.errors import BadInput, Conflict, SangziError
from sangzi.programmes.access import get_round_for
from sangzi.programmes.models import Round
from sangzi.programmes.queries import definition_of
from sangzi.web.desk.rounds import state_of
from sangzi.web.doors import Visit
from sangzi.web.refused_forms import complain

EDITS = ["GET", "HEAD", "POST"]


def round_page(request: Visit, found: Round, tab: str) -> dict[str, Any]:
    """What every page of a round shows above its own."""
    return {
        "round": found,
        "programme": definition_of(found),
        "state": state_of(found, timezone.localdate()),
        "tab": tab,
        "writes": request.scope.writable.covers(request.unit),
        "owns": request.scope.writable.covers(found.unit),
    }


def round_at(request: Visit, pk: int) -> Round:
    return get_round_for(request.scope, pk)


def answer(
    request: Visit,
    form: Any,
    act: Callable[[Any], str],
    *,
    back: str,
    page: dict[str, Any],
    template: str = "desk/rounds/verb.html",
) -> HttpResponse:
    """Carry out what a valid form asks and go back; else the form, with what is wrong beside its field."""
    if request.method == "POST" and form.is_valid():
        try:
            messages.success(request, act(request.user))
            return HttpResponseRedirect(back)
        except (BadInput, Conflict) as refused:
            complain(form, refused)
    page = {"form": form, "back": back} | page
    return render(request, template, page, status=422 if form.errors else 200)


def at_once(request: Visit, act: Callable[[Any], str], back: str) -> HttpResponse:
    """Carry out what a button asks and go back; a refusal is said there."""
    try:
        messages.success(request, act(request.user))
    except SangziError as refused:
        messages.warning(request, refused.sentence)
    return HttpResponseRedirect(back)
