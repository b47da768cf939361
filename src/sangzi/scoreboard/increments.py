"""Moves the totals when a fact moves: its unit and every unit above, in the writer's own transaction.

Work per movement depends on the depth of the tree and on one unit's own months, never on how many facts there are.
All changed totals are written by one statement in a fixed order, so that two writers cannot wait for each other.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from django.db import connection

from sangzi.kernel import facts
from sangzi.kernel.facts import SCALE, Movement
from sangzi.kernel.movements import waiting_of
from sangzi.people.models import Person
from sangzi.units.models import Unit
from sangzi.units.paths import keys

from .declared import forget
from .measures import Amount, Meeting, People, bases, fed_by
from .models import Measure, Total
from .months import month_of, months_of

Cell = tuple[int, int, int]  # unit id, measure id, month
Changes = dict[Cell, int]
Sightings = Counter[tuple[int, int]]  # (unit, month)


class Seat(NamedTuple):
    """Where a unit sits: itself last, the root first."""

    unit: int
    path: tuple[int, ...]


def apply(movements: list[Movement]) -> None:
    """Move the totals of every measure that these movements feed."""
    moving = [movement for movement in movements if movement.amount]
    if not moving:
        return
    _pass_rebuilds()
    forget()
    concerned = [movement for movement in moving if fed_by(movement.fact, movement.tag)]
    if not concerned:
        return
    ids = all_measure_ids()
    seats = seats_of({movement.unit for movement in concerned})
    changes: Changes = defaultdict(int)
    _add_amounts(concerned, ids, seats, changes)
    _add_people(concerned, ids, seats, changes)
    _lock_thresholds(concerned, seats)
    _write(changes)
    crossings = _crossings(concerned, ids, seats, changes)
    _write(crossings)


def _pass_rebuilds() -> None:
    """Go before or after a full computation, never beside it.

    It counts what a new indicator needs, and must either count this writer's rows or be seen by this writer, who then
    asks anew what is declared. SQLite has one writer anyway.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("LOCK TABLE scoreboard_total IN ROW EXCLUSIVE MODE")


def all_measure_ids() -> dict[str, int]:
    """Ids of every needed measure by key, made when missing."""
    found = dict(Measure.objects.values_list("key", "id"))
    missing = [key for key in bases() if key not in found]
    if missing:
        Measure.objects.bulk_create([Measure(key=key) for key in missing], ignore_conflicts=True)
        found = dict(Measure.objects.values_list("key", "id"))
    return found


def seats_of(units: Iterable[int]) -> dict[int, Seat]:
    """The seats of some units by id. One query."""
    rows = Unit.objects.filter(pk__in=list(units)).values_list("pk", "path")
    return {pk: Seat(pk, tuple(keys(path))) for pk, path in rows}


def _add_amounts(movements: list[Movement], ids: dict[str, int], seats: dict[int, Seat], changes: Changes) -> None:
    for movement in movements:
        for basis in fed_by(movement.fact, movement.tag):
            if isinstance(basis, Amount):
                for unit in seats[movement.unit].path:
                    changes[unit, ids[basis.key], month_of(movement.on)] += movement.amount


def _add_people(movements: list[Movement], ids: dict[str, int], seats: dict[int, Seat], changes: Changes) -> None:
    """A person counts once a year at every unit above any of the person's records, in the first month of the year."""
    groups: dict[tuple[People, int, int], list[Movement]] = defaultdict(list)
    for movement in movements:
        for basis in fed_by(movement.fact, movement.tag):
            if isinstance(basis, People) and movement.person:
                groups[basis, movement.person, movement.on.year].append(movement)
    for (basis, person, year), batch in sorted(groups.items(), key=lambda group: group[0][1]):
        _lock_person(person)
        after = _sightings(basis, person, year)
        before = _without(after, batch)
        places = seats | seats_of({unit for unit, _ in [*after, *before]} - seats.keys())
        for sightings, sign in ((after, SCALE), (before, -SCALE)):
            for unit, month in _firsts(sightings, places).items():
                changes[unit, ids[basis.key], month] += sign


def _sightings(basis: People, person: int, year: int) -> Sightings:
    """How often one person was at (unit, month) in a year, from the app that owns the fact.

    Less than never where a row is gone whose coming is not counted yet.
    """
    of_person = facts.known()[basis.fact].of_person
    if of_person is None:
        raise TypeError(f"the people fact {basis.fact!r} does not say how to read one person's rows")
    rows = of_person(basis.tag, person)
    months = months_of(rows.day)
    inside = months // 12 == year
    sightings = Counter(zip(rows.unit[inside].tolist(), months[inside].tolist(), strict=True))
    waiting = [one for one in waiting_of(basis.fact, basis.tag, person) if one.on.year == year]
    return _without(sightings, waiting)  # what is not counted yet will be, on its own


