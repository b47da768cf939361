"""Correcting who I am: name, phone, home, and the day of birth where it is not known yet."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from sangzi.kernel.audience import audience
from sangzi.kernel.models import Account
from sangzi.people.access import own_person
from sangzi.people.actions import correct_own
from sangzi.web.addresses import asked_next
from sangzi.web.forms_joining_in import BasicsForm
from sangzi.web.refused_forms import answered


@audience("signed-in")
@require_http_methods(["GET", "HEAD", "POST"])
def basics(request: Any) -> HttpResponse:
    """The form; afterwards back to where it was missed."""
    wanted = asked_next(request, reverse("me:about"))
    person = own_person(request.user)
    if person is None:
        return HttpResponseRedirect(reverse("me:profile-begin"))
    form = BasicsForm(request.POST or None, person=person)

    def correct(by: Account) -> HttpResponse:
        correct_own(person=person, **form.cleaned_data, today=timezone.localdate(), by=by)
        messages.success(request, _("已保存。"))
        return HttpResponseRedirect(wanted)

    return answered(request, form, correct, "me/basics.html", {"next": asked_next(request, ""), "back": wanted})


urlpatterns = [path("about/change/", basics, name="basics")]
