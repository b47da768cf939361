"""What anybody may check: a certificate by its number, a public notice and its objections."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.views.decorators.http import require_http_methods, require_safe

from sangzi.kernel.audience import audience
from sangzi.kernel.errors import BadInput, Conflict
from sangzi.kernel.paging import page_of
from sangzi.programmes import actions
from sangzi.programmes.access.life import certificate_numbered, get_notice_shown, notices_shown
from sangzi.programmes.actions.public_notices import is_open
from sangzi.programmes.certificate_numbers import cleaned
from sangzi.programmes.models import Application, PublicNotice
from sangzi.programmes.queries.judging import title_of_entry
from sangzi.programmes.queries.life import called
from sangzi.web.refused_forms import complain

LONGEST = 40


class ObjectionForm(forms.Form):
    """An objection; whose it is stays open. `website` is a box that only machines fill in."""

    about = forms.ChoiceField(label=_l("对谁"), required=False)
    text = forms.CharField(
        label=_l("异议的内容"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_l("说清事实和理由。"),
    )
    contact = forms.CharField(label=_l("联系方式"), required=False, max_length=100, help_text=_l("可以不填。"))
    website = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, shown: list[Application], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["about"]
        field.choices = [("", _("整份公示")), *((str(one.pk), title_of_entry(one, blind=False)) for one in shown)]

    def clean_website(self) -> str:
        if self.cleaned_data["website"]:
            raise forms.ValidationError(_("没有提交成功；请刷新页面后重填。"))
        return ""


@audience("anyone")
@require_safe
def check(request: HttpRequest, number: str = "") -> HttpResponse:
    """Whether a certificate is genuine, revoked, or of a sample. Names stay masked."""
    asked = (number or request.GET.get("number", "")).strip()[:LONGEST]
    found = certificate_numbered(asked) if asked else None
    context = {
        "asked": asked,
        "found": found,
        "called": called(found.placement) if found else "",
        "sample": bool(found and found.placement.opening.round.sample),
        "wrong": bool(asked) and cleaned(asked) is None,
    }
    return render(request, "open/check.html", context, status=404 if asked and found is None else 200)


@audience("anyone")
@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    today = timezone.localdate()
    page = page_of(notices_shown(today), by="opens", after=request.GET.get("after"))
    return render(request, "open/public_notices.html", {"page": page, "today": today})


@audience("anyone")
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: Any, pk: int) -> HttpResponse:
    """One notice: whom it shows, what was answered, and a form to object while it lasts."""
    today = timezone.localdate()
    notice = get_notice_shown(pk, today)
    shown = list(notice.applications.select_related("person", "partner", "for_unit", "unit").order_by("rank", "pk"))
    form = ObjectionForm(request.POST or None, shown=shown) if is_open(notice, today) else None
    if request.method == "POST" and form is not None and form.is_valid() and _objected(request, notice, form, shown):
        return HttpResponseRedirect(reverse("open:public-notice", args=[pk]))
    context = {
        "notice": notice,
        "lines": [(title_of_entry(one, blind=False), one.unit.short) for one in shown],
        "challenges": notice.challenges.exclude(answered=None).order_by("pk"),
        "form": form,
    }
    return render(request, "open/public_notice.html", context, status=422 if form and form.errors else 200)


def _objected(request: Any, notice: PublicNotice, form: ObjectionForm, shown: list[Application]) -> bool:
    """The objection is kept; False where it was refused, with the sentence in the form."""
    told = form.cleaned_data
    about = next((one for one in shown if str(one.pk) == told["about"]), None)
    given = {"text": told["text"], "contact": told["contact"], "application": about}
    by = request.user if request.user.is_authenticated else None
    try:
        actions.challenge(notice=notice, now=timezone.now(), by=by, **given)
    except (BadInput, Conflict) as refused:
        complain(form, refused)
        return False
    messages.success(request, _("已收到您的异议，主办单位核实后会在这里答复。"))
    return True


urlpatterns = [
    path("check/", check, name="check"),
    path("check/<str:number>/", check, name="check-number"),
    path("notices/", listed, name="public-notices"),
    path("notices/<int:pk>/", show, name="public-notice"),
]
