"""Persons who look alike: side by side, to be merged or told apart; and merges, to be undone."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from sangzi.kernel.audience import audience
from sangzi.kernel.errors import BadInput
from sangzi.people import actions
from sangzi.people.access import get_merge_for, get_person_for, require_may_merge, visible_persons
from sangzi.people.lookalikes import Lookalike, lookalikes, merges_in
from sangzi.people.models import Person
from sangzi.people.queries import person_card
from sangzi.web.addresses import to_desk
from sangzi.web.doors import Visit


@audience("staff")
@require_safe
def doubles(request: Visit) -> HttpResponse:
    """The likeliest pairs of the unit and below."""
    persons = visible_persons(request.scope)
    wrong, count = "", 0
    pairs: list[Lookalike] = []
    try:
        pairs, count = lookalikes(persons, request.unit)
    except BadInput as refused:
        wrong = refused.sentence
    merges = merges_in(persons, request.unit)
    context = {
        "pairs": pairs,
        "count": count,
        "wrong": wrong,
        "merges": [(merge, person_card(merge.kept), person_card(merge.double)) for merge in merges],
        "changes": bool(request.scope.writable.covers(request.unit)),
    }
    return render(request, "desk/doubles/list.html", context)


@audience("staff")
@require_POST
def merge(request: Visit) -> HttpResponse:
    """Keep one of two; everything of the other becomes theirs."""
    by: Any = request.user
    kept, double = _two(request)
    actions.merge_persons(kept=kept, double=double, now=timezone.now(), by=by)
    messages.success(request, _("已合并。数据已经跟着更新；合并错了，可以在下面撤销。"))
    return to_desk(request, "desk:doubles")


@audience("staff")
@require_POST
def apart(request: Visit) -> HttpResponse:
    """They are two; do not ask again."""
    by: Any = request.user
    one, other = _two(request)
    actions.tell_apart(one=one, other=other, today=timezone.localdate(), by=by)
    messages.success(request, _("已记为不是同一人，以后不再提示。"))
    return to_desk(request, "desk:doubles")


@audience("staff")
@require_POST
def undo(request: Visit, pk: int) -> HttpResponse:
    """Make two of one again."""
    by: Any = request.user
    found = get_merge_for(request.scope, pk)
    require_may_merge(request.scope, found.kept)
    actions.undo_merge(merge=found, now=timezone.now(), by=by)
    messages.success(request, _("合并已撤销，两人各自恢复原样。"))
    return to_desk(request, "desk:doubles")


def _two(request: Visit) -> tuple[Person, Person]:
    """The two that a form names, both seen and both in reach of the visitor's hands."""
    keys = [request.POST.get(name, "") for name in ("keep", "other")]
    if not all(key.isdecimal() for key in keys):
        raise BadInput(_("没有选好两个人；请刷新页面。"))
    one, other = (get_person_for(request.scope, int(key)) for key in keys)
    for person in (one, other):
        require_may_merge(request.scope, person)
    return one, other


urlpatterns = [
    path("registers/doubles/", doubles, name="doubles"),
    path("registers/doubles/merge/", merge, name="doubles-merge"),
    path("registers/doubles/apart/", apart, name="doubles-apart"),
    path("registers/doubles/<int:pk>/undo/", undo, name="doubles-undo"),
]
