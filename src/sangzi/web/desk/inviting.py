"""Inviting somebody to enter themselves into a register: a link to pass on, and those that still hold."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from sangzi.kernel.audience import audience
from sangzi.kernel.errors import BadInput, Conflict
from sangzi.people import actions
from sangzi.people.own import invitation_for, invitations_at, require_may_invite
from sangzi.web.addresses import to_desk
from sangzi.web.desk.registers import register_named
from sangzi.web.doors import Visit
from sangzi.web.me.profile_forms import InviteForm
from sangzi.web.refused_forms import complain


@audience("staff")
@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: Visit, key: str) -> HttpResponse:
    """The link is shown once; whoever opens it fills in themselves."""
    register = register_named(key)
    require_may_invite(request.scope, register, request.unit)
    form, link = InviteForm(request.POST or None), ""
    if request.method == "POST" and form.is_valid():
        link = _link(request, key, form)
    context = {
        "register": register,
        "form": form,
        "link": link,
        "invitations": invitations_at(request.scope, request.unit, key, timezone.localdate()),
    }
    return render(request, "desk/registers/invite.html", context, status=422 if form.errors else 200)


@audience("staff")
@require_POST
def withdraw(request: Visit, pk: int) -> HttpResponse:
    """End a link of one's own, or of a unit where one may invite."""
    by: Any = request.user
    invitation = invitation_for(request.scope, by, pk)
    if invitation.by_id != by.pk:
        require_may_invite(request.scope, register_named(invitation.register), invitation.unit)
    actions.withdraw_invitation(invitation=invitation, today=timezone.localdate(), by=by)
    messages.success(request, _("邀请已撤回。"))
    return to_desk(request, "desk:register-invite", invitation.register)


def _link(request: Visit, key: str, form: InviteForm) -> str:
    by: Any = request.user
    try:
        made = actions.invite(
            register=key, unit=request.unit, note=form.cleaned_data["note"], today=timezone.localdate(), by=by
        )
    except (BadInput, Conflict) as refused:
        complain(form, refused)
        return ""
    return request.build_absolute_uri(reverse("open:invited", args=[made.token]))


urlpatterns = [
    path("registers/<slug:key>/invite/", invite, name="register-invite"),
    path("registers/invitations/<int:pk>/withdraw/", withdraw, name="invitation-withdraw"),
]
