"""Who may see and change places: staff those of their units and below."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from sangzi.kernel.errors import NotPermitted
from sangzi.people.access import one_of
from sangzi.units.access import Scope

from .models import Place


def visible_places(scope: Scope) -> QuerySet[Place]:
    """Places of units in the scope."""
    return scope.filter(Place.objects.all())


def public_places() -> QuerySet[Place]:
    """What anybody may see: places that are open."""
    return Place.objects.filter(state=Place.State.OPEN)


def get_place_for(scope: Scope, key: int) -> Place:
    """A visible place, unit along. Raises `NotVisible`."""
    return one_of(visible_places(scope).select_related("unit"), key, _("没有找到这个阵地；请回到阵地列表重新选择。"))


def writable_place_for(scope: Scope, key: int) -> Place:
    """A place to be changed. Raises `NotVisible`, or `NotPermitted` where it may be seen."""
    place = get_place_for(scope, key)
    if not scope.writable.covers(place.unit):
        raise NotPermitted(_("您可以查看“%(place)s”，但您的职责不能修改它。") % {"place": place.name}, place=place.pk)
    return place
