"""Whom a need finds, on the page of its opening, inviting one of them, and taking an invitation back."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.views.decorators.http import require_http_methods

from sangzi.kernel.audience import audience
from sangzi.people.access import get_entry_for
from sangzi.people.definitions import registers
from sangzi.people.queries import person_card
from sangzi.programmes.access import get_opening_for, require_may_write
from sangzi.programmes.access.approaches import get_approach_for
from sangzi.programmes.actions import approach, withdraw_approach
from sangzi.programmes.models import ApproachState, Opening
from sangzi.programmes.queries.suggestions import approaches_of, found_for
from sangzi.programmes.suggesting import suggest_of
from sangzi.web.addresses import desk_url, to_desk
from sangzi.web.doors import Visit
from sangzi.web.refused_forms import answered

LOOKS = {
    ApproachState.WILLING: "open",
    ApproachState.ASKED: "plain",
    ApproachState.DECLINED: "plain",
    ApproachState.WITHDRAWN: "plain",
}


class InviteForm(forms.Form):
    """What one writes along."""

    note = forms.CharField(
        label=_l("附言"),
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_l("说说为什么想到请对方；不要写别人的个人信息。"),
    )


def suggested_part(request: Visit, opening: Opening, *, writes: bool) -> dict[str, Any]:
    """Whom the opening finds and whom it asked, for who works there; nothing where the programme suggests nobody."""
    if suggest_of(opening) is None or not writes:
        return {}
    found = found_for(opening, request.scope, timezone.localdate())
    return {
        "suggests": True,
        "suggested": [
            (one, person_card(one.entry.person), registers()[one.entry.register])
            for one in found.suggested
            if one.entry.person
        ],
        "asked": [(one, person_card(one.person), LOOKS[ApproachState(one.state)]) for one in approaches_of(opening)],
        "elsewhere": found.elsewhere,
    }


@audience("staff")
@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: Visit, pk: int, entry: int) -> HttpResponse:
    """Say what inviting means, and do it."""
    opening = get_opening_for(request.scope, pk)
    require_may_write(request.scope, opening.unit)
    line = get_entry_for(request.scope, entry)
    form = InviteForm(request.POST or None)

    def act(by: Any) -> HttpResponse:
        approach(opening=opening, entry=line, note=form.cleaned_data["note"], now=timezone.now(), by=by)
        messages.success(request, _("已邀请。对方答复以后会通知您。"))
        return to_desk(request, "desk:opening", pk)

    called = person_card(line.person).name if line.person else ""
    page = {
        "heading": _("邀请%(name)s") % {"name": called},
        "verb": _("邀请"),
        "effects": [
            _("对方会收到通知：是哪条需求、由谁邀请、您的附言。"),
            _("愿不愿意由本人答复；没有答应以前不能安排。"),
        ],
        "opening": opening,
        "round": opening.round,
        "back": desk_url(request, "desk:opening", pk),
    }
    return answered(request, form, act, "desk/rounds/verb.html", page)


@audience("staff")
@require_http_methods(["GET", "HEAD", "POST"])
def take_back(request: Visit, pk: int, key: int) -> HttpResponse:
    """Say what taking an invitation back means, and do it."""
    found = get_approach_for(request.scope, pk, key)
    form = forms.Form(request.POST if request.method == "POST" else None)

    def act(by: Any) -> HttpResponse:
        withdraw_approach(approach=found, now=timezone.now(), by=by)
        messages.success(request, _("邀请已撤回，已告诉对方。"))
        return to_desk(request, "desk:opening", pk)

    page = {
        "heading": _("撤回对%(name)s的邀请") % {"name": person_card(found.person).name},
        "verb": _("撤回邀请"),
        "effects": [
            _("对方会收到通知，不用再答复；在“请我帮忙”里看到邀请已撤回。"),
            _("以后可以重新邀请；没有答应以前仍不能安排。"),
        ],
        "opening": found.opening,
        "round": found.opening.round,
        "back": desk_url(request, "desk:opening", pk),
    }
    return answered(request, form, act, "desk/rounds/verb.html", page)


urlpatterns = [
    path("openings/<int:pk>/invite/<int:entry>/", invite, name="opening-invite"),
    path("openings/<int:pk>/invitations/<int:key>/withdraw/", take_back, name="opening-uninvite"),
]
