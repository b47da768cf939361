"""Who can help: a need in a sentence, and those in registers who fit it, each with the words it fits by."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_http_methods

from sangzi.kernel.audience import audience
from sangzi.kernel.errors import BadInput
from sangzi.people.access import visible_entries
from sangzi.people.definitions import registers
from sangzi.people.queries import register_line
from sangzi.people.skills import ranked
from sangzi.web.doors import Visit


@audience("staff")
@require_http_methods(["GET", "HEAD", "POST"])
def who_can(request: Visit) -> HttpResponse:
    """The need is sent in the body, as it may tell of somebody's trouble. All of the scope is searched, or one unit."""
    need, chosen = request.POST.get("need", "").strip(), request.POST.get("register", "")
    here = bool(request.POST.get("here"))
    found, wrong = [], ""
    lines = visible_entries(request.scope)
    if chosen in registers():
        lines = lines.filter(register=chosen)
    if here:
        lines = lines.filter(unit__path__within=request.unit.path)
    try:
        found = ranked(lines, need) if need else []
    except BadInput as refused:
        wrong = refused.sentence
    context = {
        "need": need,
        "chosen": chosen,
        "here": here,
        "wrong": wrong,
        "registers": [register for register in registers().values() if register.skills],
        "matches": [(register_line(one.entry), registers()[one.entry.register], one.words) for one in found],
    }
    return render(request, "desk/registers/who_can.html", context, status=422 if wrong else 200)


urlpatterns = [path("registers/who-can/", who_can, name="who-can")]
