"""What a trial has at hand: units, people, accounts and a clock, all made for it alone."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.utils import timezone

from sangzi.kernel.models import Account
from sangzi.people.actions import add_partner, add_person
from sangzi.people.models import Partner, Person
from sangzi.places.actions import add_place, open_place
from sangzi.places.definitions import place_types
from sangzi.places.models import Place
from sangzi.units.models import Level, Unit
from sangzi.units.paths import step

from ..definitions import ProgrammeType
from ..models import Application, Opening, Placement, Round

LONG_AGO = date(2000, 1, 1)
NAMES = ("试甲", "试乙", "试丙", "试丁", "试戊", "试己", "试庚", "试辛", "试壬", "试癸")
OF_AGE = 18


@dataclass
class Trial:
    """A walk under way. `now` is the clock of the walk: it goes on as the steps need it."""

    definition: ProgrammeType
    now: datetime
    county: Unit
    village: Unit
    other: Unit
    staff: Account
    round: Round | None = None
    openings: list[Opening] = field(default_factory=list)
    applications: list[Application] = field(default_factory=list)
    placements: list[Placement] = field(default_factory=list)
    keys: int = 0

    @property
    def today(self) -> date:
        return timezone.localdate(self.now)

    def wait(self, *, days: int) -> None:
        """Let the clock go on."""
        self.now += timedelta(days=days)

    def wait_until(self, day: date) -> None:
        """Let the clock go on to a day, if it is not yet."""
        self.wait(days=max(0, (day - self.today).days))

    def key(self) -> str:
        """A key that was not used before."""
        self.keys += 1
        return f"trial-{secrets.token_hex(8)}-{self.keys}"

    def account(self, name: str) -> Account:
        """An account nobody can sign in with."""
        return Account.objects.create(username=f"trial-{secrets.token_hex(8)}", name=name)

    def person(self, age: int = 20, *, home: Unit | None = None) -> Person:
        """Somebody of an age, with an account of their own."""
        name = NAMES[self.keys % len(NAMES)]
        born = date(self.today.year - age - 1, 12, 31)
        person = add_person(name=name, home=home or self.village, today=self.today, by=self.staff, born=born)
        person.account = self.account(name)
        person.save(update_fields=["account"])
        self.keys += 1
        return person

    def partner(self) -> Partner:
        """An organisation."""
        self.keys += 1
        return add_partner(
            name=f"试用合作方{self.keys}", kind="企业", home=self.county, today=self.today, by=self.staff
        )

    def another_village(self) -> Unit:
        """A village that nobody has used yet."""
        return _unit(self.village.parent, "试村", Level.VILLAGE)

    def place(self) -> Place:
        """A place that is open, for records that name one."""
        kind = next(one for one in place_types().values() if one.may_be_kept_at(Level.COUNTY))
        since = self.round.opens if self.round else self.today
        place = add_place(type=kind.key, name="试用阵地", unit=self.county, today=self.today, by=self.staff)
        open_place(place=place, on=since, today=self.today, by=self.staff)
        return place


def set_up(definition: ProgrammeType, now: datetime) -> Trial:
    """A tree of six units and somebody who works there. Inside a transaction that the caller rolls back."""
    top = Unit.objects.filter(parent=None, kind=Unit.Kind.AREA).first()
    top = top or _unit(None, "试国", Level.NATION)
    province = _unit(top, "试省", Level.PROVINCE)
    county = _unit(_unit(province, "试市", Level.PREFECTURE), "试县", Level.COUNTY)
    township = _unit(county, "试乡", Level.TOWNSHIP)
    village, other = (_unit(township, name, Level.VILLAGE) for name in ("试村", "另村"))
    trial = Trial(definition, now, county, village, other, Account())
    trial.staff = trial.account("试用干部")
    return trial


def _unit(parent: Unit | None, name: str, level: Level) -> Unit:
    unit = Unit.objects.create(
        parent=parent,
        order=0,
        name=name,
        short=name,
        initials="s",
        code=f"TRY{secrets.token_hex(6).upper()}",
        level=level,
        kind=Unit.Kind.AREA,
        official=False,
        since=LONG_AGO,
        founded=LONG_AGO,
        path="",
    )
    unit.path = (parent.path if parent else "") + step(unit.pk)
    unit.save(update_fields=["path"])
    return unit
