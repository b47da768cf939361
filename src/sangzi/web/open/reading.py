"""How pages are read: the language, and the size of text. Kept in cookies, so that everybody has them."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sangzi.kernel.actions import choose_language
from sangzi.kernel.audience import audience
from sangzi.kernel.errors import BadInput
from sangzi.web.addresses import asked_next
from sangzi.web.surroundings import TEXT_SIZE_COOKIE, TEXT_SIZES

YEAR = 365 * 24 * 3600


@audience("anyone")
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    chosen = request.POST.get("language", "")
    if chosen not in dict(settings.LANGUAGES):
        raise BadInput(_("没有这种语言；请选中文或 English。"))
    if request.user.is_authenticated:
        choose_language(language=chosen, by=request.user)
    return _back_with(request, settings.LANGUAGE_COOKIE_NAME, chosen)


@audience("anyone")
@require_POST
def text_size(request: HttpRequest) -> HttpResponse:
    chosen = request.POST.get("size", "")
    if chosen not in dict(TEXT_SIZES):
        raise BadInput(_("没有这种字号；请选标准、大或特大。"))
    return _back_with(request, TEXT_SIZE_COOKIE, chosen)


def _back_with(request: HttpRequest, cookie: str, value: str) -> HttpResponse:
    """Back to the page the visitor came from, with the choice kept for a year."""
    response = HttpResponseRedirect(asked_next(request, "/"))
    response.set_cookie(cookie, value, max_age=YEAR, samesite="Lax", secure=request.is_secure(), httponly=True)
    return response


urlpatterns = [
    path("language/", language, name="language"),
    path("text-size/", text_size, name="text-size"),
]
