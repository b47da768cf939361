"""Views of a page of models. The doors, the frame of the pages and the words are the installation's own."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from sangzi.kernel.audience import audience
from sangzi.programmes.definitions import frozen
from sangzi.programmes.models import Application, Guardian, Opening, Round
from sangzi.programmes.queries import choices_of, columns_of
from sangzi.units.models import Unit
from sangzi.units.paths import keys
from sangzi.web.chips import Chip
from sangzi.web.entries import by_platform, to_apply_in
from sangzi.web.home import COOKIE

OPENINGS, APPLICATIONS = 20, 50  # rows of a page


@audience("anyone")
def openings(request: HttpRequest) -> HttpResponse:
    """What is offered at home, newest first."""
    home = get_object_or_404(Unit, code=request.COOKIES[COOKIE])
    now = timezone.now()
    found = Opening.objects.filter(
        Q(unit__path__startswith=home.path) | Q(unit__in=keys(home.path)[:-1]),
        Q(round__apply_until=None) | Q(round__apply_until__gt=now),
        Q(round__closes=None) | Q(round__closes__gte=timezone.localdate(now)),
        round__programme__in=to_apply_in(),
        round__public=True,
        round__state="open",
        state="offered",
    )
    page = Paginator(found.order_by("-pk"), OPENINGS).get_page(request.GET.get("page"))
    return render(request, "plain/openings.html", {"home": home, "page": page, "groups": by_platform(to_apply_in())})


@audience("staff")
def applications(request: Any, pk: int) -> HttpResponse:
    """Who applied, newest first."""
    round_ = get_object_or_404(Round, pk=pk)
    found = Application.objects.filter(round=round_, unit__path__startswith=request.unit.path).exclude(state="draft")
    programme = frozen(round_.definition)
    context = {
        "round": round_,
        "programme": programme,
        "page": Paginator(found.order_by("-pk"), APPLICATIONS).get_page(request.GET.get("page")),
        "columns": columns_of(programme),
        "choices": choices_of(programme),
        "chips": [Chip("", "全部", None, open=True), *(Chip("", words, None, open=False) for words in _states())],
        "guardians": Guardian.choices,
        "waited": (3, 7, 15, 30),
    }
    return render(request, "plain/applications.html", context)


def _states() -> list[str]:
    field = Application._meta.get_field("state")
    return [str(words) for value, words in field.choices or [] if value != "draft"]
