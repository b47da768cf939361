"""Opening an account for oneself, and the page that an invitation leads to."""

from __future__ import annotations

from urllib.parse import quote

from django.contrib import messages
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from sangzi.kernel.actions import count_try, note_sign_in
from sangzi.kernel.audience import audience
from sangzi.kernel.errors import BadInput, Conflict, NotVisible
from sangzi.kernel.models import Account
from sangzi.people import actions
from sangzi.people.definitions import registers
from sangzi.people.own import invitation_of, public_cards
from sangzi.units.queries import search, trails
from sangzi.web.addresses import asked_next
from sangzi.web.forms_home import HomeForm, Homes
from sangzi.web.forms_joining_in import JoinForm
from sangzi.web.forms_units import named
from sangzi.web.home import home_of
from sangzi.web.refused_forms import complain
from sangzi.web.visitors import address_of

AT_ONCE = 12


@audience("anyone")
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest) -> HttpResponse:
    """Name, phone, password, home: no more is asked to begin with."""
    wanted = asked_next(request, reverse("me:profile"))
    if request.user.is_authenticated:
        return HttpResponseRedirect(wanted)
    home = home_of(request)
    form = JoinForm(request.POST or None, initial={"home": named(home)} if home else None)
    if request.method == "POST":  # each answer tells whether a number is known here
        phone = request.POST.get("phone", "")
        count_try(door="join", name=phone, address=address_of(request), now=timezone.now(), by=None)
    account = _joined(form) if request.method == "POST" and form.is_valid() else None
    if account:
        login(request, account)
        note_sign_in(by=account)
        messages.success(request, _("注册好了；以后用手机号登录。"))
        return HttpResponseRedirect(wanted)
    context = {"form": form, "next": asked_next(request, "")}
    return render(request, "open/join.html", context, status=422 if form.errors else 200)


@audience("anyone")
@require_safe
@never_cache
def invited(request: HttpRequest, token: str) -> HttpResponse:
    """Who asks, for what; the visitor signs in or up and fills in themselves."""
    invitation = invitation_of(token, timezone.localdate())
    wanted = f"{reverse('me:profile-line', args=[invitation.register])}?invited={quote(token)}"
    context = {"invitation": invitation, "register": registers()[invitation.register], "next": wanted}
    response = render(request, "open/invited.html", context)
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


@audience("anyone")
@require_safe
def home_options(request: HttpRequest) -> HttpResponse:
    """Areas that fit what is typed into the field that `field` names."""
    text = request.GET.get(request.GET.get("field", ""), "").strip()
    hits = search(text, Homes(), AT_ONCE) if text else []
    above = trails(hits)
    return render(request, "parts/unit_options.html", {"hits": [(hit, above[hit.pk][1:]) for hit in hits]})


@audience("anyone")
@require_safe
def cards(request: HttpRequest, key: str) -> HttpResponse:
    """Those of a register who let anyone see their card."""
    register = registers().get(key)
    if register is None or not register.public:
        raise NotVisible(_("没有这一页；请检查地址。"))
    form = HomeForm(request.GET if request.GET.get("home") else None)
    unit = form.cleaned_data["home"] if form.is_valid() else None
    page = public_cards(register, timezone.localdate(), unit=unit, after=request.GET.get("after"))
    return render(request, "open/people_cards.html", {"register": register, "page": page, "form": form, "unit": unit})


def _joined(form: JoinForm) -> Account | None:
    given = {key: form.cleaned_data[key] for key in ("name", "phone", "password", "home", "born", "by_guardian")}
    try:
        person = actions.join(**given, today=timezone.localdate(), by=None)
    except (BadInput, Conflict) as refused:
        complain(form, refused)
        return None
    return person.account


urlpatterns = [
    path("join/", join, name="join"),
    path("invited/<str:token>/", invited, name="invited"),
    path("home-options/", home_options, name="home-options"),
    path("cards/<slug:key>/", cards, name="people-cards"),
]
