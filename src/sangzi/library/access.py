"""Who may see and change items: staff those of their units and below."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from sangzi.kernel.errors import NotPermitted
from sangzi.people.access import one_of
from sangzi.units.access import Scope

from .models import Item


def visible_items(scope: Scope) -> QuerySet[Item]:
    """Items of units in the scope."""
    return scope.filter(Item.objects.all())


def public_items() -> QuerySet[Item]:
    """What anybody may see: items that are shown now."""
    return Item.objects.filter(until=None)


def get_item_for(scope: Scope, key: int) -> Item:
    """A visible item, unit along. Raises `NotVisible`."""
    return one_of(visible_items(scope).select_related("unit"), key, _("没有找到这项内容；请回到列表重新选择。"))


def writable_item_for(scope: Scope, key: int) -> Item:
    """An item to be withdrawn. Raises `NotVisible`, or `NotPermitted` where it may be seen."""
    item = get_item_for(scope, key)
    if not scope.writable.covers(item.unit):
        raise NotPermitted(_("您可以查看“%(title)s”，但您的职责不能修改它。") % {"title": item.title}, item=item.pk)
    return item
