"""How a refusal is said: a page, a part of a page, or JSON."""

from __future__ import annotations

from http import HTTPStatus
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from sangzi.kernel.errors import NotVisible, SangziError

TITLES = {
    HTTPStatus.FORBIDDEN: _("这件事您不能做"),
    HTTPStatus.NOT_FOUND: _("没有找到"),
    HTTPStatus.CONFLICT: _("被别人抢先了一步"),
    HTTPStatus.TOO_MANY_REQUESTS: _("请稍等一会儿"),
    HTTPStatus.UNPROCESSABLE_ENTITY: _("填写的内容用不了"),
}
NOTHING_HERE = _("这里没有内容：地址可能打错了，也可能不在您的权限范围内。")


class NotSignedIn(SangziError):
    """The door is for people with an account, and nobody is signed in."""

    code = "not-signed-in"
    status = HTTPStatus.UNAUTHORIZED

    def __init__(self) -> None:
        super().__init__(_("请先登录。"))


def refusal(request: HttpRequest, error: SangziError) -> HttpResponse:
    """The answer to `error`, in the dress that the visitor can use."""
    if request.path.startswith("/api/"):
        return _json(error)
    if isinstance(error, NotSignedIn):
        return _to_sign_in(request)
    if request.headers.get("HX-Request"):
        return render(request, "parts/refused.html", {"sentence": _sentence(error)}, status=error.status)
    return _page(request, error)


def _json(error: SangziError) -> JsonResponse:
    told = {"code": error.code, "sentence": _sentence(error), "context": error.context}
    return JsonResponse({"error": told}, status=error.status, json_dumps_params={"ensure_ascii": False, "default": str})


def _page(request: HttpRequest, error: SangziError) -> HttpResponse:
    title = TITLES.get(HTTPStatus(error.status), _("没有做成"))
    return render(request, "refused.html", {"heading": title, "sentence": _sentence(error)}, status=error.status)


def _to_sign_in(request: HttpRequest) -> HttpResponse:
    """To the sign-in page, and back to where the visitor wanted to go; a half-sent form is not sent again."""
    wanted = request.get_full_path() if request.method == "GET" else settings.LOGIN_REDIRECT_URL
    address = f"{settings.LOGIN_URL}?{urlencode({'next': wanted})}"
    if request.headers.get("HX-Request"):
        return HttpResponse(status=HTTPStatus.UNAUTHORIZED, headers={"HX-Redirect": settings.LOGIN_URL})
    return HttpResponseRedirect(address)


def _sentence(error: SangziError) -> str:
    """What may not be known is answered in the same words as what does not exist."""
    return str(NOTHING_HERE) if isinstance(error, NotVisible) else error.sentence
