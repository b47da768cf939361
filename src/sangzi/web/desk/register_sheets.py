"""Lines of a register brought as a sheet."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from sangzi.kernel.audience import audience
from sangzi.kernel.errors import BadInput, Conflict
from sangzi.kernel.importing import bring_sheet
from sangzi.kernel.wording import title_of
from sangzi.kernel.worksheets import XLSX
from sangzi.people.access import require_may_enter
from sangzi.people.sheets import REGISTER, register_template
from sangzi.units.queries import children
from sangzi.web.addresses import desk_url, slug_of, to_desk
from sangzi.web.desk.registers import register_named
from sangzi.web.desk.sheet_form import SheetForm
from sangzi.web.doors import Visit
from sangzi.web.refused_forms import complain


@audience("staff")
@require_safe
def empty_sheet(request: Visit, key: str) -> HttpResponse:
    """The template of a register, with the units right here to choose from."""
    register = register_named(key)
    require_may_enter(request.scope, register, request.unit)
    here = [request.unit, *children(request.unit)]
    content = register_template(register, [f"{unit.name}（{slug_of(unit)}）" for unit in here])
    name = _("名册模板-%(register)s.xlsx") % {"register": title_of(register)}
    headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(name)}"}
    return HttpResponse(content, content_type=XLSX, headers=headers)


@audience("staff")
@require_http_methods(["GET", "HEAD", "POST"])
def bring(request: Visit, key: str) -> HttpResponse:
    """Enter what the rows of a sheet say; the rest comes back with reasons."""
    register = register_named(key)
    require_may_enter(request.scope, register, request.unit)
    form = SheetForm(request.POST, request.FILES) if request.method == "POST" else SheetForm()
    if form.is_valid():
        answer = _brought(request, key, form)
        if answer:
            return answer
    context = {
        "register": register,
        "form": form,
        "heading": _("用表格登记“%(register)s”") % {"register": title_of(register)},
        "template_url": desk_url(request, "desk:register-template", key),
        "back": desk_url(request, "desk:register", key),
        "effects": [
            _("一行一条。已经登记过的人按姓名和电话对上，不会重复登记。"),
            _("可能重复、又拿不准的行不收，退回来由您核对。重复的太多时会停下来问。"),
            _("填不对的行不收，连同原因做成错误表还给您。"),
        ],
    }
    return render(request, "desk/sheets/bring.html", context, status=422 if form.errors else 200)


def _brought(request: Visit, key: str, form: SheetForm) -> HttpResponse | None:
    by: Any = request.user
    file = form.cleaned_data["file"]
    try:
        sheet = bring_sheet(
            kind=REGISTER,
            file=file,
            name=file.name,
            now=timezone.now(),
            by=by,
            about=f"register:{key}",
            unit_id=request.unit.pk,
        )
    except (BadInput, Conflict) as refused:
        complain(form, refused)
        return None
    return to_desk(request, "desk:sheet", sheet.pk)


urlpatterns = [
    path("registers/<slug:key>/template/", empty_sheet, name="register-template"),
    path("registers/<slug:key>/import/", bring, name="register-import"),
]
