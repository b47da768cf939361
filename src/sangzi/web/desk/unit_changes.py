"""Changes of a unit: a form, a page that says what will happen, and the change itself."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from sangzi.kernel.audience import audience
from sangzi.kernel.errors import BadInput, Conflict
from sangzi.web.addresses import slug_of
from sangzi.web.confirming import confirmation, is_confirmed
from sangzi.web.doors import Visit
from sangzi.web.forms_units import ChangeForm
from sangzi.web.unit_verbs import VERBS, Verb


@audience("lead")
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: Visit, unit: str, verb: str) -> HttpResponse:  # noqa: ARG001  (the doors made it request.unit)
    chosen = VERBS[verb]
    form = chosen.form(request.POST or None, unit=request.unit, scope=request.scope, today=timezone.localdate())
    if request.method != "POST" or not form.is_valid():
        return _asked(request, chosen, form, 422 if form.errors else 200)
    if not is_confirmed(request):
        return confirmation(
            request,
            heading=chosen.title,
            effects=form.effects(),
            verb=chosen.title,
            dangerous=chosen.dangerous,
            back=reverse("desk:unit", args=[slug_of(request.unit)]),
        )
    return _changed(request, chosen, form)


def _changed(request: Visit, chosen: Verb, form: ChangeForm) -> HttpResponse:
    """Carry the change out; a refusal is shown above the form, with everything as it was typed."""
    try:
        result = chosen.act(form, request.user)  # type: ignore[arg-type]  # the doors let no stranger in
    except (BadInput, Conflict) as refused:
        form.add_error(None, refused.sentence)
        return _asked(request, chosen, form, refused.status)
    messages.success(request, _("已%(verb)s：%(unit)s。") % {"verb": chosen.title, "unit": result.name})
    return HttpResponseRedirect(reverse("desk:unit", args=[slug_of(result)]))


def _asked(request: Visit, chosen: Verb, form: Any, status: int) -> HttpResponse:
    return render(request, "desk/units/change.html", {"verb": chosen, "form": form}, status=status)


urlpatterns = [path(f"units/<str:unit>/{verb}/", change, {"verb": verb}, name=f"unit-{verb}") for verb in VERBS]
