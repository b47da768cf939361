"""Numbers about units from outside: what is known of a unit and its children, and bringing more."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sangzi.kernel.audience import audience
from sangzi.kernel.errors import BadInput, Conflict
from sangzi.units.actions.statistics import import_statistics
from sangzi.units.imports.reports import report_text
from sangzi.units.imports.tables import Row, read_table, read_text
from sangzi.units.queries import children
from sangzi.units.queries.statistics import Series, Sheet, series_of, sheet_of, side_by_side, statistics_of
from sangzi.units.statistic_access import may_bring_statistics, scope_to_bring
from sangzi.units.statistics import read_statistics, title_of_key
from sangzi.web.addresses import to_desk
from sangzi.web.confirming import is_confirmed
from sangzi.web.doors import Visit

MOST_ROWS = 5_000  # of one import on a page; larger files are for the command
LARGEST = 5 * 2**20
SHOWN = 200  # rows of a preview
BOM = "\ufeff"  # without it Excel takes a CSV for something else


class ImportForm(forms.Form):
    """A table as a file or as pasted text."""

    file = forms.FileField(
        label=_l("表格文件"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx"}),
        help_text=_l("CSV 或 XLSX，第一行是表头：单位、指标、年份、数值、来源。单位写代码或名称。"),
    )
    text = forms.CharField(
        label=_l("或者把表格粘贴在这里"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_l("可以直接从表格软件里复制，连表头一起。"),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = dict(super().clean() or {})
        if not cleaned.get("file") and not (cleaned.get("text") or "").strip():
            self.add_error("file", _("没有内容：请选择一个文件，或把表格粘贴进来。"))
        return cleaned


@audience("staff")
@require_safe
def statistics(request: Visit) -> HttpResponse:
    """The unit's own numbers with their history, and one of them beside those of its children."""
    below = list(children(request.unit))
    known = series_of([unit.pk for unit in below])
    chosen = _chosen(request, known)
    page = {
        "own": [(title_of_key(one.key), one) for one in statistics_of(request.unit)],
        "known": [(one, title_of_key(one.key)) for one in known],
        "chosen": chosen,
        "beside": side_by_side(below, chosen.key, chosen.year) if chosen else [],
        "below": len(below),
        "may_bring": may_bring_statistics(request.scope, request.unit),
    }
    return render(request, "desk/statistics/statistics.html", page)


@audience("staff")
@require_http_methods(["GET", "HEAD", "POST"])
def bring(request: Visit) -> HttpResponse:
    """The form; sent once it says what would come in and what cannot, sent again confirmed it is written."""
    scope = scope_to_bring(request.scope, request.unit)
    form = ImportForm(request.POST, request.FILES) if request.method == "POST" else ImportForm()
    if not form.is_valid():
        return _asked(request, form)
    try:
        table = _table(form.cleaned_data)
        sheet = sheet_of(read_statistics(table), scope)
        if is_confirmed(request):
            return _brought(request, sheet)
    except (BadInput, Conflict) as refused:
        form.add_error("file" if form.cleaned_data["file"] else "text", refused.sentence)
        return _asked(request, form)
    return render(request, "desk/statistics/preview.html", _preview(sheet, table))


@audience("staff")
@require_POST
def errors(request: Visit) -> HttpResponse:
    """The rows that cannot be imported, as they were, each with the reason, as a file."""
    scope = scope_to_bring(request.scope, request.unit)
    sheet = sheet_of(read_statistics(_pasted(request.POST.get("text", ""))), scope)
    wrong = [(line, sheet.rows.cells[line], reasons) for line, reasons in sorted(sheet.mistakes.items())]
    answer = HttpResponse(BOM + report_text(sheet.rows.head, wrong), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="statistics-errors.csv"'
    return answer


def _asked(request: Visit, form: ImportForm) -> HttpResponse:
    return render(request, "desk/statistics/import.html", {"form": form}, status=422 if form.errors else 200)


def _brought(request: Visit, sheet: Sheet) -> HttpResponse:
    done = import_statistics(sheet=sheet, at=request.unit, by=request.user, partly=True)  # type: ignore[arg-type]  # the doors let no stranger in
    told = {"added": done.added, "changed": done.changed, "same": done.same, "wrong": done.left_out}
    sentence = _("已导入：新增 %(added)s，更新 %(changed)s，相同 %(same)s，没有导入 %(wrong)s 行。") % told
    messages.add_message(request, messages.WARNING if done.left_out else messages.SUCCESS, sentence)
    return to_desk(request, "desk:statistics")


def _preview(sheet: Sheet, table: list[Row]) -> dict[str, Any]:
    wrong = [(line, sheet.rows.cells[line], reasons) for line, reasons in sorted(sheet.mistakes.items())]
    moving = [(line, title_of_key(line.given.key)) for line in (*sheet.changed, *sheet.added)]
    return {
        "sheet": sheet,
        "wrong": wrong[:SHOWN],
        "moving": moving[:SHOWN],
        "left": max(len(moving) - SHOWN, 0),
        "text": "\n".join("\t".join(_on_one_line(cell) for cell in cells) for _line, cells in table),
    }


def _on_one_line(cell: str) -> str:
    return " ".join(cell.split())


def _table(given: dict[str, Any]) -> list[Row]:
    return _uploaded(given["file"]) if given["file"] else _pasted(given["text"])


def _uploaded(file: UploadedFile[Any]) -> list[Row]:
    """The rows of an uploaded file."""
    if (file.size or 0) > LARGEST:
        told = {"name": file.name, "most": LARGEST // 2**20}
        raise BadInput(
            _("文件“%(name)s”超过 %(most)s MB；请用命令 sangzi units statistics 导入。") % told, field="file"
        )
    return _few_enough(list(read_table(file.read())))


def _pasted(text: str) -> list[Row]:
    return _few_enough(list(read_text(text)))


def _few_enough(table: list[Row]) -> list[Row]:
    if len(table) > MOST_ROWS:
        told = {"most": MOST_ROWS}
        raise BadInput(_("超过 %(most)s 行；请分几次导入，或用命令 sangzi units statistics。") % told, field="file")
    return table


def _chosen(request: Visit, known: list[Series]) -> Series | None:
    """The statistic that the address names, or the first there is."""
    asked = request.GET.get("of", "")
    named = [one for one in known if f"{one.key}:{one.year}" == asked]
    return (named or known or [None])[0]  # type: ignore[list-item]


urlpatterns = [
    path("statistics/", statistics, name="statistics"),
    path("statistics/import/", bring, name="statistics-import"),
    path("statistics/errors/", errors, name="statistics-errors"),
]
