"""My lines in registers: I fill them in, change, renew, withdraw and delete them; I may pass an invitation on."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sangzi.kernel.audience import audience
from sangzi.kernel.errors import BadInput, Conflict, NotVisible, SangziError
from sangzi.kernel.wording import title_of
from sangzi.people import actions
from sangzi.people.access import own_person
from sangzi.people.definitions import RegisterType, registers
from sangzi.people.models import Person
from sangzi.people.own import (
    has_card,
    invitation_for,
    invitation_of,
    invitations_by,
    own_entry,
    own_line,
    own_lines,
    past_lines,
)
from sangzi.web.addresses import asked_next
from sangzi.web.forms_joining_in import BeginForm
from sangzi.web.me.profile_forms import InviteForm, ProfileForm
from sangzi.web.refused_forms import complain


@audience("signed-in")
@require_safe
def profile(request: Any) -> HttpResponse:
    """Every register I may be in, with what it says of me."""
    person = own_person(request.user)
    if person is None:
        return HttpResponseRedirect(reverse("me:profile-begin"))
    today = timezone.localdate()
    lines = own_lines(person, today)
    context = {
        "person": person,
        "mine": [one for one in lines if one.line],
        "past": past_lines(person),
        "others": [one for one in lines if not one.line],
        "invitations": [(one, registers().get(one.register)) for one in invitations_by(request.user, today)],
    }
    return render(request, "me/profile/list.html", context)


@audience("signed-in")
@require_http_methods(["GET", "HEAD", "POST"])
def begin(request: Any) -> HttpResponse:
    """Who I am, for an account that has no person yet."""
    wanted = asked_next(request, reverse("me:profile"))
    if own_person(request.user):
        return HttpResponseRedirect(wanted)
    form = BeginForm(request.POST or None, initial={"name": request.user.name})
    if request.method == "POST" and form.is_valid() and _begun(request, form):
        return HttpResponseRedirect(wanted)
    context = {"form": form, "next": asked_next(request, "")}
    return render(request, "me/profile/begin.html", context, status=422 if form.errors else 200)


@audience("signed-in")
@require_http_methods(["GET", "HEAD", "POST"])
def line(request: Any, key: str) -> HttpResponse:
    """My line in one register; with `invited` by an invitation."""
    register, person = _register(key), own_person(request.user)
    if person is None:
        here = request.get_full_path()
        return HttpResponseRedirect(f"{reverse('me:profile-begin')}?{_query(next=here)}")
    standing = own_line(person, key)
    form = ProfileForm(
        request.POST or None,
        register=register,
        person=person,
        line=standing,
        card=register.public and has_card(person, key, timezone.localdate()),
    )
    if request.method == "POST" and form.is_valid() and _saved(request, register, person, form):
        return HttpResponseRedirect(reverse("me:profile"))
    context = {"register": register, "form": form, "line": standing, "invited": request.GET.get("invited", "")}
    return render(request, "me/profile/line.html", context, status=422 if form.errors else 200)


@audience("signed-in")
@require_POST
def renew(request: Any, pk: int) -> HttpResponse:
    actions.renew_line(entry=own_entry(request.user, pk), today=timezone.localdate(), by=request.user)
    return _back(request, _("已续期。"))


@audience("signed-in")
@require_POST
def withdraw(request: Any, pk: int) -> HttpResponse:
    actions.withdraw_profile(entry=own_entry(request.user, pk), today=timezone.localdate(), by=request.user)
    return _back(request, _("已退出这个名册，同意也一并撤回；填过的内容仍可在“关于我的资料”里删除。"))


@audience("signed-in")
@require_POST
def erase(request: Any, pk: int) -> HttpResponse:
    actions.erase_line(entry=own_entry(request.user, pk), today=timezone.localdate(), by=request.user)
    return _back(request, _("已删除。只留下一个不含个人信息的计数。"))


@audience("signed-in")
@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: Any, key: str) -> HttpResponse:
    """A link to pass on to somebody I know; only they can fill in themselves."""
    register, person = _register(key), own_person(request.user)
    if person is None:
        return HttpResponseRedirect(reverse("me:profile-begin"))
    form, link = InviteForm(request.POST or None), ""
    if request.method == "POST" and form.is_valid():
        link = _invited(request, register, person, form)
    context = {"register": register, "form": form, "link": link}
    return render(request, "me/profile/invite.html", context, status=422 if form.errors else 200)


@audience("signed-in")
@require_POST
def withdraw_invitation(request: Any, pk: int) -> HttpResponse:
    invitation = invitation_for(None, request.user, pk)
    actions.withdraw_invitation(invitation=invitation, today=timezone.localdate(), by=request.user)
    return _back(request, _("邀请已撤回。"))


def _register(key: str) -> RegisterType:
    register = registers().get(key)
    if register is None or not register.by_self:
        raise NotVisible(_("没有这个名册；请回到“我的名册”重新选择。"), register=key)
    return register


def _begun(request: Any, form: BeginForm) -> bool:
    given = {key: form.cleaned_data[key] for key in ("name", "phone", "home", "born", "by_guardian")}
    try:
        actions.begin(**given, today=timezone.localdate(), by=request.user)
    except (BadInput, Conflict) as refused:
        complain(form, refused)
        return False
    return True


def _saved(request: Any, register: RegisterType, person: Person, form: ProfileForm) -> bool:
    today, token = timezone.localdate(), request.GET.get("invited", "")
    try:
        invitation = invitation_of(token, today) if token else None
        actions.save_profile(
            register=register.key,
            person=person,
            today=today,
            by=request.user,
            invitation=invitation,
            **form.given(today),
        )
    except SangziError as refused:
        complain(form, refused)
        return False
    messages.success(request, _("已保存到“%(register)s”。") % {"register": title_of(register)})
    return True


def _invited(request: Any, register: RegisterType, person: Person, form: InviteForm) -> str:
    today, note = timezone.localdate(), form.cleaned_data["note"]
    try:
        made = actions.invite(register=register.key, unit=person.home, note=note, today=today, by=request.user)
    except (BadInput, Conflict) as refused:
        complain(form, refused)
        return ""
    return str(request.build_absolute_uri(reverse("open:invited", args=[made.token])))


def _back(request: Any, sentence: str) -> HttpResponse:
    messages.success(request, sentence)
    return HttpResponseRedirect(reverse("me:profile"))


def _query(**values: str) -> str:
    from urllib.parse import urlencode

    return urlencode(values)


urlpatterns = [
    path("profile/", profile, name="profile"),
    path("profile/begin/", begin, name="profile-begin"),
    path("profile/invitations/<int:pk>/withdraw/", withdraw_invitation, name="profile-invitation-withdraw"),
    path("profile/lines/<int:pk>/renew/", renew, name="profile-renew"),
    path("profile/lines/<int:pk>/withdraw/", withdraw, name="profile-withdraw"),
    path("profile/lines/<int:pk>/erase/", erase, name="profile-erase"),
    path("profile/<slug:key>/", line, name="profile-line"),
    path("profile/<slug:key>/invite/", invite, name="profile-invite"),
]
