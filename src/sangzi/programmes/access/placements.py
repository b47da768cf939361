"""Who may see who got what."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from sangzi.people.access import one_of
from sangzi.people.models import Person
from sangzi.units.access import Scope

from ..models import Placement


def visible_placements(scope: Scope) -> QuerySet[Placement]:
    """Placements in openings of units in the scope of those who deal with them."""
    return scope.readable.filter(Placement.objects.all(), "opening__unit")


def own_placements(person: Person) -> QuerySet[Placement]:
    """A person's own placements; what concerns oneself needs no scope."""
    return Placement.objects.filter(person=person)


def get_placement_for(scope: Scope, key: int) -> Placement:
    """A visible placement, opening and person along. Raises `NotVisible`."""
    rows = visible_placements(scope).select_related("opening__unit", "opening__round", "person")
    return one_of(rows, key, _("没有找到这个结果；请回到批次页面重新选择。"))
