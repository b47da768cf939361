"""A person: masked, with the registers they stand in and what was recorded of them; the whole value for a reason."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from sangzi.kernel.audience import audience
from sangzi.kernel.errors import BadInput
from sangzi.people import actions
from sangzi.people.access import get_person_for, require_may_reveal, visible_entries, visible_persons
from sangzi.people.definitions import registers
from sangzi.people.models import Person
from sangzi.people.queries import consents_of, lines_of, person_card
from sangzi.programmes.access import visible_records
from sangzi.programmes.queries import records_list
from sangzi.web.desk.people_forms import REVEALED, RevealForm
from sangzi.web.doors import Visit
from sangzi.web.refused_forms import complain
from sangzi.web.words import purpose_in_words

RECORDS_SHOWN = 20


@audience("staff")
@require_safe
def show(request: Visit, pk: int) -> HttpResponse:
    person = get_person_for(request.scope, pk)
    return render(request, "desk/people/person.html", _page(request, person, RevealForm()))


@audience("staff")
@require_POST
def reveal(request: Visit, pk: int) -> HttpResponse:
    """Show one whole value, this once; who looked and why is written down."""
    person = get_person_for(request.scope, pk)
    require_may_reveal(request.scope, person)
    form = RevealForm(request.POST)
    shown = _revealed(request, person, form) if form.is_valid() else None
    page = _page(request, person, form) | {"revealed": shown}
    return render(request, "desk/people/person.html", page, status=422 if form.errors else 200)


def _revealed(request: Visit, person: Person, form: RevealForm) -> tuple[str, str] | None:
    field, account = form.cleaned_data["field"], request.user
    by: Any = account
    try:
        value = actions.reveal(person=person, field=field, reason=form.cleaned_data["reason"], by=by)
    except BadInput as refused:
        complain(form, refused)
        return None
    return str(REVEALED[field]), value or _("没有登记")


def _page(request: Visit, person: Person, form: RevealForm) -> dict[str, Any]:
    lines = lines_of(visible_entries(request.scope), person)
    return {
        "person": person,
        "card": person_card(person),
        "lines": [(line, registers().get(line.register)) for line in lines],
        "consents": [(consent, purpose_in_words(consent.purpose)) for consent in consents_of(person)],
        "page": records_list(visible_records(request.scope), person=person, size=RECORDS_SHOWN),
        "form": form,
        "reveals": visible_persons(request.scope.writable).filter(pk=person.pk).exists(),
    }


urlpatterns = [
    path("people/<int:pk>/", show, name="person"),
    path("people/<int:pk>/reveal/", reveal, name="person-reveal"),
]
