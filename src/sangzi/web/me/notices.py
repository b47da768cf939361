"""What I was told: the bell, the list, and by which ways I want to be told."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sangzi.kernel.audience import audience
from sangzi.kernel.errors import SangziError
from sangzi.kernel.models import Account
from sangzi.notices import actions
from sangzi.notices.access import own_notices
from sangzi.notices.queries import MANY, kinds_of, notices_of, unread_count, ways_of
from sangzi.web.chips import Chip
from sangzi.web.me.notice_forms import WaysForm
from sangzi.web.refused_forms import complain


@audience("signed-in")
@require_safe
def listed(request: Any) -> HttpResponse:
    now, kind, unread = timezone.now(), request.GET.get("kind", ""), bool(request.GET.get("unread"))
    page = notices_of(request.user, now, unread=unread, kind=kind, after=request.GET.get("after"))
    context = {
        "page": page,
        "chips": _chips(request.user, kind, unread=unread),
        "waiting": unread_count(request.user, now),
        "narrowed": bool(kind or unread),
    }
    return render(request, "me/notices/list.html", context)


@audience("signed-in")
@require_safe
def count(request: Any) -> HttpResponse:
    """How much waits to be read, for the bell: a page that waits for nothing fetches it afterwards."""
    number = unread_count(request.user, timezone.now())
    return render(request, "me/notices/count.html", {"number": number, "many": MANY})


@audience("signed-in")
@require_POST
def opened(request: Any, notice: int) -> HttpResponse:
    """Mark one read, and go where it leads."""
    one = actions.mark_read(notice=notice, now=timezone.now(), by=request.user)
    ours = url_has_allowed_host_and_scheme(one.link, allowed_hosts=None)
    return HttpResponseRedirect(one.link if one.link and ours else reverse("me:notices"))


@audience("signed-in")
@require_POST
def all_read(request: Any) -> HttpResponse:
    done = actions.mark_all_read(now=timezone.now(), by=request.user)
    said = ngettext("%(number)s 条通知已标为已读。", "%(number)s 条通知都已标为已读。", done)
    messages.success(request, said % {"number": done})
    return HttpResponseRedirect(reverse("me:notices"))


@audience("signed-in")
@require_http_methods(["GET", "HEAD", "POST"])
def ways(request: Any) -> HttpResponse:
    """Where I am reached, and by which ways I want to be told."""
    known = ways_of(request.user)
    form = WaysForm(request.POST or None, ways=known)
    if request.method == "POST" and form.is_valid() and _kept(request, form):
        return HttpResponseRedirect(reverse("me:notice-settings"))
    context = {"form": form, "ways": [way for way in known if way.ready]}
    return render(request, "me/notices/settings.html", context, status=422 if form.errors else 200)


@audience("signed-in")
@require_POST
def again(request: Any, channel: str) -> HttpResponse:
    """Another link to an address that waits for its proof."""
    actions.ask_again(channel=channel, now=timezone.now(), by=request.user)
    messages.success(request, _("确认链接正在重新发送；几分钟后还没收到，请检查地址和垃圾邮件。"))
    return HttpResponseRedirect(reverse("me:notice-settings"))


@audience("signed-in")
@require_http_methods(["GET", "HEAD", "POST"])
def prove(request: Any, proof: str) -> HttpResponse:
    """The link that was sent to an address. Only a click on the page counts: mail scanners open links too."""
    if request.method != "POST":
        return render(request, "me/notices/prove.html")
    actions.verify_address(proof=proof, now=timezone.now(), by=request.user)
    messages.success(request, _("地址已确认，以后的通知也会送到那里。"))
    return HttpResponseRedirect(reverse("me:notice-settings"))


def _chips(account: Account, kind: str, *, unread: bool) -> list[Chip]:
    address = reverse("me:notices")
    rows = kinds_of(own_notices(account, timezone.now()))
    everything = Chip(address, _("全部"), sum(row[2] for row in rows), open=not kind and not unread)
    waiting = Chip(f"{address}?unread=1", _("未读"), None, open=unread)
    return [everything, waiting, *(Chip(f"{address}?kind={key}", title, n, open=key == kind) for key, title, n in rows)]


def _kept(request: Any, form: WaysForm) -> bool:
    """Keep what was chosen, or put the refusal beside its field."""
    try:
        asked = actions.keep_ways(wanted=form.wanted, addresses=form.addresses, now=timezone.now(), by=request.user)
    except SangziError as refused:
        complain(form, refused)
        return False
    messages.success(request, _("通知设置已保存。"))
    if asked:
        messages.info(request, _("确认链接正发往新填的地址；打开它、点“确认”以后，通知才会送到那里。"))
    return True


urlpatterns = [
    path("notices/", listed, name="notices"),
    path("notices/count/", count, name="notices-count"),
    path("notices/read/", all_read, name="notices-read"),
    path("notices/settings/", ways, name="notice-settings"),
    path("notices/settings/<slug:channel>/again/", again, name="notice-again"),
    path("notices/prove/<str:proof>/", prove, name="notice-proof"),
    path("notices/<int:notice>/open/", opened, name="notice-open"),
]
