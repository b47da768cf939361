"""Applications of a round as a list: narrowed, looked through by key, decided about one by one or many at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from sangzi.kernel.audience import audience
from sangzi.kernel.errors import NotPermitted, NotVisible
from sangzi.kernel.paging import Page
from sangzi.kernel.wording import title_of
from sangzi.programmes.access import get_round_for, visible_applications
from sangzi.programmes.definitions import ProgrammeType
from sangzi.programmes.models import ApplicationState, Guardian, Round
from sangzi.programmes.queries import (
    Narrowing,
    applications_list,
    choices_of,
    chosen_in,
    columns_of,
    counts_by_state,
    definition_of,
    narrowed_to,
)
from sangzi.programmes.queries.application_lists import ApplicationLine, WishLine
from sangzi.units.access import READING
from sangzi.web.addresses import desk_url, to_desk
from sangzi.web.chips import Chip
from sangzi.web.desk.application_rows import rows_of
from sangzi.web.desk.records import may_write
from sangzi.web.desk.rounds import OVER, state_of
from sangzi.web.doors import Visit
from sangzi.web.narrowing import narrowed

WAITED = (3, 7, 15, 30)  # days that a list can be narrowed to
SEEN = [state for state in ApplicationState if state != ApplicationState.DRAFT]
FILTERS = ("state", "opening", "wish", "waiting", "guardian", "answer")
DECIDED = (ApplicationState.SUBMITTED, ApplicationState.ADMITTED, ApplicationState.REFUSED)


@audience("staff")
@require_safe
def listed(request: Visit, pk: int) -> HttpResponse:
    """A page of the applications of a round at the unit at hand and below it."""
    found, elsewhere = applied_for(request, pk), narrowed(request)
    if elsewhere:
        return elsewhere
    return _list(request, found, narrowing_of(request, found, request.GET))


@audience("staff")
@require_safe
def counted(request: Visit, pk: int) -> HttpResponse:
    """The states with how many are in each: counting tens of thousands takes longer than listing a page of them."""
    found = applied_for(request, pk)
    asked = narrowing_of(request, found, request.GET)
    counts = counts_by_state(narrowed_rows(request, found, replace(asked, state="")))
    return render(request, "parts/chips_alone.html", {"chips": _chips(request, found, asked, counts)})


@audience("staff")
@require_POST
def find(request: Visit, pk: int) -> HttpResponse:
    """Applications by who applies. Sent in the body, so that no name stands in an address or a log."""
    found, text = applied_for(request, pk), request.POST.get("text", "").strip()
    if not text:
        return to_desk(request, "desk:applications", pk)
    return _list(request, found, Narrowing(unit=request.unit, text=text))


def applied_for(request: Visit, pk: int) -> Round:
    """The round, if one applies in it. Raises `NotVisible`, or `NotPermitted` to who need not know who applied."""
    found = get_round_for(request.scope, pk)
    if not request.scope.roles_at(request.unit) & READING:
        raise NotPermitted(_("谁报了名，只有经办的人和审计员看得到；您在这里的职责不用知道。"), unit=request.unit.pk)
    if definition_of(found).applications is None:
        raise NotVisible(_("这个项目没有报名这一步；请回到批次页面。"), key=pk)
    return found


def narrowing_of(request: Visit, found: Round, told: Mapping[str, Any]) -> Narrowing:
    """What an address or a form narrows the list to; what makes no sense narrows nothing."""
    state, guardian, answer = (str(told.get(name, "")) for name in ("state", "guardian", "answer"))
    return Narrowing(
        state=state if state in SEEN else "",
        unit=None if _is_whole(request) else request.unit,
        opening=_number(told.get("opening")) or None,
        wish=_number(told.get("wish")),
        waiting=_number(told.get("waiting")),
        guardian=guardian if guardian in Guardian.values else "",
        answer=answer if chosen_in(definition_of(found), answer) else "",
        text=str(told.get("text", "")).strip()[:60],
    )


def narrowed_rows(request: Visit, round_: Round, asked: Narrowing) -> Any:
    """The visible applications that a narrowing leaves."""
    return narrowed_to(visible_applications(request.scope), round_, asked, timezone.now())


def _list(request: Visit, found: Round, asked: Narrowing) -> HttpResponse:
    programme, today = definition_of(found), timezone.localdate()
    columns = columns_of(programme)
    page = applications_list(narrowed_rows(request, found, asked), columns=columns, after=request.GET.get("after"))
    writes = may_write(request) and found.state not in OVER
    wishes = programme.applications.wishes if programme.applications else 1
    context = {
        "round": found,
        "programme": programme,
        "state": state_of(found, today),
        "page": page,
        "rows": rows_of(request, page.lines, kept=asked.state, writes=writes, ranked=wishes > 1),
        "columns": columns,
        "chips": _chips(request, found, asked, None),
        "asked": asked,
        "opening": _asked_for(page, asked.opening),
        "kept": _kept(request, asked),
        "filtered": any((asked.opening, asked.wish, asked.waiting, asked.guardian, asked.answer, asked.text)),
        "choices": _choices(programme),
        "waited": WAITED,
        "guardians": Guardian.choices if programme.consent else [],
        "writes": writes,
        "wishes": wishes,
    }
    return render(request, "desk/applications/list.html", context)


def _choices(programme: ProgrammeType) -> list[tuple[str, list[tuple[str, str]]]]:
    """What can be chosen in the form, by field, each choice with its name in an address."""
    return [
        (title_of(field), [(f"{field.key}:{number}", choice) for number, choice in enumerate(field.choices)])
        for field in choices_of(programme)
    ]


def _asked_for(page: Page[ApplicationLine], opening: int | None) -> WishLine | None:
    """The opening that a list is narrowed to, as its own lines tell of it."""
    return next((wish for line in page.lines for wish in line.wishes if wish.opening == opening), None)


def _chips(request: Visit, found: Round, asked: Narrowing, counts: Mapping[str, int] | None) -> list[Chip]:
    """All, and the states that there are, each with how many; the other filters stay."""
    address = desk_url(request, "desk:applications", found.pk)
    rest = "".join(f"&{name}={value}" for name, value in _kept(request, asked) if name != "state")
    total = sum(counts.values()) if counts is not None else None
    everything = Chip(address + rest, _("全部"), total, open=not asked.state)
    shown = SEEN if counts is None else [state for state in SEEN if counts.get(state) or state == asked.state]
    return [everything, *(_chip(f"{address}&state={state}{rest}", state, asked, counts) for state in shown)]


def _chip(url: str, state: ApplicationState, asked: Narrowing, counts: Mapping[str, int] | None) -> Chip:
    return Chip(url, str(state.label), counts.get(state, 0) if counts is not None else None, open=state == asked.state)


def _kept(request: Visit, asked: Narrowing) -> list[tuple[str, str]]:
    """The filters as names and values, for addresses and hidden boxes; a searched name only in a body."""
    told = [(name, str(getattr(asked, name))) for name in FILTERS if getattr(asked, name)]
    return [*told, ("text", asked.text)] if asked.text and request.method == "POST" else told


def _is_whole(request: Visit) -> bool:
    """Whether the unit at hand is all that the visitor sees anyway, so that nothing is to be narrowed."""
    return all(prefix.startswith(request.unit.path) for prefix in request.scope.prefixes)


def _number(text: Any) -> int:
    return int(text) if str(text or "").isdecimal() and len(str(text)) < 12 else 0


urlpatterns = [
    path("rounds/<int:pk>/applications/", listed, name="applications"),
    path("rounds/<int:pk>/applications/counts/", counted, name="applications-counts"),
    path("rounds/<int:pk>/applications/find/", find, name="applications-find"),
]
