"""Openings and applications of a round as sheets: templates, bringing, taking away."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from urllib.parse import quote

from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from sangzi.kernel.audience import audience
from sangzi.kernel.errors import BadInput, Conflict, NotVisible
from sangzi.kernel.importing import bring_sheet
from sangzi.kernel.worksheets import XLSX, Column, Exported, Told, export
from sangzi.programmes.access import get_round_for, require_may_write, visible_openings
from sangzi.programmes.models import ApplicationState, OpeningState, Round
from sangzi.programmes.queries import ApplicationLine, all_lines, columns_of, definition_of
from sangzi.programmes.sheets import (
    APPLICATIONS,
    OPENINGS,
    application_template,
    columns_to_apply,
    columns_to_offer,
    opening_template,
)
from sangzi.programmes.sheets.openings import opening_cells
from sangzi.web.addresses import desk_url, to_desk
from sangzi.web.desk.applications import applied_for, narrowed_rows, narrowing_of
from sangzi.web.desk.sheet_form import SheetForm
from sangzi.web.doors import Visit
from sangzi.web.downloads import list_download
from sangzi.web.refused_forms import complain

EDITS = ["GET", "HEAD", "POST"]


@audience("staff")
@require_safe
def offer_template(request: Visit, pk: int) -> HttpResponse:
    """The empty sheet for openings."""
    found = _offered(request, pk)
    return _file(opening_template(found, request.unit), _("名额模板-%(round)s.xlsx") % {"round": found.title})


@audience("staff")
@require_http_methods(EDITS)
def bring_openings(request: Visit, pk: int) -> HttpResponse:
    """Offer what the rows of a sheet say."""
    found = _offered(request, pk)
    effects = [_("一行一条名额，设在表里写的单位。"), _("填不对的行不收，连同原因做成错误表还给您。")]
    template = desk_url(request, "desk:openings-template", pk)
    return _bring(request, found, OPENINGS, _("用表格导入名额"), template, effects)


@audience("staff")
@require_safe
def export_openings(request: Visit, pk: int) -> StreamingHttpResponse:
    """What is offered, in the columns of the template, so that it can be changed and brought elsewhere."""
    found, state = get_round_for(request.scope, pk), request.GET.get("state", "")
    rows = visible_openings(request.scope).filter(round=found, unit__path__within=request.unit.path)
    if state in OpeningState.values:
        rows = rows.filter(state=state)
    columns = (*columns_to_offer(definition_of(found)), Column("taken", "已占", "Taken", kind="number"))
    openings = rows.select_related("unit", "partner").order_by("pk").iterator(chunk_size=1000)
    cells = (opening_cells(one) | {"taken": one.taken} for one in openings)
    return _exported(request, columns, cells, _("名额-%(round)s") % {"round": found.title}, state)


@audience("staff")
@require_safe
def apply_template(request: Visit, pk: int) -> HttpResponse:
    """The empty sheet for applications collected on paper."""
    found = applied_for(request, pk)
    return _file(application_template(found), _("报名模板-%(round)s.xlsx") % {"round": found.title})


@audience("staff")
@require_http_methods(EDITS)
def bring_applications(request: Visit, pk: int) -> HttpResponse:
    """Hand in what the rows of a sheet say."""
    found = applied_for(request, pk)
    if not columns_to_apply(definition_of(found)):
        raise BadInput(_("这个项目由单位或合作方报名，不能用表格录入；请在报名页面填写。"))
    effects = [
        _("一行一人。已经登记过的人按姓名和电话对上，没有登记过的新登记。"),
        _("只录入本人签字同意的纸质报名表。"),
        _("填不对的行不收，连同原因做成错误表还给您。"),
    ]
    template = desk_url(request, "desk:applications-template", pk)
    return _bring(request, found, APPLICATIONS, _("录入纸质报名"), template, effects)


@audience("staff")
@require_safe
def export_applications(request: Visit, pk: int) -> StreamingHttpResponse:
    """The list as it is narrowed, persons masked, row by row."""
    found = applied_for(request, pk)
    asked = narrowing_of(request, found, request.GET)
    columns = columns_of(definition_of(found))
    heads = (
        Column("number", "编号", "No.", kind="number"),
        Column("called", "申请人", "Applicant"),
        Column("unit", "单位", "Unit", width=24),
        Column("wishes", "志愿", "Wishes", width=40),
        *(Column(one.key, one.title, one.title_en, kind=one.kind, choices=one.choices) for one in columns),
        Column("submitted", "提交", "Submitted", width=18),
        Column("state", "状态", "State"),
        Column("reason", "理由", "Reason", width=30),
    )
    rows = all_lines(narrowed_rows(request, found, asked), columns)
    state = str(ApplicationState(asked.state).label) if asked.state else ""
    return _exported(request, heads, map(_cells, rows), _("报名-%(round)s") % {"round": found.title}, state)


def _cells(line: ApplicationLine) -> list[object]:
    wishes = "；".join(f"{one.rank}. {one.title}" for one in line.wishes)
    answers = [said for _title, said in line.cells]
    return [line.pk, line.called, line.unit.short, wishes, *answers, line.submitted, line.words, line.reason]


def _bring(request: Visit, found: Round, kind: str, heading: str, template: str, effects: list[str]) -> HttpResponse:
    require_may_write(request.scope, request.unit)
    form = SheetForm(request.POST, request.FILES) if request.method == "POST" else SheetForm()
    if form.is_valid():
        file: Any = form.cleaned_data["file"]
        account: Any = request.user
        told: dict[str, Any] = {"about": f"round:{found.pk}", "arguments": {"round": found.pk}}
        try:
            sheet = bring_sheet(
                kind=kind, file=file, name=file.name, now=timezone.now(), by=account, unit_id=request.unit.pk, **told
            )
            return to_desk(request, "desk:sheet", sheet.pk)
        except (BadInput, Conflict) as refused:
            complain(form, refused)
    page = {"round": found, "form": form, "heading": heading, "template_url": template, "effects": effects}
    back = {"back": desk_url(request, "desk:round", found.pk)}
    return render(request, "desk/sheets/bring.html", page | back, status=422 if form.errors else 200)


def _offered(request: Visit, pk: int) -> Round:
    found = get_round_for(request.scope, pk)
    if definition_of(found).openings is None:
        raise NotVisible(_("这个项目不设名额；请回到批次页面。"), key=pk)
    return found


def _exported(
    request: Visit, columns: Iterable[Column], rows: Iterable[Any], title: str, narrowing: str
) -> StreamingHttpResponse:
    account: Any = request.user
    told = Told(by=account.name, at=timezone.now(), narrowing=narrowing)
    form = "csv" if request.GET.get("form") == "csv" else "xlsx"
    made: Exported = export(tuple(columns), rows, title=title, told=told, form=form)  # type: ignore[arg-type]
    return list_download(made)


def _file(content: bytes, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=XLSX)
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return answer


urlpatterns = [
    path("rounds/<int:pk>/openings/template/", offer_template, name="openings-template"),
    path("rounds/<int:pk>/openings/import/", bring_openings, name="openings-import"),
    path("rounds/<int:pk>/openings/export/", export_openings, name="openings-export"),
    path("rounds/<int:pk>/applications/template/", apply_template, name="applications-template"),
    path("rounds/<int:pk>/applications/import/", bring_applications, name="applications-import"),
    path("rounds/<int:pk>/applications/export/", export_applications, name="applications-export"),
]
