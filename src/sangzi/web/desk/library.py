"""The library: projects, stories and lessons that units show; publishing one, and withdrawing it."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from sangzi.kernel.audience import audience
from sangzi.kernel.errors import BadInput, Conflict
from sangzi.library.access import visible_items, writable_item_for
from sangzi.library.actions import publish_item, withdraw_item
from sangzi.library.definitions import item_kinds
from sangzi.library.models import Item
from sangzi.library.queries import items_list, shown
from sangzi.programmes.access import require_may_write
from sangzi.web.addresses import desk_url, to_desk
from sangzi.web.chips import chips
from sangzi.web.desk.library_forms import ItemForm, WithdrawForm
from sangzi.web.desk.records import may_write
from sangzi.web.doors import Visit
from sangzi.web.moves import Watch
from sangzi.web.narrowing import narrowed
from sangzi.web.refused_forms import complain
from sangzi.web.spans import span


@audience("staff")
@require_safe
def listed(request: Visit) -> HttpResponse:
    elsewhere = narrowed(request)
    if elsewhere:
        return elsewhere
    seen, kind = visible_items(request.scope), request.GET.get("kind", "")
    past, day = bool(request.GET.get("past")), span(request).last
    page = items_list(seen, unit=request.unit, kind=kind, live=not past, on=day, after=request.GET.get("after"))
    context = {
        "page": page,
        "rows": [(item, item_kinds().get(item.kind)) for item in page.lines],
        "chips": chips(request, "desk:library", "kind", item_kinds(), shown(seen, request.unit), kind),
        "kind": item_kinds().get(kind),
        "past": past,
        "day": day,
        "filtered": bool(past or day),
        "writes": may_write(request),
    }
    return render(request, "desk/library/list.html", context)


@audience("staff")
@require_http_methods(["GET", "HEAD", "POST"])
def publish(request: Visit) -> HttpResponse:
    require_may_write(request.scope, request.unit)
    form = ItemForm(
        request.POST or None,
        scope=request.scope.writable,
        unit=request.unit,
        today=timezone.localdate(),
        initial={"kind": request.GET.get("kind", "")},
    )
    if request.method == "POST" and form.is_valid():
        answer = _published(request, form)
        if answer:
            return answer
    context = {"form": form, "kinds": item_kinds()}
    return render(request, "desk/library/publish.html", context, status=422 if form.errors else 200)


@audience("staff")
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: Visit, pk: int) -> HttpResponse:
    item = writable_item_for(request.scope, pk)
    form = WithdrawForm(request.POST or None, today=timezone.localdate())
    if request.method == "POST" and form.is_valid():
        answer = _withdrawn(request, item, form)
        if answer:
            return answer
    context = {"form": form, "item": item, "kind": item_kinds().get(item.kind)}
    return render(request, "desk/library/withdraw.html", context, status=422 if form.errors else 200)


def _published(request: Visit, form: ItemForm) -> HttpResponse | None:
    by: Any = request.user
    given = form.cleaned_data
    watch = Watch.begin(given["unit"], timezone.localdate(), [("library.items", given["kind"])])
    try:
        item = publish_item(today=timezone.localdate(), by=by, **given)
    except (BadInput, Conflict) as refused:
        complain(form, refused)
        return None
    watch.tell(request, _("已发布“%(title)s”。") % {"title": item.title}, _withdrawing(request, item), _("撤下"))
    return to_desk(request, "desk:library")


def _withdrawn(request: Visit, item: Item, form: WithdrawForm) -> HttpResponse | None:
    by: Any = request.user
    watch = Watch.begin(item.unit, timezone.localdate(), [("library.items", item.kind)])
    try:
        withdraw_item(item=item, until=form.cleaned_data["on"], today=timezone.localdate(), by=by)
    except (BadInput, Conflict) as refused:
        complain(form, refused)
        return None
    watch.tell(request, _("已撤下“%(title)s”。") % {"title": item.title})
    return to_desk(request, "desk:library")


def _withdrawing(request: Visit, item: Item) -> str:
    return desk_url(request, "desk:item-withdraw", item.pk)


urlpatterns = [
    path("library/", listed, name="library"),
    path("library/publish/", publish, name="item-publish"),
    path("library/<int:pk>/withdraw/", withdraw, name="item-withdraw"),
]
