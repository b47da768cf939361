"""Entering somebody into a register, and letting them leave it."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from sangzi.kernel.audience import audience
from sangzi.kernel.errors import BadInput, Conflict, NotVisible, SangziError
from sangzi.kernel.wording import title_of
from sangzi.people import actions
from sangzi.people.access import get_entry_for, get_person_for, require_may_enter, visible_persons
from sangzi.people.definitions import RegisterType
from sangzi.people.models import Entry
from sangzi.people.queries import likely_duplicates, register_line
from sangzi.web.addresses import desk_url, to_desk
from sangzi.web.desk.register_forms import NOBODY, EntryForm, KnownForm, LeaveForm, NewPartnerForm, NewPersonForm
from sangzi.web.desk.registers import register_named
from sangzi.web.doors import Visit
from sangzi.web.moves import Watch
from sangzi.web.refused_forms import complain


@audience("staff")
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: Visit, key: str) -> HttpResponse:
    """Somebody known, or with `new=1` somebody new."""
    register = register_named(key)
    require_may_enter(request.scope, register, request.unit)
    new = bool(request.GET.get("new"))
    form = _form(request, register, new=new)
    if request.method == "POST" and form.is_valid() and not _may_be_known(request, form):
        answer = _entered(request, register, form)
        if answer:
            return answer
    context = {"register": register, "form": form, "new": new}
    return render(request, "desk/registers/add.html", context, status=422 if form.errors else 200)


@audience("staff")
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: Visit, key: str, pk: int) -> HttpResponse:
    register, entry = register_named(key), get_entry_for(request.scope, pk)
    if entry.register != key:
        raise NotVisible(_("没有找到名册里的这一条；请回到名册重新选择。"), entry=pk)
    require_may_enter(request.scope, register, entry.unit)
    form = LeaveForm(request.POST or None, today=timezone.localdate())
    if request.method == "POST" and form.is_valid():
        answer = _left(request, register, entry, form)
        if answer:
            return answer
    context = {"register": register, "line": register_line(entry), "form": form}
    return render(request, "desk/registers/leave.html", context, status=422 if form.errors else 200)


def _form(request: Visit, register: RegisterType, *, new: bool) -> EntryForm:
    shape: type[EntryForm] = KnownForm
    if new:
        shape = NewPersonForm if register.of == "person" else NewPartnerForm
    today = timezone.localdate()
    return shape(request.POST or None, register=register, scope=request.scope, unit=request.unit, today=today)


def _may_be_known(request: Visit, form: EntryForm) -> bool:
    """Whether the visitor must first say that a new person is none of those who look alike."""
    if not isinstance(form, NewPersonForm) or form.answered:
        return False
    given = form.cleaned_data
    persons = visible_persons(request.scope)
    try:
        likely = likely_duplicates(
            persons, name=given["name"], home=given["unit"], phone=given["phone"], born=given["born"]
        )
    except BadInput as refused:
        complain(form, refused)
        return True
    if likely:
        form.hint(likely)
    return bool(likely)


def _entered(request: Visit, register: RegisterType, form: EntryForm) -> HttpResponse | None:
    by: Any = request.user
    given = form.given
    if isinstance(form, NewPersonForm) and form.answered not in ("", NOBODY):
        given["who"] = get_person_for(request.scope, int(form.answered) if form.answered.isdecimal() else 0)
    require_may_enter(request.scope, register, given["unit"])
    watch = Watch.begin(given["unit"], timezone.localdate(), [("people.entries", register.key)])
    try:
        entry = actions.enlist(register=register.key, today=timezone.localdate(), by=by, **given)
    except (BadInput, Conflict) as refused:
        complain(form, refused)
        return None
    return _told(request, register, entry, watch, _("已列入“%(register)s”。"))


def _left(request: Visit, register: RegisterType, entry: Entry, form: LeaveForm) -> HttpResponse | None:
    by: Any = request.user
    watch = Watch.begin(entry.unit, timezone.localdate(), [("people.entries", register.key)])
    try:
        actions.leave_register(entry=entry, until=form.cleaned_data["on"], today=timezone.localdate(), by=by)
    except SangziError as refused:
        complain(form, refused)
        return None
    return _told(request, register, entry, watch, _("已移出“%(register)s”。"))


def _told(request: Visit, register: RegisterType, entry: Entry, watch: Watch, sentence: str) -> HttpResponse:
    known = desk_url(request, "desk:person", entry.person_id) if entry.person_id else ""
    watch.tell(request, sentence % {"register": title_of(register)}, known, _("看这个人") if known else "")
    return to_desk(request, "desk:register", register.key)


urlpatterns = [
    path("registers/<slug:key>/add/", add, name="register-add"),
    path("registers/<slug:key>/<int:pk>/leave/", leave, name="register-leave"),
]
