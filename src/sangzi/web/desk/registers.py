"""Registers: who stands in which list, masked; entering somebody, and letting them leave."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from sangzi.kernel.audience import audience
from sangzi.kernel.errors import NotVisible
from sangzi.people.access import visible_entries
from sangzi.people.definitions import RegisterType, registers
from sangzi.people.own import may_invite
from sangzi.people.queries import register_lines, register_sizes
from sangzi.web.addresses import to_desk
from sangzi.web.doors import Visit
from sangzi.web.narrowing import narrowed
from sangzi.web.spans import span


@audience("staff")
@require_safe
def listed(request: Visit) -> HttpResponse:
    sizes = register_sizes(visible_entries(request.scope), request.unit)
    rows = [(register, sizes.get(key, 0)) for key, register in registers().items()]
    return render(request, "desk/registers/list.html", {"rows": rows})


@audience("staff")
@require_safe
def show(request: Visit, key: str) -> HttpResponse:
    """The lines of one register: as they stand, all that ever stood, or those of a past day."""
    register, elsewhere = register_named(key), narrowed(request)
    if elsewhere:
        return elsewhere
    past, day = bool(request.GET.get("past")), span(request).last
    page = register_lines(
        visible_entries(request.scope),
        register=key,
        unit=request.unit,
        live=not past,
        on=day,
        after=request.GET.get("after"),
    )
    context = {"register": register, "page": page, "past": past, "day": day, "filtered": bool(past or day)}
    return render(request, "desk/registers/register.html", context | _may(request, register))


@audience("staff")
@require_POST
def find(request: Visit, key: str) -> HttpResponse:
    """Lines by name, initials or phone. Sent in the body, so that no name stands in an address or a log."""
    register, text = register_named(key), request.POST.get("text", "").strip()
    if not text:
        return to_desk(request, "desk:register", key)
    page = register_lines(visible_entries(request.scope), register=key, unit=request.unit, text=text)
    context = {"register": register, "page": page, "text": text, "filtered": True}
    return render(request, "desk/registers/register.html", context | _may(request, register))


def _may(request: Visit, register: RegisterType) -> dict[str, bool]:
    """What the visitor may do with the register at the unit at hand."""
    enters = bool(request.scope.roles_at(request.unit) & set(register.may_enter))
    personal = any(field.personal for field in register.fields)
    return {
        "enters": enters,
        "reveals": enters and personal,
        "invites": may_invite(request.scope, register, request.unit),
    }


def register_named(key: str) -> RegisterType:
    """The declared register of that key. Raises `NotVisible`."""
    if key not in registers():
        raise NotVisible(_("没有这个名册；请回到名册列表重新选择。"), register=key)
    return registers()[key]


urlpatterns = [
    path("registers/", listed, name="registers"),
    path("registers/<slug:key>/", show, name="register"),
    path("registers/<slug:key>/find/", find, name="register-find"),
]
