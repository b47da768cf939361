"""The records of the sample: what was done where, when, by whom, written down a few days later."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import NamedTuple, TypeVar
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from sangzi.people.models import Person
from sangzi.programmes.models import Record, Round

from .activities import ACTIVITIES, NATIONAL, UPPER, Activity
from .chance import Chance, stream
from .crowd import Crowd
from .days import course, days_in, months_until
from .places import Haunt, Haunts
from .rounds import Rounds
from .terrain import County, Spot, Terrain, likely

REVERSED = 0.003  # the share of records that were wrong and taken back
MOST_DAYS_LATE = 6
BATCH = 5000
_ZONE = ZoneInfo("Asia/Shanghai")
T = TypeVar("T")


@dataclass(frozen=True)
class Scene:
    """Who acts where: a county with its people and places, or a committee above it alone."""

    owner: Spot
    spots: dict[str, list[Spot]]
    people: dict[str, Sequence[Person]]
    haunts: dict[str, list[Haunt]]
    effort: float
    size: float
    weight: float


class Deed(NamedTuple):
    """What was done: at which unit, when, how much, how late it was written down, by whom, at which place."""

    kind: str
    unit: int
    on: date
    quantity: int
    late: float
    person: Person | None = None
    haunt: Haunt | None = None


class Writer:
    """Makes records, each with a key of its own that a second sample of the same seed makes again."""

    def __init__(self, seed: int, until: date) -> None:
        self.seed, self.until, self.written = seed, until, 0

    def record(self, round_: Round, deed: Deed) -> Record:
        self.written += 1
        return Record(
            round=round_,
            unit_id=deed.unit,
            kind=deed.kind,
            tag=f"{round_.programme}/{deed.kind}",
            on=deed.on,
            quantity=Decimal(deed.quantity),
            person=deed.person,
            place=deed.haunt.place if deed.haunt else None,
            key=f"sample-{self.seed}-{self.written}",
            made=self.made(deed.on, deed.late),
            sample=True,
        )

    def made(self, on: date, late: float) -> datetime:
        """When it was written down: some days after, but not after the sample's own day."""
        day = min(on + timedelta(days=int(late * MOST_DAYS_LATE)), self.until)
        return datetime.combine(day, time(17, int(late * 60)), _ZONE)


def work(terrain: Terrain, crowd: Crowd, haunts: Haunts, rounds: Rounds, writer: Writer) -> Iterator[list[Record]]:
    """The records of every county and of the committees above, a unit at a time; not yet stored."""
    owners = {spot.pk: spot for spot in (*terrain.provinces, *terrain.prefectures)}
    for county in terrain.counties:
        scene = _county_scene(county, _province(county.seat, owners), crowd, haunts)
        yield list(_records(scene, ACTIVITIES, rounds, writer, county.seat.code))
    for spot in (*terrain.provinces, *terrain.prefectures):
        scene = _committee_scene(spot, _province(spot, owners), terrain.weight(spot))
        yield list(_records(scene, UPPER, rounds, writer, spot.code))
    nation = _committee_scene(terrain.nation, terrain.nation, terrain.scale)
    yield list(_records(nation, NATIONAL, rounds, writer, terrain.nation.code))


def store(records: Sequence[Record], writer: Writer) -> int:
    """Write records, and take back the few that were wrong, as the action does it; how many."""
    Record.objects.bulk_create(records, batch_size=BATCH)
    chance = stream(writer.seed, "reversals", records[0].key if records else "")
    wrong = np.flatnonzero(chance.random(len(records)) < REVERSED).tolist()
    taken_back = Record.objects.bulk_create([_reversal(records[at], writer.until) for at in wrong])
    return len(records) + len(taken_back)


def _reversal(record: Record, until: date) -> Record:
    made = min(record.made + timedelta(days=3), datetime.combine(until, time(18), _ZONE))
    return Record(
        round_id=record.round_id, unit_id=record.unit_id, kind=record.kind, tag=record.tag, on=record.on,
        quantity=-record.quantity, person_id=record.person_id, place_id=record.place_id,
        note="示例：登记有误", reverses=record, key=f"reverses-{record.pk}", made=made, sample=True,
    )  # fmt: skip


