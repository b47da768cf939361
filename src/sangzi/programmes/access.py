"""Who may see and write in programmes: staff what belongs to their units and below.

Rounds are also seen from below: a township records in the round that its province has opened.
"""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from sangzi.kernel.errors import NotPermitted
from sangzi.people.access import one_of
from sangzi.people.models import Person
from sangzi.units.access import Scope
from sangzi.units.models import Unit
from sangzi.units.paths import keys

from .models import Opening, Placement, Record, Round


def visible_rounds(scope: Scope) -> QuerySet[Round]:
    """Rounds of units in the scope, and of those above them."""
    rounds = Round.objects.all()
    if scope.whole:
        return rounds
    if not scope.grants:
        return rounds.none()
    above = {key for prefix in scope.prefixes for key in keys(prefix)}
    return rounds.filter(scope.condition() | Q(unit__in=above))


def visible_openings(scope: Scope) -> QuerySet[Opening]:
    """Openings of units in the scope."""
    return scope.filter(Opening.objects.all())


def visible_placements(scope: Scope) -> QuerySet[Placement]:
    """Placements in openings of units in the scope."""
    return scope.filter(Placement.objects.all(), "opening__unit")


def visible_records(scope: Scope) -> QuerySet[Record]:
    """Records of units in the scope."""
    return scope.filter(Record.objects.all())


def own_placements(person: Person) -> QuerySet[Placement]:
    """A person's own placements; what concerns oneself needs no scope."""
    return Placement.objects.filter(person=person)


def own_records(person: Person) -> QuerySet[Record]:
    """The records that name a person, for that person to see."""
    return Record.objects.filter(person=person)


def get_round_for(scope: Scope, key: int) -> Round:
    """A visible round, unit along. Raises `NotVisible`."""
    return one_of(visible_rounds(scope).select_related("unit"), key, _("没有找到这个批次；请回到项目页面重新选择。"))


def get_opening_for(scope: Scope, key: int) -> Opening:
    """A visible opening, unit and round along. Raises `NotVisible`."""
    rows = visible_openings(scope).select_related("unit", "round__unit")
    return one_of(rows, key, _("没有找到这个名额；请回到批次页面重新选择。"))


def get_placement_for(scope: Scope, key: int) -> Placement:
    """A visible placement, opening and person along. Raises `NotVisible`."""
    rows = visible_placements(scope).select_related("opening__unit", "opening__round", "person")
    return one_of(rows, key, _("没有找到这个结果；请回到批次页面重新选择。"))


def get_record_for(scope: Scope, key: int) -> Record:
    """A visible record with all that it names and who wrote it. Raises `NotVisible`."""
    along = ("unit", "round__unit", "person__home", "partner", "place", "reversal", "by")
    return one_of(visible_records(scope).select_related(*along), key, _("没有找到这条纪实；请回到列表重新选择。"))


def require_may_write(scope: Scope, unit: Unit) -> None:
    """Raise `NotPermitted` unless the account may change things at the unit."""
    if not scope.writable.covers(unit):
        raise NotPermitted(
            _("您在%(unit)s的职责不能登记或修改；请由该单位办理业务的人登记。") % {"unit": unit.short}, unit=unit.pk
        )
