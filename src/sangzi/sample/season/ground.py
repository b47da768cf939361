"""Where and among whom the season is played: units, people and accounts that are stored already."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from sangzi.kernel.models import Account
from sangzi.people.models import Partner, Person
from sangzi.programmes.bidders import Bidder
from sangzi.programmes.definitions import ProgrammeType, frozen
from sangzi.programmes.models import Application, Opening, Placement, Round
from sangzi.units.models import Level, Unit

from ..chance import Chance, stream
from ..crowd import Crowd
from ..days import at_hour
from ..terrain import Spot, Terrain
from .answering import Pen
from .calls import Call

CLERK = "youth"  # hands in papers in the name of applicants


@dataclass
class Ground:
    """The sample so far; `number` makes every key of the season another one."""

    terrain: Terrain
    crowd: Crowd
    seed: int
    until: date
    number: int = 0
    units: dict[int, Unit] = field(default_factory=dict)
    accounts: dict[str, Account] = field(default_factory=dict)
    persons: dict[str, Person] = field(default_factory=dict)

    def __post_init__(self) -> None:
        spots = [*self.terrain.provinces, *self.terrain.prefectures, *(one.seat for one in self.terrain.counties)]
        self.units = Unit.objects.in_bulk([spot.pk for spot in spots])
        self.accounts = {one.username: one for one in Account.objects.filter(sample=True)}
        known = Person.objects.filter(account__sample=True).select_related("account", "home")
        self.persons = {person.account.username: person for person in known if person.account}

    def key(self) -> str:
        self.number += 1
        return f"season-{self.seed}-{self.number}"

    def at(self, code: str) -> Unit:
        """The unit of a code, or one of the same level where the tree has no such unit."""
        same = [unit for unit in self.units.values() if unit.code == code]
        return same[0] if same else self.units[self._alike(code).pk]

    def _alike(self, code: str) -> Spot:
        if code.endswith("0000"):
            return self.terrain.provinces[0]
        if code.endswith("00"):
            return self.terrain.prefectures[0]
        return self.terrain.counties[0].seat

    def seats_in(self, unit: Unit) -> list[Unit]:
        """Where a round of a unit offers something: its counties, or the townships of a county."""
        seats = [self.units[one.seat.pk] for one in self.terrain.counties]
        below = [seat for seat in seats if seat.path.startswith(unit.path)]
        if len(below) > 1:
            return below
        towns = Unit.objects.filter(parent=unit, level=Level.TOWNSHIP, closed=None, kind=Unit.Kind.AREA)
        return list(towns.order_by("path")[:12]) or [unit]

    def villages_in(self, unit: Unit) -> list[Unit]:
        inside = Unit.objects.filter(path__within=unit.path, level=Level.VILLAGE, closed=None)
        return list(inside.order_by("path")[:200:20])

    def people(self, pool: str, unit: Unit) -> list[Person]:
        """Everybody of a pool whose county is the unit's, or lies below it."""
        found: list[Person] = []
        for county in self.terrain.counties:
            seat = self.units[county.seat.pk]
            if seat.path.startswith(unit.path) or unit.path.startswith(seat.path):
                found += self.crowd.of(pool, county)
        return found


@dataclass
class Scene:
    """One round as it is played."""

    ground: Ground
    call: Call
    chance: Chance
    round: Round
    pen: Pen
    openings: list[Opening] = field(default_factory=list)
    applications: list[Application] = field(default_factory=list)

    @property
    def definition(self) -> ProgrammeType:
        return frozen(self.round.definition)

    @property
    def clerk(self) -> Account | None:
        return self.ground.accounts.get(CLERK)

    @property
    def writer(self) -> Account | None:
        """Who writes what is offered: somebody of the partner, or the clerk."""
        return self.ground.accounts.get(self.call.writer) or self.clerk

    def day(self, number: int) -> date:
        """The day so many days after the last day of the sample."""
        return self.ground.until + timedelta(days=number)

    def moment(self, number: int, hour: int = 10, minute: int = 0) -> datetime:
        return at_hour(self.day(number), hour, minute)

    def moment_of(self, day: date, hour: int = 10) -> datetime:
        return at_hour(day, hour)

    def placements(self, *states: str) -> list[Placement]:
        rows = Placement.objects.filter(opening__round=self.round, state__in=states)
        along = ("opening__round__unit", "opening__unit", "person__account", "application", "partner", "for_unit")
        return list(rows.select_related(*along).order_by("pk"))

    def again(self) -> None:
        """Read what became of the applications."""
        rows = Application.objects.filter(round=self.round).select_related("round__unit", "unit", "person__home")
        self.applications = list(rows.order_by("pk"))

    def bidders(self) -> Iterator[Bidder]:
        """Who applies: the cast first, then as many as the call wants."""
        if self.call.kind == "village":
            for village in self.ground.villages_in(self.round.unit)[: self.call.bids]:
                yield Bidder("village", unit=village)
            return
        for person in self.somebody(self.call.bids):
            yield Bidder("person", person=person)

    def somebody(self, count: int) -> list[Person]:
        """Persons of the cast and of the call's pool, each once, of an age that the round takes."""
        cast = [self.ground.persons[name] for name in self.call.cast if name in self.ground.persons]
        there = self.ground.people(self.call.pool, self.round.unit)
        order = self.chance.permutation(len(there)).tolist()
        drawn = [there[at].pk for at in order if self._fits(there[at])][:count]
        found = Person.objects.select_related("home", "account").in_bulk(drawn)
        rest = [found[key] for key in drawn if all(found[key] != one for one in cast)]
        return [*(one for one in cast if self._fits(one)), *rest][:count]

    def _fits(self, person: Person) -> bool:
        step = self.definition.screening
        least = step.least_age or 0 if step else 0
        most = step.most_age if step and step.most_age is not None else 120
        age = (self.round.opens - person.born).days / 365.25 if person.born else 30.0
        return least + 0.02 <= age < most + 0.95

    def partner(self) -> Partner | None:
        """The partner that offers in this round."""
        if not self.call.partner:
            return None
        name = self.call.partner.format(short=self.round.unit.short)
        found = Partner.objects.filter(name=name, sample=True).first()
        return found or Partner.objects.create(name=name, kind="企业", home=self.round.unit, sample=True)


def chance_of(ground: Ground, call: Call) -> Chance:
    """The stream of one round."""
    return stream(ground.seed, "season", call.programme, call.title)


def spread(units: Sequence[Unit], count: int) -> list[Unit]:
    """So many units, evenly out of all of them, again from the first where there are too few."""
    return [units[at * len(units) // count if count <= len(units) else at % len(units)] for at in range(count)]