def _province(spot: Spot, owners: dict[int, Spot]) -> Spot:
    """The province above a unit, or the highest one known."""
    while spot.parent in owners:
        spot = owners[spot.parent]
    return spot


def _county_scene(county: County, owner: Spot, crowd: Crowd, haunts: Haunts) -> Scene:
    here = county.seat.pk
    return Scene(
        owner,
        {"seat": [county.seat], "offices": county.offices, "homes": county.homes},
        {pool: people for (pool, seat), people in crowd.members.items() if seat == here},
        {type_: found for (type_, seat), found in haunts.items() if seat == here},
        county.effort,
        county.size,
        county.weight,
    )


def _committee_scene(spot: Spot, owner: Spot, weight: float) -> Scene:
    return Scene(owner, {"seat": [spot]}, {}, {}, 1.0, 1.0, weight)


def _records(
    scene: Scene, activities: Iterable[Activity], rounds: Rounds, writer: Writer, code: str
) -> Iterator[Record]:
    for activity in activities:
        if activity.pool and not scene.people.get(activity.pool):
            continue
        name = f"{activity.programme}/{activity.kind}"
        yield from _doings(activity, scene, rounds, writer, stream(writer.seed, "records", code, name))


def _doings(activity: Activity, scene: Scene, rounds: Rounds, writer: Writer, chance: Chance) -> Iterator[Record]:
    days = _days(chance, _counts(activity, scene, writer.until, chance), writer.until)
    draws = chance.random((len(days), 6)).tolist()
    for day, (where, who, much, late, place, beside) in zip(days, draws, strict=True):
        haunt = _haunt(activity, scene, day, place)
        if haunt is None and activity.place and activity.placed == 1:
            continue  # what needs a place is done where one is open
        unit = haunt.spot if haunt else _at(scene.spots[activity.at], where)
        person = _at(scene.people[activity.pool], who) if activity.pool else None
        round_ = rounds.of(activity.programme, scene.owner, day.year)
        deed = Deed(activity.kind, unit.pk, day, _amount(activity.low, activity.high, much), late, person, haunt)
        yield writer.record(round_, deed)
        for also in activity.also:
            if beside < also.share:
                second = deed._replace(kind=also.kind, quantity=_amount(also.low, also.high, much), person=None)
                yield writer.record(round_, second)


def _counts(activity: Activity, scene: Scene, until: date, chance: Chance) -> NDArray[np.int64]:
    """How many in each month."""
    busy = course(activity.curve, activity.growth, until)
    if activity.times:
        kept = likely(activity.rate, scene.effort) * min(scene.weight * 4, 1)
        trials = np.full(len(busy), activity.times)
        trials[-1] = activity.times * until.day // days_in(until.year, until.month - 1)
        return chance.binomial(trials, kept)
    return chance.poisson(activity.rate * scene.effort * scene.size * scene.weight * busy)


def _days(chance: Chance, counts: NDArray[np.int64], until: date) -> list[date]:
    shares = iter(chance.random(int(counts.sum())).tolist())
    found = []
    for (year, month), count in zip(months_until(until), counts.tolist(), strict=True):
        last = until.day if (year, month + 1) == (until.year, until.month) else days_in(year, month)
        found += sorted(date(year, month + 1, 1 + int(next(shares) * last)) for _ in range(count))
    return found


def _haunt(activity: Activity, scene: Scene, day: date, draw: float) -> Haunt | None:
    """An open place of the type that the activity wants, if it is to be at one."""
    if not activity.place or draw >= activity.placed:
        return None
    open_ = [haunt for haunt in scene.haunts.get(activity.place, ()) if haunt.open_on(day)]
    return _at(open_, draw / activity.placed) if open_ else None


def _at(things: Sequence[T], draw: float) -> T:
    return things[int(draw * len(things))]


def _amount(low: int, high: int, draw: float) -> int:
    return low + round(draw * (high - low))
