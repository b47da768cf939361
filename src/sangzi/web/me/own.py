"""What Sangzi knows of me: where I am listed, what I took part in, what I allowed, and who looked at it."""

from __future__ import annotations

import json
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from sangzi.kernel.audience import audience
from sangzi.kernel.errors import NotVisible
from sangzi.kernel.queries import lines_about
from sangzi.notices.queries import own_export
from sangzi.people.access import own_consent, own_entries, own_person
from sangzi.people.actions import take_back
from sangzi.people.definitions import registers
from sangzi.people.models import Person
from sangzi.people.queries import consents_of, lines_of
from sangzi.programmes.access import own_placements, own_records
from sangzi.programmes.access.approaches import own_approaches
from sangzi.programmes.queries import placements_list, records_list


@audience("signed-in")
@require_safe
def about(request: Any) -> HttpResponse:
    person = own_person(request.user)
    page = {"person": person} if person is None else _page(person)
    return render(request, "me/own.html", page)


@audience("signed-in")
@require_safe
def export(request: Any) -> HttpResponse:
    """Everything on the page as a file."""
    person = own_person(request.user)
    if person is None:
        raise NotVisible(_("还没有关于您的资料，没有可以导出的。"))
    asked = [
        {
            "need": one.opening.title,
            "unit": one.opening.unit.name,
            "asked": one.asked,
            "answer": one.state,
            "reply": one.reply,
        }
        for one in own_approaches(request.user)
    ]
    told_all = _told(person, _page(person)) | {"asked": asked, "notices": own_export(request.user, timezone.now())}
    told = json.dumps(told_all, ensure_ascii=False, indent=2, default=str)
    headers = {"Content-Disposition": 'attachment; filename="sangzi-me.json"'}
    return HttpResponse(told, content_type="application/json", headers=headers)


@audience("signed-in")
@require_POST
def withdraw(request: Any, consent: int) -> HttpResponse:
    today = timezone.localdate()
    take_back(consent=own_consent(request.user, consent), today=today, by=request.user)
    messages.success(request, _("已撤回这项同意；从今天起不再为这个目的使用您的信息。"))
    return HttpResponseRedirect(reverse("me:about"))


def _page(person: Person) -> dict[str, Any]:
    return {
        "person": person,
        "entries": [(line, registers()[line.register]) for line in lines_of(own_entries(person), person)],
        "placements": placements_list(own_placements(person)).lines,
        "records": records_list(own_records(person)).lines,
        "consents": consents_of(person),
        "seen": [(line, json.loads(line.detail)) for line in lines_about(f"person:{person.pk}", "people.reveal")],
    }


def _told(person: Person, page: dict[str, Any]) -> dict[str, Any]:
    """The page as plain values; other persons' names stay masked."""
    return {
        "name": person.name,
        "phone": person.phone,
        "born": person.born,
        "home": person.home.name,
        "registers": [
            {
                "register": register.title,
                "unit": line.unit.name,
                "since": line.since,
                "until": line.until,
                "values": line.values,
            }
            for line, register in page["entries"]
        ],
        "placements": [
            {"opening": line.opening.title, "unit": line.opening.unit.name, "since": line.since, "until": line.until}
            for line in page["placements"]
        ],
        "records": [
            {
                "on": line.on,
                "programme": line.programme,
                "kind": line.kind,
                "quantity": line.quantity,
                "unit": line.unit.name,
            }
            for line in page["records"]
        ],
        "consents": [
            {"purpose": one.purpose, "given": one.given, "expires": one.expires, "withdrawn": one.withdrawn}
            for one in page["consents"]
        ],
    }


urlpatterns = [
    path("about/", about, name="about"),
    path("about/export/", export, name="export"),
    path("about/consents/<int:consent>/withdraw/", withdraw, name="withdraw"),
]
