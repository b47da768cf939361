"""All that is wrong with a row of paper applications: beside its cells, what it names and what it does not meet."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import TypeVar

from django.utils import timezone
from django.utils.translation import gettext as _

from sangzi.kernel.errors import SangziError, refusal_of
from sangzi.kernel.fields import Answer, canonical, clean
from sangzi.kernel.models import Account
from sangzi.kernel.worksheets import Row
from sangzi.people.dating import refuse_future, refuse_outside_life
from sangzi.people.models import Person
from sangzi.units.models import Unit

from ..actions.applying import refuse_one_more
from ..answering import unit_is_known
from ..bidders import Bidder
from ..definitions import ProgrammeType, frozen
from ..handing_in import everything_missing
from ..models import Applicant, Application, Opening, Round, Wish
from ..nominees import known
from ..windows import refuse_outside_window
from .naming import home_named, openings_named

NOBODY = 0
"""The key of somebody who is not known yet: no row of ours names it."""
T = TypeVar("T")


def wish_keys(definition: ProgrammeType) -> list[str]:
    """The keys of the columns for wishes, the dearest first."""
    step = definition.applications
    return [f"wish{rank}" for rank in range(1, (step.wishes if step else 0) + 1)]


def look_at_applications(round_: Round, by: Account | None, now: datetime) -> Callable[[Row], list[str]]:
    """What says of a row all that is wrong with it beside its cells. What many rows name is looked up once."""
    ground = _Ground(round_, by, now, {}, {})
    return lambda row: _Looked(ground, row).complaints()


@dataclass(frozen=True)
class _Ground:
    """The round at hand, and the homes and openings that rows have named: what they are, or why they are none."""

    round: Round
    by: Account | None
    now: datetime
    homes: dict[str, Unit | str]
    openings: dict[str, Opening | str]

    @cached_property
    def definition(self) -> ProgrammeType:
        return frozen(self.round.definition)

    @cached_property
    def about_time(self) -> list[str]:
        return refusal_of(lambda: refuse_outside_window(self.round, self.now))

    def home(self, text: str) -> Unit | str:
        if text not in self.homes:
            self.homes[text] = _found(lambda: home_named(text, self.round.unit))
        return self.homes[text]

    def opening(self, text: str) -> Opening | str:
        if text not in self.openings:
            self.openings[text] = _found(lambda: openings_named([text], self.round)[0])
        return self.openings[text]


def _found(look: Callable[[], T]) -> T | str:
    try:
        return look()
    except SangziError as refusal:
        return refusal.sentence


class _Looked:
    """One row: whom it names, what is wished, and what is wrong so far."""

    def __init__(self, ground: _Ground, row: Row) -> None:
        self.ground, self.row = ground, row
        self.unknown: set[str] = set()
        self.said: list[str] = []

    def complaints(self) -> list[str]:
        """All of them, in the order of the columns, then what concerns the row as a whole."""
        home = self._home()
        person = self._person(home)
        wishes = self._wishes()
        application = self._application(person, wishes)
        missing = everything_missing(application, wishes, self.ground.definition, self.ground.now, unknown=self.unknown)
        return [*self.said, *missing, *self.ground.about_time]

    def _home(self) -> Unit | None:
        home = self.ground.home(self._text("home")) if self._text("home") else None
        if isinstance(home, Unit):
            self.said += [
                self.row.at("home", one)
                for one in refusal_of(lambda: refuse_outside_life(home, timezone.localdate(self.ground.now)))
            ]
            return home
        self.unknown.add("home")
        self.said += [self.row.at("home", home)] if home else []
        return None

    def _person(self, home: Unit | None) -> Person:
        """Whoever the row names, as far as it is clear; somebody not known where it is not."""
        name, phone, told = self._text("name"), self._text("phone"), self._text("born")
        born = date.fromisoformat(told) if told else None
        here = home or self.ground.round.unit
        same: Person | str | None = None
        if name and phone:
            same = _found(lambda: known(name=name, phone=phone, home=here, by=self.ground.by, born=born))
        if isinstance(same, Person):
            if home is None:
                self.unknown.discard("home")  # it is that of the person, whatever the cell says
            self._refuse_one_more(same)
            return same
        if isinstance(same, str) and home is not None:  # without a home anybody near the round would look alike
            self.said.append(self.row.at("name", same))
        if born is not None:
            late = refusal_of(lambda: refuse_future(born, timezone.localdate(self.ground.now)))
            self.said += [self.row.at("born", one) for one in late]
        if not (name and phone) or isinstance(same, str):
            self.unknown.add("bidder")
        if born is None and ("born" in self.row.wrong or "bidder" in self.unknown):
            self.unknown.add("born")
        return Person(pk=NOBODY, name=name, phone=phone, born=born, home=here)

    def _refuse_one_more(self, person: Person) -> None:
        bidder = Bidder(self._kind(), person=person)
        self.said += refusal_of(lambda: refuse_one_more(self.ground.round, bidder))

    def _wishes(self) -> list[Wish]:
        """What the row wishes, each with its place; the ones that are none, or stand twice, are said by their cell."""
        wishes: list[Wish] = []
        for rank, key in enumerate(wish_keys(self.ground.definition), 1):
            text = self._text(key)
            opening = self.ground.opening(text) if text else None
            if isinstance(opening, str):
                self.said.append(self.row.at(key, opening))
            elif opening is not None and any(one.opening.pk == opening.pk for one in wishes):
                self.said.append(self.row.at(key, _("同一个名额只能填一次；请去掉重复的志愿。")))
            elif opening is not None:
                opening.round = self.ground.round
                wishes.append(Wish(opening=opening, rank=rank))
        if not wishes:
            self.unknown.add("wishes")
        return wishes

    def _application(self, person: Person, wishes: list[Wish]) -> Application:
        """What would be handed in, not written, with the answers that can be used."""
        round_, team = self.ground.round, self._text("team")
        application = Application(round=round_, unit=round_.unit, kind=self._kind(), person=person, name=team)
        application.answers = canonical(self._answers())
        for wish in wishes:
            wish.application = application
        return application

    def _answers(self) -> dict[str, Answer]:
        step = self.ground.definition.applications
        answers: dict[str, Answer] = {}
        for field in step.fields if step else ():
            if field.key not in self.row.values:
                continue
            try:
                answers[field.key] = clean(field, self.row.values[field.key], unit_is_known=unit_is_known)
            except SangziError as refusal:
                self.said.append(self.row.at(field.key, refusal.sentence))
        return answers

    def _kind(self) -> Applicant:
        return Applicant.TEAM if self._text("team") else Applicant.PERSON

    def _text(self, key: str) -> str:
        return str(self.row.values.get(key, ""))
