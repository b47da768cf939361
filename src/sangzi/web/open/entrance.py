"""Signing in and out."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth import login, logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from sangzi.kernel.actions import count_try, forgive_tries, note_sign_in
from sangzi.kernel.audience import audience
from sangzi.kernel.errors import BadInput
from sangzi.kernel.models import Account
from sangzi.kernel.queries import sample_account
from sangzi.units.access import scope_of
from sangzi.units.queries.listing import sample_others, sample_workers
from sangzi.web.addresses import asked_next
from sangzi.web.forms_accounts import SignInForm
from sangzi.web.visitors import address_of


@audience("anyone")
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    form = SignInForm(request, request.POST or None)
    if request.method == "POST":
        tried = {"name": request.POST.get("username", ""), "address": address_of(request)}
        count_try(door="sign-in", now=timezone.now(), by=None, **tried)
        if form.is_valid():
            forgive_tries(door="sign-in", by=None, **tried)
            return _enter(request, form.get_user())
    workers = sample_workers(timezone.localdate())
    context = {
        "form": form,
        "workers": workers,
        "others": sample_others(timezone.localdate()),
        "next": asked_next(request, ""),
    }
    return render(request, "open/sign_in.html", context, status=422 if form.errors else 200)


@audience("anyone")
@require_POST
def sign_in_sample(request: HttpRequest) -> HttpResponse:
    """Enter as a sample account without its password; real accounts cannot be entered this way."""
    account = sample_account(request.POST.get("account", ""))
    if account is None:
        raise BadInput(_("没有这个示例账号；请用账号和密码登录。"))
    return _enter(request, account)


@audience("anyone")
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    logout(request)
    return HttpResponseRedirect("/")


def _enter(request: HttpRequest, account: Account) -> HttpResponse:
    login(request, account)
    note_sign_in(by=account)
    response = HttpResponseRedirect(asked_next(request, _home_of(account)))
    if account.language in dict(settings.LANGUAGES):
        response.set_cookie(settings.LANGUAGE_COOKIE_NAME, account.language, samesite="Lax", httponly=True)
    return response


def _home_of(account: Account) -> str:
    """The desk for those who work somewhere; for everybody else what they applied for and what comes next."""
    works = bool(scope_of(account, timezone.localdate()).grants)
    return settings.LOGIN_REDIRECT_URL if works else reverse("me:applications")


urlpatterns = [
    path("sign-in/", sign_in, name="sign-in"),
    path("sign-in/sample/", sign_in_sample, name="sign-in-sample"),
    path("sign-out/", sign_out, name="sign-out"),
]
