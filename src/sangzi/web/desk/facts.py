"""The one way from a fact to its rows: `facts/?fact=&tag=&unit=&since=&until=` leads to the page that lists them."""

from __future__ import annotations

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from sangzi.kernel import facts
from sangzi.kernel.audience import audience
from sangzi.kernel.errors import NotVisible
from sangzi.web.desk.drill import drill_links
from sangzi.web.doors import Visit


@audience("staff")
@require_safe
def rows(request: Visit) -> HttpResponse:
    term = {name: request.GET.get(name, "") for name in ("fact", "tag", "since", "until")}
    fact = facts.known().get(term["fact"])
    if fact is None or term["tag"] not in set(fact.tags()):
        raise NotVisible(_("没有这样的数据来源；请回到凭据，从那里的链接再进来。"), fact=term["fact"][:60])
    (link,) = drill_links([term], request.unit)
    return HttpResponseRedirect(link.url)


urlpatterns = [path("facts/", rows, name="facts")]