def _without(after: Sightings, batch: list[Movement]) -> Sightings:
    """The sightings as they were before a batch of movements."""
    before = Counter(after)
    for movement in batch:
        before[movement.unit, month_of(movement.on)] -= 1 if movement.amount > 0 else -1
    return before


def _firsts(sightings: Sightings, seats: dict[int, Seat]) -> dict[int, int]:
    """The first month at every unit on or above the sightings."""
    first: dict[int, int] = {}
    for (unit, month), times in sightings.items():
        if times > 0:
            for above in seats[unit].path:
                first[above] = min(first.get(above, month), month)
    return first


def _crossings(movements: list[Movement], ids: dict[str, int], seats: dict[int, Seat], written: Changes) -> Changes:
    """How the counts of units that reach a number change, month by month."""
    changes: Changes = defaultdict(int)
    concerned = {
        (basis, unit)
        for movement in movements
        for basis in fed_by(movement.fact, movement.tag)
        if isinstance(basis, Meeting)
        for unit in seats[movement.unit].path
    }
    counted = _counted_units({unit for _, unit in concerned})
    for basis, unit in sorted(concerned):
        if unit in counted and counted[unit].level == basis.level:
            amount = ids[Amount(basis.fact, basis.tag).key]
            for month, change in _crossing(basis, unit, amount, written, counted[unit].closed):
                for above in counted[unit].path:
                    changes[above, ids[basis.key], month] += change * SCALE
    return changes


class Counted(NamedTuple):
    """A unit that denominators count."""

    level: int
    path: tuple[int, ...]
    closed: int | None


def _counted_units(units: set[int]) -> dict[int, Counted]:
    rows = Unit.objects.filter(pk__in=units, kind=Unit.Kind.AREA, official=True).values_list(
        "pk", "level", "path", "closed"
    )
    return {
        pk: Counted(level, tuple(keys(path)), month_of(closed) if closed else None) for pk, level, path, closed in rows
    }


def _crossing(
    basis: Meeting, unit: int, amount: int, written: Changes, closed: int | None
) -> Iterator[tuple[int, int]]:
    """(month, change) by which one unit begins or ceases to reach the number, after against before."""
    after = dict(Total.objects.filter(unit=unit, measure=amount).values_list("month", "amount"))
    before = {month: value - written.get((unit, amount, month), 0) for month, value in after.items()}
    new, old = _steps(after, basis.at_least, closed), _steps(before, basis.at_least, closed)
    for month in sorted(new.keys() | old.keys()):
        change = new.get(month, 0) - old.get(month, 0)
        if change:
            yield month, change


def _steps(moves: dict[int, int], at_least: int, closed: int | None) -> dict[int, int]:
    """Months in which a cumulated series begins (+1) or ceases (-1) to reach a number; a closed unit ceases."""
    steps: dict[int, int] = {}
    total, met = 0, False
    for month in sorted(moves):
        if closed is not None and month >= closed:
            break
        total += moves[month]
        if (total >= at_least * SCALE) != met:
            met = not met
            steps[month] = 1 if met else -1
    if met and closed is not None:
        steps[closed] = steps.get(closed, 0) - 1
    return steps


def _lock_thresholds(movements: list[Movement], seats: dict[int, Seat]) -> None:
    """Keep two writers from both seeing a unit just below its number: they pass one after the other."""
    units = {
        unit
        for movement in movements
        if any(isinstance(basis, Meeting) for basis in fed_by(movement.fact, movement.tag))
        for unit in seats[movement.unit].path[2:]
    }
    if units and connection.features.has_select_for_update:
        list(Unit.objects.select_for_update().filter(pk__in=units).order_by("pk").values_list("pk"))


def _lock_person(person: int) -> None:
    if connection.features.has_select_for_update:
        list(Person.objects.select_for_update().filter(pk=person).values_list("pk"))


_UPSERT = """
INSERT INTO scoreboard_total (unit_id, measure_id, month, amount) VALUES {rows}
ON CONFLICT (unit_id, measure_id, month) DO UPDATE SET amount = scoreboard_total.amount + excluded.amount
"""
ROWS_A_STATEMENT = 1000


def _write(changes: Changes) -> None:
    """Add changes to the totals, in the order of their keys."""
    rows = [(*cell, amount) for cell, amount in sorted(changes.items()) if amount]
    with connection.cursor() as cursor:
        for at in range(0, len(rows), ROWS_A_STATEMENT):
            part = rows[at : at + ROWS_A_STATEMENT]
            values = ", ".join(["(%s, %s, %s, %s)"] * len(part))
            cursor.execute(_UPSERT.format(rows=values), [value for row in part for value in row])
