"""Records: what was done, when and where. Written once; a wrong one is reversed, never changed."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from sangzi.kernel.audience import audience
from sangzi.kernel.errors import BadInput, Conflict
from sangzi.people.access import visible_persons
from sangzi.programmes.access import get_record_for, require_may_write, visible_records
from sangzi.programmes.actions import reverse_record
from sangzi.programmes.definitions import programmes
from sangzi.programmes.models import Record
from sangzi.programmes.queries import record_line, records_list
from sangzi.web.addresses import desk_url, to_desk
from sangzi.web.desk.record_forms import ReverseForm
from sangzi.web.doors import Visit
from sangzi.web.moves import Watch
from sangzi.web.narrowing import narrowed
from sangzi.web.refused_forms import complain
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
    return render(
        request,
        "desk/records/list.html",
        {"page": page, "programmes": programmes(), "writes": may_write(request)} | chosen,
    )


@audience("staff")
@require_safe
def show(request: Visit, pk: int) -> HttpResponse:
    record = get_record_for(request.scope, pk)
    line = record_line(record)
    writes = request.scope.writable.covers(record.unit)
    reversible = writes and not line.reverses and not line.reversed_by
    known = bool(record.person_id and visible_persons(request.scope).filter(pk=record.person_id).exists())
    context = {"record": record, "line": line, "writes": writes, "reversible": reversible, "known": known}
    return render(request, "desk/records/record.html", context)


@audience("staff")
@require_http_methods(["GET", "HEAD", "POST"])
def reverse(request: Visit, pk: int) -> HttpResponse:
    """Say what will happen, ask why, and take the record back."""
    record = get_record_for(request.scope, pk)
    require_may_write(request.scope, record.unit)
    form = ReverseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        answer = _reversed(request, record, form)
        if answer:
            return answer
    context = {"record": record, "line": record_line(record), "form": form}
    return render(request, "desk/records/reverse.html", context, status=422 if form.errors else 200)


def _reversed(request: Visit, record: Record, form: ReverseForm) -> HttpResponse | None:
    watch = Watch.begin(record.unit, timezone.localdate(), fed_by_record(record.tag))
    account: Any = request.user
    try:
        reversal = reverse_record(record=record, reason=form.cleaned_data["reason"], by=account)
    except (BadInput, Conflict) as refused:
        complain(form, refused)
        return None
    watch.tell(request, _("已冲销。"), desk_url(request, "desk:record", reversal.pk), _("看冲销的这一条"))
    return to_desk(request, "desk:record", record.pk)


def fed_by_record(tag: str) -> list[tuple[str, str]]:
    """The facts that a record of this tag moves."""
    return [("programmes.records", tag), ("programmes.people", tag)]


def may_write(request: Visit) -> bool:
    """Whether the visitor may change things in the unit at hand."""
    return request.scope.writable.covers(request.unit)


urlpatterns = [
    path("records/", listed, name="records"),
    path("records/<int:pk>/", show, name="record"),
    path("records/<int:pk>/reverse/", reverse, name="record-reverse"),
]
