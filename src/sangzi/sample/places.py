"""The places of the sample: opened over the years, some paused and opened again, a few closed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sangzi.places.definitions import place_types
from sangzi.places.models import Place, Spell

from .chance import Chance, one_of, stream
from .days import day_after, since_day
from .terrain import County, Spot, Terrain, likely

State = Place.State


@dataclass(frozen=True)
class Habit:
    """How common a type is: in which share of units of its level, with how many beds or seats, since when."""

    type: str
    share: float
    at: str  # townships, counties or villages
    early: float
    capacity: tuple[int, int] = (0, 0)


HABITS = (
    Habit("youth-home", 0.94, "townships", 0.85),
    Habit("hope-room", 0.115, "townships", 0.15),
    Habit("childrens-harbour", 0.055, "townships", 0.25),
    Habit("volunteer-station", 0.06, "townships", 0.3),
    Habit("night-school", 0.72, "counties", 0.05, (20, 60)),
    Habit("talent-hostel", 0.45, "counties", 0.2, (6, 40)),
    Habit("holiday-class", 0.5, "counties", 0.1, (15, 40)),
    Habit("disability-station", 0.3, "counties", 0.2),
    Habit("start-up-farm", 0.55, "counties", 0.3),
    Habit("start-up-park", 0.18, "counties", 0.5, (10, 40)),
    Habit("trainee-base", 0.6, "counties", 0.35, (5, 30)),
    Habit("youth-palace", 0.35, "counties", 0.7, (40, 200)),
    Habit("service-desk-12355", 0.25, "counties", 0.6),
)


@dataclass(frozen=True)
class Haunt:
    """A place as records find it: where it is and when it was open."""

    place: Place
    spot: Spot
    spells: tuple[tuple[date, date | None], ...]

    def open_on(self, day: date) -> bool:
        return any(since <= day and (until is None or day < until) for since, until in self.spells)


Haunts = dict[tuple[str, int], list[Haunt]]  # by type and the key of the county's seat


def build_places(terrain: Terrain, seed: int, until: date) -> Haunts:
    """Make all places with the times they were open."""
    found: Haunts = defaultdict(list)
    for county in terrain.counties:
        chance = stream(seed, "places", county.seat.code)
        for habit in HABITS:
            found[habit.type, county.seat.pk] += _haunts(habit, county, chance, until)
    haunts = [haunt for here in found.values() for haunt in here]
    Place.objects.bulk_create([haunt.place for haunt in haunts])
    Spell.objects.bulk_create([spell for haunt in haunts for spell in _spells(haunt)])
    return found


def _haunts(habit: Habit, county: County, chance: Chance, until: date) -> Iterator[Haunt]:
    for spot in county.townships if habit.at == "townships" else [county.seat]:
        if chance.random() < likely(habit.share, county.effort) * min(county.weight * 2, 1):
            yield _haunt(habit, spot, chance, until)


def _haunt(habit: Habit, spot: Spot, chance: Chance, until: date) -> Haunt:
    state, spells = _life(since_day(chance, until, early=habit.early, lean=0.8), chance, until)
    low, high = habit.capacity
    place = Place(
        type=habit.type,
        name=f"{spot.short}{place_types()[habit.type].title}",
        unit_id=spot.pk,
        state=state,
        capacity=int(chance.integers(low, high + 1)),
        address=f"{spot.name}（示例地址）",
        sample=True,
    )
    return Haunt(place, spot, spells)


def _life(since: date, chance: Chance, until: date) -> tuple[State, tuple[tuple[date, date | None], ...]]:
    """Most stay open; some pause and open again, some are paused now, a few are closed."""
    draw = chance.random()
    end = day_after(chance, since, until)
    if draw < 0.9 or end is None:
        return State.OPEN, ((since, None),)
    again = day_after(chance, end, until)
    if draw < 0.96 and again is not None:
        return State.OPEN, ((since, end), (again, None))
    return one_of(chance, [State.SUSPENDED, State.SUSPENDED, State.CLOSED]), ((since, end),)


def _spells(haunt: Haunt) -> Iterator[Spell]:
    for since, until in haunt.spells:
        yield Spell(place=haunt.place, since=since, until=until, capacity=haunt.place.capacity)
