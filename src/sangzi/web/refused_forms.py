"""A refusal of an act, said beside the field it is about; nothing that was typed is lost."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from sangzi.kernel.errors import BadInput, Conflict, SangziError

OWN = "own_"  # before the names of fields that a definition declares, so that they never meet the form's


def complain(form: forms.Form, refused: SangziError) -> None:
    """Put the sentence beside its field, or above the form where it is about none of them."""
    about = str(refused.context.get("field", ""))
    shown = (name for name in (about, OWN + about) if name in form.fields and not form.fields[name].widget.is_hidden)
    form.add_error(next(shown, None), refused.sentence)


def answered(
    request: HttpRequest, form: Any, act: Callable[[Any], HttpResponse], template: str, page: dict[str, Any]
) -> HttpResponse:
    """Carry out what a valid form asks; else the form, with what is wrong beside its field."""
    if request.method == "POST" and form.is_valid():
        try:
            return act(request.user)
        except (BadInput, Conflict) as refused:
            complain(form, refused)
    return render(request, template, page | {"form": form}, status=422 if form.errors else 200)
