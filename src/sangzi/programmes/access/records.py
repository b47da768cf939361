"""Who may see records."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from sangzi.people.access import one_of
from sangzi.people.models import Person
from sangzi.units.access import Scope

from ..models import Record


def visible_records(scope: Scope) -> QuerySet[Record]:
    """Records of units in the scope."""
    return scope.filter(Record.objects.all())


def own_records(person: Person) -> QuerySet[Record]:
    """The records that name a person, for that person to see."""
    return Record.objects.filter(person=person)


def get_record_for(scope: Scope, key: int) -> Record:
    """A visible record with all that it names and who wrote it. Raises `NotVisible`."""
    along = ("unit", "round__unit", "person__home", "partner", "place", "reversal", "by")
    return one_of(visible_records(scope).select_related(*along), key, _("没有找到这条纪实；请回到列表重新选择。"))
