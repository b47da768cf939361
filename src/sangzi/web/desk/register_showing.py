"""A personal answer of a line shown whole for a reason; a register taken away as a sheet, masked."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.views.decorators.http import require_http_methods, require_POST

from sangzi.kernel.audience import audience
from sangzi.kernel.errors import BadInput, NotVisible
from sangzi.kernel.wording import title_of
from sangzi.kernel.worksheets import Column, Told, export
from sangzi.people import actions
from sangzi.people.access import get_entry_for, require_may_enter, visible_entries
from sangzi.people.definitions import RegisterType
from sangzi.people.queries import RegisterLine, all_lines
from sangzi.web.desk.registers import register_named
from sangzi.web.doors import Visit
from sangzi.web.downloads import list_download
from sangzi.web.refused_forms import complain


class AnswerForm(forms.Form):
    """Which answer, and why."""

    field = forms.ChoiceField(label=_l("看哪一项"), widget=forms.RadioSelect)
    reason = forms.CharField(label=_l("理由"), max_length=200, help_text=_l("至少 4 个字。会留在操作记录里。"))

    def __init__(self, *args: Any, register: RegisterType, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        box: Any = self.fields["field"]
        box.choices = [(one.key, title_of(one)) for one in register.fields if one.personal]


@audience("staff")
@require_http_methods(["GET", "HEAD", "POST"])
def reveal(request: Visit, key: str, pk: int) -> HttpResponse:
    """Show one answer, this once."""
    register, entry = register_named(key), get_entry_for(request.scope, pk)
    if entry.register != key:
        raise NotVisible(_("没有找到名册里的这一条；请回到名册重新选择。"), entry=pk)
    require_may_enter(request.scope, register, entry.unit)
    form, shown = AnswerForm(request.POST or None, register=register), None
    if request.method == "POST" and form.is_valid():
        by: Any = request.user
        try:
            shown = actions.reveal_answer(entry=entry, by=by, **form.cleaned_data)
        except BadInput as refused:
            complain(form, refused)
    context = {"register": register, "entry": entry, "form": form, "shown": shown}
    return render(request, "desk/registers/reveal.html", context, status=422 if form.errors else 200)


@audience("staff")
@require_POST
def taken_away(request: Visit, key: str) -> StreamingHttpResponse:
    """The living lines of the unit and below, masked as on the page; that it was taken is written down."""
    register, account = register_named(key), request.user
    by: Any = account
    lines = all_lines(visible_entries(request.scope), register=key, unit=request.unit)
    told = Told(by=by.name, at=timezone.now(), narrowing=request.unit.name)
    ready = export(_columns(register), _cells(register, lines), title=title_of(register), told=told)
    actions.note_export(register=key, unit=request.unit, rows=ready.rows, by=by)
    return list_download(ready)


def _columns(register: RegisterType) -> tuple[Column, ...]:
    own = (Column(one.key, one.title, one.title_en, width=20) for one in register.fields)
    return (
        Column("who", "姓名或名称", "Name"),
        Column("phone", "电话", "Phone", width=16),
        Column("unit", "单位", "Unit", width=20),
        Column("since", "何时列入", "Since", width=14),
        *own,
    )


def _cells(register: RegisterType, lines: Iterator[RegisterLine]) -> Iterator[list[object]]:
    for line in lines:
        said = dict(line.values)
        name = line.person.name if line.person else line.partner.name if line.partner else ""
        own = [said.get(title_of(one), "") for one in register.fields]
        yield [name, line.person.phone if line.person else "", line.unit.name, line.since.isoformat(), *own]


urlpatterns = [
    path("registers/<slug:key>/<int:pk>/reveal/", reveal, name="register-reveal"),
    path("registers/<slug:key>/export/", taken_away, name="register-export"),
]
