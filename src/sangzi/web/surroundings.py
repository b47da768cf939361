"""What every template may use: the unit at hand and its ancestors, the menu, the language, the size of text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from sangzi.kernel.settings_list import FILING
from sangzi.units.access import Scope
from sangzi.units.models import Unit
from sangzi.units.queries import ancestors

from .addresses import desk_url, fixed, slug_of
from .at_hand import audits, leads, unit_of
from .menu import MENU, Place

TEXT_SIZES = (("", _("标准")), ("text-large", _("大")), ("text-largest", _("特大")))
TEXT_SIZE_COOKIE = "sangzi_text"


@dataclass(frozen=True)
class Step:
    """An ancestor in the path; open when the visitor may go there."""

    unit: Unit
    open: bool
    url: str


@dataclass(frozen=True)
class Line:
    """A line of the menu as the visitor sees it."""

    url: str
    title: str
    icon: str
    open: bool
    count: str = ""


def surroundings(request: HttpRequest) -> dict[str, Any]:
    """The context of every page; refusals and pages for anyone have no unit."""
    unit: Unit | None = unit_of(request)
    scope: Scope | None = getattr(request, "scope", None)
    size = request.COOKIES.get(TEXT_SIZE_COOKIE, "")
    return {
        "account": getattr(request, "user", None),
        "unit": unit,
        "ancestors": SimpleLazyObject(lambda: _path(unit, scope)),
        "menu": SimpleLazyObject(lambda: _menu(request, unit, scope)),
        "leads": bool(unit and scope and leads(scope, unit)),
        "language": get_language() or settings.LANGUAGE_CODE,
        "other_language": _other_language(),
        "filing": FILING.value,
        "text_sizes": TEXT_SIZES,
        "text_size": size if size in dict(TEXT_SIZES) else "",
    }


def _path(unit: Unit | None, scope: Scope | None) -> list[Step]:
    if unit is None or scope is None:
        return []
    return [
        Step(above, scope.covers(above), reverse("desk:home") + f"?unit={slug_of(above)}") for above in ancestors(unit)
    ]


def _menu(request: HttpRequest, unit: Unit | None, scope: Scope | None) -> list[Line]:
    if unit is None or scope is None:
        return []
    return [_line(request, place) for place in MENU if _is_for(place, unit, scope)]


def _is_for(place: Place, unit: Unit, scope: Scope) -> bool:
    if place.audience == "lead":
        return leads(scope, unit)
    return place.audience != "auditor" or audits(scope, unit)


def _line(request: HttpRequest, place: Place) -> Line:
    here = request.path.startswith(fixed(place.url))
    count = desk_url(request, place.count) if place.count else ""
    return Line(desk_url(request, place.url), str(place.title), place.icon, here, count)


def _other_language() -> tuple[str, str]:
    now = get_language() or settings.LANGUAGE_CODE
    return next((code, name) for code, name in settings.LANGUAGES if code != now)
