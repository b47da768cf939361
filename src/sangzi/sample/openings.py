"""What is offered in the sample and who took it: posts at home, service posts, mentors' and cadres' time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from sangzi.people.models import Entry, Person
from sangzi.programmes.models import Opening, Placement, PlacementState, Record

from .chance import Chance, stream
from .crowd import Crowd
from .days import BEGINNING
from .records import Deed, Writer
from .rounds import Rounds
from .terrain import County, Spot, Terrain, likely

SEASONS = ((1, 8, "寒假"), (7, 5, "暑期"))  # month and day from which students serve at home
MENTORED = 0.77  # the share of leading founders with a mentor
PAIRED = 0.5  # the share of cadres who take graduates
TAKES = 8  # founders a mentor takes at most, all years together
GIVEN_BACK = 0.04
HIGHER_POSTS = 0.24  # the share of service posts that prefectures keep for themselves
QUARTER = timedelta(days=91)
DAY = timedelta(days=1)
LEFT_FOR = ("家中有事，提前结束", "学校提前开学，返校", "身体原因，提前结束")  # why somebody stepped back
MENTORING, GUIDING = ("mentoring", "meeting"), ("graduate-pairing", "advice")  # programme and kind of record


@dataclass
class Offers:
    """Openings with their placements, and the records that these left; not yet stored."""

    openings: list[Opening] = field(default_factory=list)
    placements: list[Placement] = field(default_factory=list)
    records: list[Record] = field(default_factory=list)

    def store(self) -> int:
        """Write the openings with the number of places taken, then the placements; how many rows."""
        for placement in self.placements:
            placement.opening.taken += placement.until is None or placement.state == PlacementState.FINISHED
        Opening.objects.bulk_create(self.openings)
        return len(self.openings) + len(Placement.objects.bulk_create(self.placements))


class Desk:
    """Offers and places for one county."""

    def __init__(self, county: County, owner: Spot, rounds: Rounds, writer: Writer) -> None:
        self.county, self.owner, self.rounds, self.writer = county, owner, rounds, writer
        self.offers = Offers()

    def open(
        self, programme: str, title: str, on: date, capacity: int, *, unit: Spot | None = None, by: Person | None = None
    ) -> Opening:
        """An opening, at the county unless another unit is named."""
        opening = Opening(
            round=self.rounds.of(programme, self.owner, on.year), unit_id=(unit or self.county.seat).pk,
            title=title, on=on, capacity=capacity, offered_by=by,
        )  # fmt: skip
        self.offers.openings.append(opening)
        return opening

    def pair(self, opening: Opening, person: Person, since: date) -> Placement:
        """Somebody has a place from a day on."""
        key = f"sample-{self.writer.seed}-{self.county.seat.code}-{len(self.offers.placements)}"
        self.offers.placements.append(Placement(opening=opening, person=person, since=since, key=key))
        return self.offers.placements[-1]

    def serve(self, opening: Opening, person: Person, since: date) -> Placement:
        """The same where the place confirms that somebody has arrived."""
        placement = self.pair(opening, person, since)
        placement.state, placement.arrived = PlacementState.SERVING, since
        return placement

    def record(self, opening: Opening, kind: str, person: Person, on: date, quantity: int) -> None:
        """A record of what came of a placement, in the round of its day."""
        round_ = self.rounds.of(opening.round.programme, self.owner, on.year)
        self.offers.records.append(self.writer.record(round_, Deed(kind, opening.unit_id, on, quantity, 0.5, person)))


def finished(placement: Placement, last: date) -> None:
    """The work is done, as `finish` leaves it: the seat stays theirs."""
    placement.state, placement.ended, placement.until = PlacementState.FINISHED, last, last + DAY


def broken_off(placement: Placement, on: date) -> None:
    """It ended before it was done, as `break_off` leaves it."""
    placement.state, placement.ended, placement.until = PlacementState.BROKEN, on, on
    placement.reason = LEFT_FOR[on.toordinal() % len(LEFT_FOR)]


def offer_all(
    terrain: Terrain, crowd: Crowd, lines: Sequence[Entry], rounds: Rounds, writer: Writer
) -> Iterator[Offers]:
    """Everything offered, a county at a time. `lines` tell who is a leading founder, and since when."""
    backbone = [line for line in lines if line.register == "founder-backbone" and line.until is None]
    since = {id(line.person): line.since for line in backbone}
    owners = {spot.pk: spot for spot in (*terrain.provinces, *terrain.prefectures)}
    for county in terrain.counties:
        city = owners.get(county.seat.parent, county.seat)
        desk = Desk(county, owners.get(city.parent, city), rounds, writer)
        chance = stream(writer.seed, "openings", county.seat.code)
        _home_posts(desk, crowd.of("students", county), chance)
        _service_posts(desk, city, crowd.of("graduates", county), chance)
        _mentors(desk, crowd, since, chance)
        _cadres(desk, crowd, chance)
        yield desk.offers


def _home_posts(desk: Desk, students: Sequence[Person], chance: Chance) -> None:
    """Twice a year posts for students who come home; most serve, a few step back."""
    until, seat = desk.writer.until, desk.county.seat
    for year in range(BEGINNING.year, until.year + 1):
        for month, day, season in SEASONS:
            on = date(year, month, day)
            capacity = min(desk.county.many(chance, 22 + 3 * (year - BEGINNING.year)), 500)
            if capacity == 0 or on > until or not students:
                continue
            opening = desk.open("return-home", f"{seat.short}{year}年{season}返家乡实践岗位", on, capacity)
            wanted = min(int(capacity * likely(0.6, desk.county.effort)), len(students))
            for at in chance.permutation(len(students))[:wanted].tolist():
                _serve_at_home(desk, opening, students[at], chance)


def _serve_at_home(desk: Desk, opening: Opening, student: Person, chance: Chance) -> None:
    since = opening.on + timedelta(days=int(chance.integers(6)))
    if since > desk.writer.until:
        return
    stepped_back = chance.random() < GIVEN_BACK
    end = since + timedelta(days=int(chance.integers(12, 35)))
    placement = desk.serve(opening, student, since)
    if stepped_back:
        broken_off(placement, min(end, desk.writer.until))
    elif end <= desk.writer.until:
        finished(placement, end)
        desk.record(opening, "served", student, end, (end - since).days)


def _service_posts(desk: Desk, city: Spot, graduates: Sequence[Person], chance: Chance) -> None:
    """Service posts from August on, in the county and now and then in the city; each quarter tells its months."""
    until = desk.writer.until
    for year in range(BEGINNING.year, until.year + 1):
        on = date(year, 8, 1)
        capacity = desk.county.many(chance, 5.5)
        if capacity == 0 or on > until:
            continue
        unit = city if chance.random() < HIGHER_POSTS else desk.county.seat
        opening = desk.open("west-plan", f"{unit.short}{year}年西部计划服务岗位", on, capacity, unit=unit)
        wanted = min(int(capacity * 0.9), len(graduates))
        for at in chance.permutation(len(graduates))[:wanted].tolist():
            _serve_quarters(desk, opening, graduates[at])


def _serve_quarters(desk: Desk, opening: Opening, person: Person) -> None:
    """A year of service, told by its quarters."""
    placement = desk.serve(opening, person, opening.on)
    for quarter in range(1, 5):
        on = opening.on + quarter * QUARTER
        if on <= desk.writer.until:
            desk.record(opening, "served", person, on, 3)
    if on <= desk.writer.until:
        finished(placement, on)


def _mentors(desk: Desk, crowd: Crowd, since: dict[int, date], chance: Chance) -> None:
    """Leading founders get a mentor some time after they were listed."""
    mentors = crowd.of("mentors", desk.county)
    founders = [founder for founder in crowd.of("founders", desk.county) if id(founder) in since]
    for founder, mentor in zip(founders, mentors * TAKES, strict=False):
        if chance.random() < likely(MENTORED, desk.county.effort):
            _pair(desk, MENTORING, (mentor, founder), max(since[id(founder)], BEGINNING), chance)


def _cadres(desk: Desk, crowd: Crowd, chance: Chance) -> None:
    """Cadres take one graduate in need each."""
    for pair in zip(crowd.of("cadres", desk.county), crowd.of("graduates", desk.county), strict=False):
        if chance.random() < likely(PAIRED, desk.county.effort):
            _pair(desk, GUIDING, pair, BEGINNING, chance)


def _pair(desk: Desk, programme: tuple[str, str], pair: tuple[Person, Person], earliest: date, chance: Chance) -> None:
    """The second of a pair takes a place that the first one offers; each quarter they may meet."""
    (_key, kind), (_giver, taker), until = programme, pair, desk.writer.until
    days = max((until - earliest).days, 1)
    since = earliest + timedelta(days=int(chance.random() ** 1.5 * days))
    end = since + timedelta(days=int(chance.integers(60, 400)))
    ended = chance.random() < GIVEN_BACK and end <= until
    opening = _renewed(desk, programme, pair, since, end if ended else None)
    for at in range(1, 5):
        on = since + at * QUARTER
        if on <= (end if ended else until) and chance.random() < 0.6:
            desk.record(opening, kind, taker, on, 1)


def _renewed(
    desk: Desk, programme: tuple[str, str], pair: tuple[Person, Person], since: date, end: date | None
) -> Opening:
    """A pair holds as long as the round of its year; who goes on is paired again in the next one. The last offer."""
    (key, _kind), (giver, taker) = programme, pair
    last = end - DAY if end else desk.writer.until
    while True:
        opening = desk.open(key, f"{desk.county.seat.short}{since.year}年结对名额", since, 1, by=giver)
        placement = desk.pair(opening, taker, since)
        following = date(since.year + 1, 1, 1)
        if following > last:
            break
        finished(placement, following - DAY)
        since = following
    if end is not None:
        broken_off(placement, end)
    return opening
