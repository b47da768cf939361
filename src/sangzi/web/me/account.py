"""My account: where I work, what was noted of me, my password."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from sangzi.kernel.actions import change_password, count_try, forgive_tries
from sangzi.kernel.audience import audience
from sangzi.kernel.errors import BadInput
from sangzi.kernel.queries import own_lines
from sangzi.units.queries.listing import assignments_of
from sangzi.web.forms_accounts import PasswordForm

from .for_whom import person_of


@audience("signed-in")
@require_safe
def account(request: Any) -> HttpResponse:
    context = {
        "assignments": assignments_of(request.user, timezone.localdate()),
        "lines": own_lines(request.user),
        "applies": person_of(request) is not None,
    }
    return render(request, "me/account.html", context)


@audience("signed-in")
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def password(request: Any) -> HttpResponse:
    form = PasswordForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _changed(request, form):
        messages.success(request, _("密码已改。下次登录请用新密码。"))
        return HttpResponseRedirect(reverse("me:account"))
    return render(request, "me/password.html", {"form": form}, status=422 if form.errors else 200)


def _changed(request: Any, form: PasswordForm) -> bool:
    """Change the password, or put the refusal beside its field."""
    tried = {"name": request.user.username, "address": ""}
    count_try(door="password", now=timezone.now(), by=request.user, **tried)
    try:
        account = change_password(old=form.cleaned_data["old"], new=form.cleaned_data["new"], by=request.user)
    except BadInput as refused:
        form.add_error(refused.context["field"], refused.sentence)
        return False
    forgive_tries(door="password", by=request.user, **tried)
    update_session_auth_hash(request, account)
    return True


urlpatterns = [
    path("", account, name="account"),
    path("password/", password, name="password"),
]
