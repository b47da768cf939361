"""Every request passes here: is the visitor let in, for which unit, and how is a refusal said."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.utils.cache import patch_cache_control
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from sangzi.kernel.audience import AUDIENCES, Audience, audience_of
from sangzi.kernel.errors import NotPermitted, SangziError
from sangzi.units.access import Scope, scope_of
from sangzi.units.models import Unit

from . import at_hand
from .refusals import NotSignedIn, refusal

OF_UNITS: tuple[Audience, ...] = ("staff", "lead", "auditor")
CONTENT_POLICY = "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; frame-ancestors 'none'"


class Visit(HttpRequest):
    """A request after the doors: who may see what, and the unit at hand."""

    scope: Scope
    unit: Unit
    LANGUAGE_CODE: str


class Doors:
    """Middleware. Holds every view to its audience and turns refusals into answers."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        _speak(request)
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", CONTENT_POLICY)
        if request.user.is_authenticated:
            # Computers in township offices are shared: after signing out, Back shows nothing.
            patch_cache_control(response, private=True, no_store=True)
        return response

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], _args: Any, kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        """Answer in place of the view when the visitor may not come in."""
        audience = audience_of(view)
        if audience not in AUDIENCES:
            raise ImproperlyConfigured(f"the view of {request.path} does not say whom it is for")
        try:
            _let_in(request, audience, kwargs)
        except SangziError as error:
            return refusal(request, error)
        return None

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """The answer to a refusal that a view or an action raised."""
        return refusal(request, exception) if isinstance(exception, SangziError) else None


def _speak(request: HttpRequest) -> None:
    """Chinese unless the visitor chose otherwise: what a browser asks for says little about its reader."""
    chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    language = chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
    translation.activate(language)
    request.LANGUAGE_CODE = language


def _let_in(request: HttpRequest, audience: Audience, kwargs: dict[str, Any]) -> None:
    """Attach scope and unit at hand, or raise what keeps the visitor out.

    Where nothing is of a unit, nobody needs to look for one: `at_hand.unit_of` does when it is asked.
    """
    if request.user.is_authenticated:
        account, today = request.user, timezone.localdate()
        request.scope = SimpleLazyObject(lambda: scope_of(account, today))  # type: ignore[attr-defined]
        asked = kwargs.get("unit") or request.GET.get("unit", "")
        if asked or audience in OF_UNITS:
            request.unit = at_hand.unit_at_hand(request, asked)  # type: ignore[attr-defined]
    elif audience != "anyone":
        raise NotSignedIn
    if audience in OF_UNITS:
        _hold(request, audience)


def _hold(request: Any, audience: Audience) -> None:
    if request.unit is None:
        raise NotPermitted(_("您的账号现在不在任何单位任职，看不了工作台；请联系您单位的管理员。"))
    if audience == "lead" and not at_hand.leads(request.scope, request.unit):
        raise NotPermitted(_("只有%(unit)s或上级单位的负责人可以做这件事。") % {"unit": request.unit.short})
    if audience == "auditor" and not at_hand.audits(request.scope, request.unit):
        raise NotPermitted(_("只有%(unit)s或上级单位的审计员可以看操作记录。") % {"unit": request.unit.short})
