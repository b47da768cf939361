"""How everything of one person becomes another's, and back: which rows move, and which facts move with them.

Every table that points to a person is found through the model itself, so that a new one is never forgotten.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _

from sangzi.kernel import facts
from sangzi.kernel.errors import Conflict
from sangzi.kernel.facts import Fact, FactRows, Movement
from sangzi.kernel.models import LooseMovement

from .models import Entry, Merge, NotDoubles, Person

ASIDE: tuple[type[models.Model], ...] = (Person, Merge, NotDoubles)  # they tell of the two persons as two
Moved = dict[str, list[int]]
Row = tuple[int, int, int, int]
Sightings = dict[tuple[str, str], Counter[Row]]


@dataclass(frozen=True)
class Pointer:
    """A column that points to a person."""

    model: Any
    column: str

    @property
    def name(self) -> str:
        return f"{self.model._meta.label_lower}.{self.column}"


def pointers() -> list[Pointer]:
    """Every column of every table that points to a person: hidden ones, and those of tables between two, as well."""
    relations: list[Any] = [one for one in Person._meta.get_fields(include_hidden=True) if one.auto_created]
    found = {
        Pointer(relation.related_model, relation.field.name)
        for relation in relations
        if (relation.one_to_many or relation.one_to_one) and relation.related_model not in ASIDE
    }
    return sorted(found, key=lambda pointer: pointer.name)


def move_all(source: Person, goal: Person) -> Moved:
    """Let every row that points to `source` point to `goal`; their keys by column. Raises `Conflict` for a clash."""
    moved: Moved = {}
    for pointer in pointers():
        rows = pointer.model.objects.filter(**{pointer.column: source})
        keys = sorted(rows.values_list("pk", flat=True))
        if keys:
            _point(pointer, keys, goal)
            moved[pointer.name] = keys
    return moved


def move_back(moved: Moved, source: Person, goal: Person) -> None:
    """Let the rows of those keys that still point to `source` point to `goal`."""
    columns = {pointer.name: pointer for pointer in pointers()}
    for name, keys in moved.items():
        pointer = columns[name]
        still = pointer.model.objects.filter(pk__in=keys, **{pointer.column: source})
        _point(pointer, sorted(still.values_list("pk", flat=True)), goal)


def _point(pointer: Pointer, keys: list[int], goal: Person) -> None:
    try:
        with transaction.atomic():
            pointer.model.objects.filter(pk__in=keys).update(**{pointer.column: goal})
    except IntegrityError as error:
        title = str(pointer.model._meta.verbose_name)
        raise Conflict(
            _("两人在同一处（%(table)s）都有还没结束的一条，不能直接合并；请先结束其中一条。") % {"table": title},
            table=pointer.name,
        ) from error


def end_overlaps(double: Person, kept: Person) -> dict[str, str]:
    """End the double's living lines in registers where both stand; the days they are ended by, by key.

    One person stands in a register once: from the earlier of the two days on.
    """
    standing = {line.register: line for line in Entry.objects.filter(person=kept, until=None)}
    ended: dict[str, str] = {}
    movements: list[Movement] = []
    for line in Entry.objects.filter(person=double, until=None).order_by("pk"):
        other = standing.get(line.register)
        if other:
            line.until = max(other.since, line.since) if line.since < other.since else line.since
            line.save(update_fields=["until"])
            ended[str(line.pk)] = line.until.isoformat()
            movements.append(_line_moved(line, line.until, -facts.SCALE))
    facts.moved(movements)
    return ended


def begin_again(ended: dict[str, str]) -> None:
    """Take back `end_overlaps` where nothing else happened to a line since."""
    movements: list[Movement] = []
    for key, day in sorted(ended.items()):
        until = date.fromisoformat(day)
        line = Entry.objects.filter(pk=int(key), until=until, erased=None).first()
        if line:
            line.until = None
            line.save(update_fields=["until"])
            movements.append(_line_moved(line, until, facts.SCALE))
    facts.moved(movements)


def _line_moved(line: Entry, on: date, amount: int) -> Movement:
    return Movement("people.entries", line.register, line.unit_id, on, amount)


def refuse_while_counting(persons: Iterable[Person]) -> None:
    """Raise `Conflict` where something of these persons was written and is counted only in a moment."""
    waiting = LooseMovement.objects.filter(person__in=[person.pk for person in persons])
    if waiting.exists():
        raise Conflict(_("其中一人刚有新的记录，正在计入数据；请过一会儿再试。"))


def sightings(source: Person, goal: Person) -> Sightings:
    """Where two are counted, before rows move from one to the other: only what the first is counted by can change."""
    found: Sightings = {}
    for fact, tag in _facts_about_persons():
        rows = _counted(fact, tag, [source.pk])
        if rows:
            found[fact.key, tag] = rows + _counted(fact, tag, [goal.pk] if fact.of_person else [])
    return found


def sightings_again(before: Sightings, source: Person, goal: Person) -> Sightings:
    """The same, afterwards."""
    known = facts.known()
    return {(key, tag): _counted(known[key], tag, [source.pk, goal.pk]) for key, tag in before}


def _counted(fact: Fact, tag: str, persons: list[int]) -> Counter[Row]:
    if not persons:
        return Counter()
    return Counter(row for rows in _rows(fact, tag, persons) for row in _listed(rows))


def tell_differences(before: Sightings, after: Sightings) -> None:
    """Tell the facts what moved between two sights of the same."""
    facts.moved(
        Movement(fact, tag, unit, date.fromordinal(day), amount * sign, person)
        for (fact, tag), seen in before.items()
        for rows, sign in ((after[fact, tag] - seen, 1), (seen - after[fact, tag], -1))
        for unit, day, amount, person in sorted(rows.elements())
    )


def _facts_about_persons() -> Iterator[tuple[Fact, str]]:
    for fact in facts.known().values():
        if fact.of_person or fact.by_person:
            for tag in fact.tags():
                yield fact, tag


def _rows(fact: Fact, tag: str, persons: list[int]) -> Iterator[FactRows]:
    if fact.of_person:
        yield from (fact.of_person(tag, person) for person in persons)
    else:
        yield fact.rows(tag)


def _listed(rows: FactRows) -> Iterator[Row]:
    columns = (column.tolist() for column in rows)
    yield from zip(*columns, strict=True)
