"""Records: what was done, when and where. Written once; a wrong one is reversed, never changed."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_safe

from sangzi.kernel.audience import audience
from sangzi.programmes.access import get_record_for, visible_records
from sangzi.programmes.definitions import programmes
from sangzi.programmes.queries import record_line, records_list
from sangzi.web.doors import Visit
from sangzi.web.narrowing import narrowed
from sangzi.web.spans import span


@audience("staff")
@require_safe
def listed(request: Visit) -> HttpResponse:
    elsewhere = narrowed(request)
    if elsewhere:
        return elsewhere
    tag, nobody, days = request.GET.get("tag", ""), bool(request.GET.get("nobody")), span(request)
    page = records_list(
        visible_records(request.scope),
        unit=request.unit,
        tag=tag,
        first=days.first,
        last=days.last,
        nobody=nobody,
        after=request.GET.get("after"),
    )
    chosen = {"tag": tag, "nobody": nobody, "days": days, "filtered": bool(tag or nobody or days)}
    return render(request, "desk/records/list.html", {"page": page, "programmes": programmes(), **chosen})


@audience("staff")
@require_safe
def show(request: Visit, record: int) -> HttpResponse:
    found = get_record_for(request.scope, record)
    return render(request, "desk/records/record.html", {"record": found, "line": record_line(found)})


urlpatterns = [
    path("records/", listed, name="records"),
    path("records/<int:record>/", show, name="record"),
]
