"""Sheets that were brought: how far each is, what was taken, and the rows that were not, to mend and bring again."""

from __future__ import annotations

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from sangzi.kernel.audience import audience
from sangzi.kernel.importing import confirm_sheet, drop_sheet, refused_sheet
from sangzi.kernel.models import SheetImport
from sangzi.kernel.queries import refused_rows, sheet_brought
from sangzi.programmes.sheets import APPLICATIONS, OPENINGS
from sangzi.web.addresses import desk_url, to_desk
from sangzi.web.doors import Visit

State = SheetImport.State
GOING_ON = (State.WAITING, State.RUNNING)
PAGES = {"round": "desk:round"}
BRINGING = {APPLICATIONS: "desk:applications-import", OPENINGS: "desk:openings-import"}


@audience("staff")
@require_safe
def show(request: Visit, pk: int) -> HttpResponse:
    """How far it is; fetched again while it goes on."""
    sheet = _sheet(request, pk)
    page = {
        "sheet": sheet,
        "going_on": sheet.state in GOING_ON,
        "back": _back(request, sheet),
        "again": _again(request, sheet),
        "refused": refused_rows(sheet) if sheet.state == State.DONE and sheet.rows_refused else [],
    }
    part = bool(request.headers.get("HX-Request")) and sheet.state in GOING_ON
    if request.headers.get("HX-Request") and not part:
        return HttpResponse(headers={"HX-Redirect": desk_url(request, "desk:sheet", pk)})
    return render(request, "desk/sheets/progress.html" if part else "desk/sheets/sheet.html", page)


@audience("staff")
@require_safe
def errors(request: Visit, pk: int) -> FileResponse:
    """The rows that were not taken, each with its reasons."""
    sheet = _sheet(request, pk)
    name = _("未导入的行-%(pk)s.xlsx") % {"pk": pk}
    return FileResponse(refused_sheet(sheet), as_attachment=True, filename=name)


@audience("staff")
@require_POST
def confirm(request: Visit, pk: int) -> HttpResponse:
    """Yes, take the rows."""
    sheet = _sheet(request, pk)
    confirm_sheet(sheet=sheet, by=sheet.by)
    return to_desk(request, "desk:sheet", pk)


@audience("staff")
@require_POST
def drop(request: Visit, pk: int) -> HttpResponse:
    """No, take nothing."""
    sheet = _sheet(request, pk)
    drop_sheet(sheet=sheet, now=timezone.now(), by=sheet.by)
    messages.info(request, _("已放弃，没有导入。"))
    return to_desk(request, "desk:sheet", pk)


def _sheet(request: Visit, pk: int) -> SheetImport:
    return sheet_brought(request.user, pk)  # type: ignore[arg-type]  # the doors let no stranger in


def _back(request: Visit, sheet: SheetImport) -> str:
    """Where the sheet came from."""
    noun, _colon, number = sheet.about.partition(":")
    if noun == "register":
        return desk_url(request, "desk:register", number)
    return desk_url(request, PAGES[noun], int(number)) if noun in PAGES and number.isdecimal() else ""


def _again(request: Visit, sheet: SheetImport) -> str:
    """Where the mended sheet is brought."""
    noun, _colon, number = sheet.about.partition(":")
    if noun == "register":
        return desk_url(request, "desk:register-import", number)
    return desk_url(request, BRINGING[sheet.kind], int(number)) if sheet.kind in BRINGING else ""


urlpatterns = [
    path("sheets/<int:pk>/", show, name="sheet"),
    path("sheets/<int:pk>/errors/", errors, name="sheet-errors"),
    path("sheets/<int:pk>/confirm/", confirm, name="sheet-confirm"),
    path("sheets/<int:pk>/drop/", drop, name="sheet-drop"),
]
