"""The people of the sample: who there is in every county, and in which register they stand."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from sangzi.people.models import Consent, Person
from sangzi.units.initials import initials

from .chance import Chance, one_of, stream
from .days import since_day
from .names import person_names
from .terrain import County, Spot, Terrain

LIST_CONSENT, AID_CONSENT = "register", "student-aid"
PUPILS = "pupils"  # the pool whose guardians consent


@dataclass(frozen=True)
class Pool:
    """People who do something alike: how many in a good county, where they live, how old they are."""

    key: str
    each: float
    lives: str  # homes, offices or seat
    ages: tuple[int, int]


# Whoever stands in a register that has one line a village comes from `registers.py`.
POOLS = (
    Pool("founders", 26, "offices", (22, 40)),
    Pool("mentors", 5, "seat", (30, 55)),
    Pool("volunteers", 55, "offices", (18, 45)),
    Pool("speakers", 5, "seat", (22, 38)),
    Pool("talent-away", 22, "seat", (25, 50)),
    Pool("experts", 2, "seat", (28, 45)),
    Pool("skilled-workers", 6, "seat", (20, 35)),
    Pool(PUPILS, 62, "homes", (7, 17)),
    Pool("graduates", 18, "offices", (21, 25)),
    Pool("students", 45, "offices", (18, 23)),
    Pool("cadres", 16, "offices", (22, 36)),
)


@dataclass
class Crowd:
    """Persons by pool and the key of their county's seat."""

    members: dict[tuple[str, int], list[Person]] = field(default_factory=lambda: defaultdict(list))

    def of(self, pool: str, county: County) -> list[Person]:
        return self.members[pool, county.seat.pk]

    def add(self, pool: str, county: County, people: Iterable[Person]) -> None:
        self.members[pool, county.seat.pk] += people

    def all(self) -> Iterator[Person]:
        """Everybody once."""
        seen: set[int] = set()
        for people in self.members.values():
            for person in people:
                if id(person) not in seen:
                    seen.add(id(person))
                    yield person


def gather(terrain: Terrain, seed: int, until: date) -> Crowd:
    """Everybody but those of the villages' registers; not yet stored."""
    crowd = Crowd()
    for county in terrain.counties:
        chance = stream(seed, "crowd", county.seat.code)
        for pool in POOLS:
            spots = _spots(pool, county)
            homes = [one_of(chance, spots) for _ in range(county.many(chance, pool.each))]
            crowd.add(pool.key, county, people_of(homes, county, chance, until, pool.ages))
    return crowd


def people_of(
    homes: list[Spot], county: County, chance: Chance, until: date, ages: tuple[int, int] = (20, 40)
) -> list[Person]:
    """One person for every home, not yet stored."""
    korean = len(homes) // 3 if county.korean else 0
    names = person_names(chance, korean, korean=True) + person_names(chance, len(homes) - korean)
    chance.shuffle(names)
    low, high = ages
    ages_in_days = chance.integers(low * 365 + 40, high * 365, size=len(homes)).tolist()
    phones = chance.integers(10_000, size=len(homes)).tolist()
    return [
        Person(
            name=name,
            initials=initials(name)[:30],
            phone=unassignable(phone) if low >= 16 else "",
            born=until - timedelta(days=days),
            home_id=home.pk,
            sample=True,
        )
        for name, home, days, phone in zip(names, homes, ages_in_days, phones, strict=True)
    ]


def unassignable(number: int) -> str:
    """A phone number that nobody has: 199-0000-xxxx."""
    return f"1990000{number:04d}"


def store(crowd: Crowd) -> list[Person]:
    """Write everybody, in the order of their homes."""
    people = sorted(crowd.all(), key=lambda person: person.home_id)
    return Person.objects.bulk_create(people)


def consent(crowd: Crowd, seed: int, until: date) -> int:
    """Everybody agreed to what they are listed or helped for; for pupils, their guardians did."""
    chance = stream(seed, "consents")
    consents = [
        _consent(person, pool, chance, until)
        for (pool, _county), people in crowd.members.items()
        if pool not in ("students", "graduates", "cadres")
        for person in people
    ]
    return len(Consent.objects.bulk_create(consents))


def _consent(person: Person, pool: str, chance: Chance, until: date) -> Consent:
    minor = pool == PUPILS
    given = since_day(chance, date(2022, 1, 1), early=1.0)
    return Consent(
        person=person, purpose=AID_CONSENT if minor else LIST_CONSENT, given=min(given, until), by_guardian=minor
    )


def _spots(pool: Pool, county: County) -> list[Spot]:
    return {"homes": county.homes, "offices": county.offices, "seat": [county.seat]}[pool.lives]
